"""Compares the fields that a page lists with those of the spec: names, types, and whether they are required."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from generator.bundle import Bundle
from generator.drift.fields import PrintedField
from generator.drift.index import KnownRow, route
from generator.drift.pages import PrintedRow
from generator.lint.operations import parameters_of

_PLACES = ("path", "query", "body", "response")


@dataclass(frozen=True)
class FieldChange:
    """One difference between a field of a page and the spec.

    Attributes:
        kind: `new field` (only on the page), `gone field` (only in the spec) or `changed field`.
        operation: The operationId.
        place: `path`, `query`, `body` or `response`; `request` if the page does not say where the field is.
        name: The name, with dots for nested fields.
        meaning: What the difference is.
    """

    kind: str
    operation: str
    place: str
    name: str
    meaning: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.operation} {self.place} {self.name}: {self.meaning}"


@dataclass(frozen=True)
class _Known:
    """A field of the spec.

    Attributes:
        schema: Its schema, without references.
        required: Whether it is required; None in responses, where pages do not say it.
        is_documented: Whether a page must have it: inferred fields and those of a later edition may be missing.
    """

    schema: Mapping[str, Any]
    required: bool | None
    is_documented: bool


_Fields = dict[tuple[str, ...], _Known]


def compare_fields(bundle: Bundle, known: Iterable[KnownRow], fields: Iterable[PrintedField]) -> list[FieldChange]:
    """Return the differences between the fields of pages and those of the operations of a bundle.

    The description of a field is not compared. Fields of requests that no operation has are ignored: the rows of a page
    report new operations. The fields of a place are gone only if the page has a table for this place.
    """
    operations = _operations(bundle, known)
    changes: list[FieldChange] = []
    for request, group in groupby(sorted(fields, key=lambda field: field.request), key=lambda field: field.request):
        method, _, path = request.partition(" ")
        operation = operations.get(route(PrintedRow(method, path)))
        if operation is not None:
            changes += _compare(operation, list(group))
    return list(dict.fromkeys(changes))


class _Operation:
    """The fields of one operation by place."""

    def __init__(self, bundle: Bundle, operation: dict[str, Any], item: dict[str, Any]) -> None:
        self.name: str = operation["operationId"]
        self._bundle = bundle
        self.wrapper: str | None = operation.get("x-client", {}).get("body")
        self.fields: dict[str, _Fields] = {place: {} for place in _PLACES}
        for parameter in parameters_of(bundle, operation, item):
            if parameter["in"] in self.fields:
                schema = bundle.resolve(parameter["schema"])
                is_documented = not {"x-inferred", "x-since"} & {*parameter, *schema}
                found = _Known(schema, parameter.get("required", False), is_documented)
                # The page may write a parameter with brackets without them.
                self.fields[parameter["in"]][parameter["name"].removesuffix("[]"),] = found
        body = bundle.resolve(operation.get("requestBody", {}))
        self._add(body, "body")
        success = min((str(status) for status in operation["responses"] if str(status).startswith("2")), default="")
        self._add(bundle.resolve(operation["responses"].get(success, {})), "response")

    def _add(self, holder: Mapping[str, Any], place: str) -> None:
        schema = holder.get("content", {}).get("application/json", {}).get("schema", {})
        for name, field in self._properties(schema, (), frozenset()):
            self.fields[place].setdefault(name, field)

    def _properties(
        self, schema: Any, path: tuple[str, ...], seen: frozenset[int]
    ) -> Iterator[tuple[tuple[str, ...], _Known]]:
        plain = self._bundle.resolve(schema)
        if id(plain) in seen:
            return
        seen |= {id(plain)}
        for part in (*plain.get("allOf", ()), *plain.get("oneOf", ()), *plain.get("anyOf", ())):
            yield from self._properties(part, path, seen)
        if "items" in plain:
            yield from self._properties(plain["items"], path, seen)
        for name, inner in plain.get("properties", {}).items():
            resolved = self._bundle.resolve(inner)
            is_documented = not {"x-inferred", "x-since"} & {*inner, *resolved}
            yield (*path, name), _Known(resolved, name in plain.get("required", ()), is_documented)
            yield from self._properties(inner, (*path, name), seen)

    def find(self, field: PrintedField) -> tuple[str, _Known] | None:
        """Return the field of the spec that a printed field stands for, and its place.

        Tables leave out wrappers and envelopes, and list nested objects on their own. Any field counts whose name ends
        in the printed one; the shortest is taken.
        """
        places = (field.place,) if field.place else ("query", "body", "path")
        for place in places:
            ends = [name for name in self.fields[place] if name[-len(field.name) :] == field.name]
            if ends:
                return place, self.fields[place][min(ends, key=len)]
        return None

    def is_open(self, place: str) -> bool:
        """Return whether the spec defines no fields for a place."""
        return place in ("body", "response") and not self.fields[place]


def _operations(bundle: Bundle, known: Iterable[KnownRow]) -> dict[tuple[str, str], _Operation]:
    """Return the operations by route, and by the routes of rows that the index prints by mistake."""
    found = {
        route(PrintedRow(str(pointer[2]).upper(), f"/api{pointer[1]}")): _Operation(bundle, operation, item)
        for pointer, operation, item in bundle.operations()
    }
    for row in known:
        found.setdefault(route(row.printed), found[route(row.correct)])
    return found


def _compare(operation: _Operation, fields: list[PrintedField]) -> Iterator[FieldChange]:
    placeholders = len(operation.fields["path"])
    named = {field.name for field in fields if field.place == "path"}
    for field in fields:
        match = operation.find(field)
        if match is not None:
            place, known = match
            for meaning in _differences(field, known, place):
                yield FieldChange("changed field", operation.name, place, str(field), meaning)
        elif field.place == "path" and len(named) <= placeholders:
            # Pages have other names for placeholders.
            continue
        elif not operation.is_open(field.place):
            yield FieldChange("new field", operation.name, field.place or "request", str(field), _described(field))
    for place in ("query", "body"):
        yield from _gone(operation, place, [field for field in fields if field.place == place])


def _differences(field: PrintedField, known: _Known, place: str) -> Iterator[str]:
    types = _types(known.schema)
    if field.types and types and not field.types & types:
        yield f"the page says {_listed(field.types)}, the spec {_listed(types)}"
    if place in ("query", "body") and field.required is not None and field.required is not known.required:
        said, has = ("required", "optional") if field.required else ("optional", "required")
        yield f"{said} on the page, {has} in the spec"


def _gone(operation: _Operation, place: str, fields: list[PrintedField]) -> Iterator[FieldChange]:
    """Yield the documented fields of a place that its table does not list."""
    if not fields:
        return
    printed = {segment for field in fields for segment in field.name}
    for name, known in operation.fields[place].items():
        at_top = len(name) == 1 or name[:-1] == (operation.wrapper,)
        if at_top and known.is_documented and name[-1] not in printed and name != (operation.wrapper,):
            yield FieldChange("gone field", operation.name, place, ".".join(name), "not in the table of the page")


def _types(schema: Mapping[str, Any]) -> frozenset[str]:
    kind = schema.get("type")
    if not kind:
        return frozenset()
    # Ids are numbers for some pages and texts for others, and the API takes both.
    also = {"integer": {"number"}, "number": {"integer"}}.get(kind, set())
    if schema.get("x-json-text"):
        also = {"object", "array"}
    return frozenset({kind, *also})


def _listed(types: Iterable[str]) -> str:
    return " or ".join(sorted(types))


def _described(field: PrintedField) -> str:
    kind = _listed(field.types) or "unknown type"
    need = "" if field.required is None else ", required" if field.required else ", optional"
    return f"no such field in the spec ({kind}{need})"
