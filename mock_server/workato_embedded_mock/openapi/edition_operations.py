"""Serves an operation as it was in an edition: its parameters, fields and values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from workato_embedded_mock.errors import BadRequestError, Reason
from workato_embedded_mock.openapi.document import json_media, parameters_of
from workato_embedded_mock.openapi.edition_dates import SINCE, UNTIL, absence, value_dates
from workato_embedded_mock.openapi.editions import Edition
from workato_embedded_mock.openapi.operation import BODY, Operation, ReadBody, RequestHead
from workato_embedded_mock.openapi.parameters import UNKNOWN
from workato_embedded_mock.openapi.schema_views import Schema, SchemaViews
from workato_embedded_mock.plain_json import Json, pointer_keys, pointer_token


class Declared(NamedTuple):
    """An operation, and the document that declares it.

    Attributes:
        operation: The operation.
        content: The document.
    """

    operation: Operation
    content: dict[str, Any]


class EditionOperation:
    """An operation as it was in an edition, for a rule that serves it as it is now.

    Args:
        edition: The edition.
        now: The operation as it is now.
        earlier: The operation as it was.

    Attributes:
        error_bodies: The bodies of the error responses that have more than the message.
    """

    def __init__(self, edition: Edition, now: Declared, earlier: Declared) -> None:
        self._earlier = earlier.operation
        self.error_bodies = earlier.operation.error_bodies
        defaults = now.operation.parameters.defaults
        absent = now.operation.argument_names - earlier.operation.argument_names
        self._missing = {name: defaults.get(name) for name in absent}
        self._explanations = _Explanations(edition, now)
        self._body = _AbsentFields(edition, *(_in_body(each) for each in (now, earlier)))
        status = str(now.operation.success_status)
        self._result = _AbsentFields(edition, *(_in_response(each, status) for each in (now, earlier)))

    async def read(
        self, head: RequestHead, read_body: ReadBody, notes: list[Reason], *, strict: bool
    ) -> dict[str, Json]:
        """Return the arguments of the rule; parameters and fields that the edition lacks are dropped with a note.

        Raises:
            NotFoundError: A value in the path is invalid.
            BadRequestError: A value in the query or the body is invalid or missing; with `strict`, also one that the
                edition lacks.
        """
        found: list[Reason] = []
        try:
            arguments = await self._earlier.read(head, read_body, found, strict=strict)
        except BadRequestError as error:
            error.reasons = tuple(self._explanations.of(reason) or reason for reason in error.reasons)
            raise
        finally:
            notes += [self._noted(reason) for reason in found]
        reasons: list[Reason] = []
        if BODY in arguments:
            arguments[BODY] = self._body.dropped(arguments[BODY], f"/{BODY}", reasons)
        if reasons and strict:
            raise BadRequestError(*reasons)
        notes += [_ignored(reason) for reason in reasons]
        return {**self._missing, **arguments}

    def shown(self, result: Json) -> Json:
        """Return a result without the fields that the edition does not have."""
        return self._result.dropped(result, "", [])

    def _noted(self, reason: Reason) -> Reason:
        explained = self._explanations.of(reason)
        return reason if explained is None else _ignored(explained)


class _Explanations:
    """Explains with its date why an edition rejects or ignores a parameter or a value.

    Args:
        edition: The edition.
        now: The operation as it is now.
    """

    def __init__(self, edition: Edition, now: Declared) -> None:
        self._edition = edition
        self._parameters = {
            item["name"]: item
            for item in parameters_of(now.content, now.operation.path, now.operation.declared)
            if item["in"] == "query"
        }
        self._views, self._body = _in_body(now)

    def of(self, reason: Reason) -> Reason | None:
        """Return a reason that has the date instead; None if a date is not the cause."""
        part, *keys = pointer_keys(reason.pointer) or [""]
        if not keys:
            return None
        if part == "query" and reason.keyword == UNKNOWN:
            declared = self._parameter(keys[0])
            if declared is None:
                return None
            return absence(f"the parameter {keys[0]}", declared, self._edition, reason.pointer)
        return self._of_value(reason, part, keys) if reason.keyword == "enum" else None

    def _of_value(self, reason: Reason, part: str, keys: list[str]) -> Reason | None:
        name = next((key for key in reversed(keys) if not key.isdigit()), keys[-1])
        for schema in self._schemas(part, keys):
            dates = value_dates(reason.value, schema, self._edition)
            if dates:
                what = f"the value {reason.value} of {name}"
                return replace(reason, text=absence(what, dates, self._edition, reason.pointer).text)
        return None

    def _schemas(self, part: str, keys: list[str]) -> Iterator[Schema]:
        """Yield the schemas of a value as they are now."""
        if part == "query":
            declared = self._parameter(keys[0])
            found = [] if declared is None else self._views.of(declared["schema"])
            yield from (*found, *self._views.of_items(found))
        elif part == BODY:
            views = self._body
            for key in keys:
                views = self._views.of_items(views) if key.isdigit() else self._views.of_field(views, key) or []
            yield from views

    def _parameter(self, name: str) -> Mapping[str, Any] | None:
        """Return the parameter that a name in the query is meant for: `name`, `name[]` or `name[field]`."""
        plain = name.partition("[")[0]
        found = (self._parameters.get(each) for each in (name, f"{name}[]", plain))
        return next((declared for declared in found if declared is not None), None)


# Schemas of one document, and their views.
_Located = tuple[SchemaViews, list[Schema]]


class _AbsentFields:
    """Drops the fields that a schema has now, and that it does not have in an edition.

    Args:
        edition: The edition.
        now: The schema as it is now.
        earlier: The schema as it was.
    """

    def __init__(self, edition: Edition, now: _Located, earlier: _Located) -> None:
        self._edition = edition
        self._now, self._now_views = now
        self._earlier, self._earlier_views = earlier

    def dropped(self, value: Json, at: str, reasons: list[Reason]) -> Json:
        """Return a value without the fields that the edition lacks; `reasons` gets one for each of them."""
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
                reasons.append(absence(f"the field {key}", self._dated(now, key), self._edition, pointer))
            else:
                fields = self._now.of_field(now, key) or [], self._earlier.of_field(earlier, key) or []
                kept[key] = self._drop(*fields, item, pointer, reasons)
        return kept

    def _dated(self, views: list[Schema], key: str) -> Schema:
        """Return the declaration of a field that has its dates: its own, or the one that it refers to."""
        declared = [view["properties"][key] for view in views if key in view.get("properties", ())]
        parts = [part for each in declared for part in (each, *self._now.of(each)[:1])]
        return next((part for part in parts if part.keys() & {SINCE, UNTIL}), {})


def _ignored(reason: Reason) -> Reason:
    return replace(reason, text=f"ignored: {reason.text}")


def _is_named(views: list[Schema], key: str) -> bool:
    return any(key in view.get("properties", ()) for view in views)


def _in_body(declared: Declared) -> _Located:
    return _located(declared.content, declared.operation.declared.get("requestBody"))


def _in_response(declared: Declared, status: str) -> _Located:
    return _located(declared.content, declared.operation.declared["responses"].get(status))


def _located(content: dict[str, Any], part: Any) -> _Located:
    """Return the views of the schema of a JSON body or response; none for anything else."""
    views = SchemaViews.of_document(content)
    media = json_media(content, part or {})
    return views, views.of(media["schema"]) if "schema" in media else []
