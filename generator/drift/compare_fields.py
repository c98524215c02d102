"""Compares the fields that a page lists with those of the spec: names, types, and whether they are required."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from generator.bundle import Bundle
from generator.drift.fields import PrintedField
from generator.drift.index import KnownRow
from generator.drift.known_fields import KnownField, KnownOperation, KnownOperations

_PLACEHOLDER = re.compile(r"[:{](\w+)")
# Where a field may be, by the place that the page prints. Some pages print query parameters as those of the URL.
_PLACES = {
    "path": ("path", "query"),
    "query": ("query", "path"),
    "body": ("body",),
    "response": ("response",),
    "": ("query", "body", "path"),
}


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


def compare_fields(bundle: Bundle, known: Iterable[KnownRow], fields: Iterable[PrintedField]) -> list[FieldChange]:
    """Return the differences between the fields of pages and those of the operations of a bundle.

    Descriptions are not compared. Fields of requests that no operation has are ignored: the rows of a page report new
    operations. The fields of a place are gone only if the page has a table for this place.
    """
    operations = KnownOperations(bundle, known)
    changes: list[FieldChange] = []
    for request, group in groupby(sorted(fields, key=lambda field: field.request), key=lambda field: field.request):
        method, _, path = request.partition(" ")
        operation = operations.find(method, path)
        if operation is not None:
            changes += _compare(operation, path, list(group))
    return list(dict.fromkeys(changes))


def _compare(operation: KnownOperation, path: str, fields: list[PrintedField]) -> Iterator[FieldChange]:
    placeholders = set(_PLACEHOLDER.findall(path))
    listed: dict[str, list[PrintedField]] = {}
    for field in fields:
        match = _find(operation, field)
        if match is not None:
            place, known = match
            listed.setdefault(place, []).append(field)
            for meaning in _differences(operation, field, place, known):
                yield FieldChange("changed field", operation.name, place, str(field), meaning)
        elif str(field) in placeholders or _renames_placeholder(operation, field, fields, placeholders):
            continue
        elif any(_is_open(operation, replace(field, name=field.name[:end])) for end in range(1, len(field.name))):
            # The spec defines no properties for an object around the field.
            continue
        elif not operation.is_open(field.place):
            yield FieldChange("new field", operation.name, _place_of(operation, field), str(field), _described(field))
    for place in ("query", "body"):
        if place in listed or any(field.place == place for field in fields):
            yield from _gone(operation, place, fields)


def _place_of(operation: KnownOperation, field: PrintedField) -> str:
    """Return the place of a field that the spec lacks."""
    if field.place == "path" or (not field.place and not operation.has_body):
        return "query"
    return field.place or "request"


def _find(operation: KnownOperation, field: PrintedField) -> tuple[str, KnownField] | None:
    """Return the field of the spec that a printed field stands for, and its place.

    Tables leave out wrappers and envelopes, and list nested objects on their own. So any field counts whose name ends
    in the printed one; the shortest is taken. Fields that the table of a body itself lists are not nested.
    """
    for place in _PLACES[field.place]:
        ends = [name for name in operation.fields[place] if name[-len(field.name) :] == field.name]
        if place == "body" and len(field.name) == 1 and not field.is_nested:
            ends = [name for name in ends if operation.is_at_top(name)]
        if ends:
            return place, operation.fields[place][min(ends, key=len)]
    return None


def _is_open(operation: KnownOperation, field: PrintedField) -> bool:
    """Return whether a field of the spec exists and has no properties that the spec defines."""
    match = _find(operation, field)
    if match is None:
        return False
    return not any(len(name) > 1 and field.name[-1] in name[:-1] for name in operation.fields[match[0]])


def _renames_placeholder(
    operation: KnownOperation, field: PrintedField, fields: list[PrintedField], placeholders: set[str]
) -> bool:
    """Return whether a field is a path parameter whose name differs from the placeholder in the path."""
    if field.place != "path":
        return False
    printed = [each.name for each in fields if each.place == "path"]
    unnamed = placeholders - {".".join(name) for name in printed}
    unknown = [name for name in printed if name not in operation.fields["query"] and ".".join(name) not in placeholders]
    return field.name in unknown[: len(unnamed)]


def _differences(operation: KnownOperation, field: PrintedField, place: str, known: KnownField) -> Iterator[str]:
    if field.types and known.types and not field.types & known.types and not _is_id_in_url(field, place, known):
        yield f"the page says {_listed(field.types)}, the spec {_listed(known.types)}"
    # The API takes bodies without their wrapper, and pages do not say which fields responses always have.
    is_compared = place == "query" or (place == "body" and field.name != (operation.wrapper,))
    if is_compared and field.required is not None and field.required is not known.required:
        said, has = ("required", "optional") if field.required else ("optional", "required")
        yield f"{said} on the page, {has} in the spec"


def _is_id_in_url(field: PrintedField, place: str, known: KnownField) -> bool:
    """Return whether a field is an id in the URL, which pages call a number or a text."""
    is_id = field.name[-1] == "id" or field.name[-1].endswith("_id")
    return is_id and place in ("path", "query") and (field.types | known.types) <= {"string", "integer", "number"}


def _gone(operation: KnownOperation, place: str, fields: list[PrintedField]) -> Iterator[FieldChange]:
    """Yield the documented fields of a place that the tables of the request do not list."""
    printed = {segment for field in fields if field.place != "response" for segment in field.name}
    for name, known in operation.fields[place].items():
        if operation.must_list(place, name) and known.is_documented and name[-1] not in printed:
            yield FieldChange("gone field", operation.name, place, ".".join(name), "not in the table of the page")


def _listed(types: Iterable[str]) -> str:
    return " or ".join(sorted(types))


def _described(field: PrintedField) -> str:
    kind = _listed(field.types) or "unknown type"
    need = "" if field.required is None else ", required" if field.required else ", optional"
    return f"no such field in the spec ({kind}{need})"
