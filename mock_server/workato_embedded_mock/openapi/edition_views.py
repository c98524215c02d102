"""Serves a document as it was in an edition: its operations, and what their requests and responses have.

A view prepares an operation when it is first asked for, and only if the operation differs in the edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workato_embedded_mock.errors import BadRequestError, MethodNotAllowedError, NotFoundError, Reason
from workato_embedded_mock.openapi.document import (
    Document,
    ids_of,
    operations_of,
    references_in,
    resolved,
    served_methods,
)
from workato_embedded_mock.openapi.editions import Edition, Editions
from workato_embedded_mock.openapi.operation import BODY, Operation, ReadBody, RequestHead
from workato_embedded_mock.openapi.schema_views import Schema, SchemaViews
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.plain_json import Json, pointer_token

SINCE, UNTIL, REPLACED_BY = "x-since", "x-until", "x-replaced-by"


class EditionViews:
    """The views of one document, by the date of their edition.

    Args:
        document: The document with everything that is known.
        editions: Its editions.
    """

    def __init__(self, document: Document, editions: Editions) -> None:
        self._editions = editions
        self._document = document
        self._views: dict[str, EditionView] = {}
        # The same views by the days that were asked for.
        self._days: dict[str, EditionView] = {}

    def on(self, day: str) -> EditionView:
        """Return the view of the edition that held on a day.

        Raises:
            EditionError: No edition is known for the day.
        """
        if day in self._days:
            return self._days[day]
        edition = self._editions.on(day)
        if edition.date not in self._views:
            content = self._editions.content(edition)
            self._views[edition.date] = EditionView(edition, self._document.content, content)
        self._days[day] = self._views[edition.date]
        return self._days[day]


class EditionView:
    """A document as it was in one edition.

    Args:
        edition: The edition.
        whole: The document with everything that is known.
        content: The document as it was.

    Attributes:
        edition: The edition.
    """

    def __init__(self, edition: Edition, whole: dict[str, Any], content: dict[str, Any]) -> None:
        self.edition = edition
        self._whole = whole
        self._content = content
        self._compiler: SchemaCompiler | None = None
        self._places = {
            declared["operationId"]: (path, method.lower(), declared) for path, method, declared in operations_of(whole)
        }
        self._present = ids_of(content)
        self._prepared: dict[str, Operation | EditionOperation] = {}

    def accepts(self, scheme: str) -> bool:
        """Return whether callers could authenticate by a header, such as `x-user-token`."""
        schemes = self._content.get("components", {}).get("securitySchemes", {}).values()
        return any(each.get("name", "").lower() == scheme for each in schemes)

    def check(self, operation_id: str) -> None:
        """Check that an operation is part of the edition.

        Raises:
            NotFoundError: It is younger, or it was gone by then.
            MethodNotAllowedError: The path had other methods.
        """
        if operation_id in self._present:
            return
        path, _method, declared = self._places[operation_id]
        as_of = f"this account has the API as of {self.edition.date}"
        if declared.get(SINCE, "") > self.edition.date:
            reason = Reason("/path", "since", f"{operation_id} exists since {declared[SINCE]}; {as_of}")
        else:
            reason = Reason("/path", "until", f"{retirement(declared)}; {as_of}")
        others = served_methods(self._content["paths"].get(path, {}))
        if others:
            raise MethodNotAllowedError(reason, tuple(sorted(name.upper() for name in others)))
        raise NotFoundError(reason)

    def operation(self, operation: Operation) -> Operation | EditionOperation:
        """Return an operation as it was in the edition; the same one if it did not differ."""
        prepared = self._prepared.get(operation.operation_id)
        if prepared is None:
            prepared = operation if self._is_same(operation) else self._prepare(operation)
            self._prepared[operation.operation_id] = prepared
        return prepared

    def _prepare(self, operation: Operation) -> EditionOperation:
        if self._compiler is None:
            self._compiler = SchemaCompiler(self._content)
        earlier = Operation(self._content, operation.path, operation.method, self._compiler)
        return EditionOperation((operation, self._whole), (earlier, self._content))

    def _is_same(self, operation: Operation) -> bool:
        """Return whether the path of an operation, and everything that it refers to, is as in the whole document."""
        here, there = self._content["paths"][operation.path], self._whole["paths"][operation.path]
        keys = ("parameters", operation.method.lower())
        if any(here.get(key) != there.get(key) for key in keys):
            return False
        waiting = [name for key in keys for name in references_in(there.get(key))]
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            definition = resolved(self._whole, {"$ref": name})
            if resolved(self._content, {"$ref": name}) != definition:
                return False
            waiting += references_in(definition)
        return True


class EditionOperation:
    """An operation as it was in an edition, for a rule that serves it as it is now.

    Args:
        now: The operation as it is now, and the document with everything that is known.
        earlier: The operation as it was, and the document of the edition.

    Attributes:
        error_bodies: The bodies of the error responses that have more than the message.
    """

    def __init__(self, now: tuple[Operation, dict[str, Any]], earlier: tuple[Operation, dict[str, Any]]) -> None:
        self._earlier = earlier[0]
        self.error_bodies = earlier[0].error_bodies
        defaults = now[0].parameters.defaults
        self._missing = {name: defaults.get(name) for name in now[0].argument_names - earlier[0].argument_names}
        self._body = _YoungerFields(*(_in_body(*each) for each in (now, earlier)))
        status = str(now[0].success_status)
        self._result = _YoungerFields(*(_in_response(*each, status) for each in (now, earlier)))

    async def read(
        self, head: RequestHead, read_body: ReadBody, notes: list[Reason], *, strict: bool
    ) -> dict[str, Json]:
        """Return the arguments of the rule; younger fields of the body are dropped with a note.

        Raises:
            NotFoundError: A value in the path is invalid.
            BadRequestError: A value in the query or the body is invalid or missing; with `strict`, also a younger one.
        """
        arguments = await self._earlier.read(head, read_body, notes, strict=strict)
        reasons: list[Reason] = []
        if BODY in arguments:
            arguments[BODY] = self._body.dropped(arguments[BODY], f"/{BODY}", reasons)
        if reasons and strict:
            raise BadRequestError(*reasons)
        notes += reasons
        return {**self._missing, **arguments}

    def shown(self, result: Json) -> Json:
        """Return a result without the fields that the edition does not have."""
        return self._result.dropped(result, "", [])


# Schemas of one document, and their views.
_Located = tuple[SchemaViews, list[Schema]]


class _YoungerFields:
    """Drops the fields that a schema has now, and that it did not have in an edition.

    Args:
        now: The schema as it is now.
        earlier: The schema as it was.
    """

    def __init__(self, now: _Located, earlier: _Located) -> None:
        self._now, self._now_views = now
        self._earlier, self._earlier_views = earlier

    def dropped(self, value: Json, at: str, reasons: list[Reason]) -> Json:
        """Return a value without younger fields; `reasons` gets one for each of them."""
        return self._drop(self._now_views, self._earlier_views, value, at, reasons)

    def _drop(self, now: list[Schema], earlier: list[Schema], value: Json, at: str, reasons: list[Reason]) -> Json:
        if isinstance(value, list):
            items = self._now.of_items(now), self._earlier.of_items(earlier)
            return [self._drop(*items, item, f"{at}/{index}", reasons) for index, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        kept = {}
        for key, item in value.items():
            pointer = f"{at}/{pointer_token(key)}"
            if _is_named(now, key) and not _is_named(earlier, key):
                reasons.append(Reason(pointer, "since", "ignored: the edition of this account does not have it"))
            else:
                fields = self._now.of_field(now, key) or [], self._earlier.of_field(earlier, key) or []
                kept[key] = self._drop(*fields, item, pointer, reasons)
        return kept


def _is_named(views: list[Schema], key: str) -> bool:
    return any(key in view.get("properties", ()) for view in views)


def _in_body(operation: Operation, content: dict[str, Any]) -> _Located:
    return _located(content, operation.declared.get("requestBody"))


def _in_response(operation: Operation, content: dict[str, Any], status: str) -> _Located:
    return _located(content, operation.declared["responses"].get(status))


def _located(content: dict[str, Any], part: Any) -> _Located:
    """Return the views of the schema of a JSON body or response; none for anything else."""
    views = SchemaViews.of_document(content)
    media = resolved(content, part or {}).get("content", {}).get("application/json", {})
    return views, views.of(media["schema"]) if "schema" in media else []


def retirement(declared: Mapping[str, Any]) -> str:
    """Return in words when an operation ends or ended, and which one to use instead."""
    until, successor = declared.get(UNTIL), declared.get(REPLACED_BY)
    ends = f"{declared['operationId']} is {f'gone since {until}' if until else 'deprecated'}"
    return f"{ends}; use {successor}" if successor else ends
