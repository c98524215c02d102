"""The fields of the spec's operations: parameters, properties of bodies and of success responses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.bundle import Bundle
from generator.drift.field_words import name_parts
from generator.drift.index import KnownRow, route
from generator.drift.pages import PrintedRow
from generator.lint.operations import parameters_of

_PLACES = ("path", "query", "body", "response")
# A field with one of these need not be on every page.
_UNCERTAIN = frozenset({"x-inferred", "x-since", "x-until"})

Name = tuple[str, ...]


@dataclass(frozen=True)
class KnownField:
    """A field of the spec.

    Attributes:
        schema: Its schema, without references.
        required: Whether it is required.
        is_documented: Whether a page must have it: inferred fields and those of other editions may be missing.
    """

    schema: Mapping[str, Any]
    required: bool
    is_documented: bool

    @property
    def types(self) -> frozenset[str]:
        """The JSON types of its values; empty if it has any type."""
        kind = self.schema.get("type")
        if not kind:
            return frozenset()
        if self.schema.get("x-json-text"):
            # The API also takes what the text stands for.
            return frozenset({kind, "object", "array"})
        # Pages call integers numbers.
        return frozenset({kind, *{"integer": {"number"}, "number": {"integer"}}.get(kind, ())})


class KnownOperation:
    """The fields of an operation.

    Attributes:
        name: The operationId.
        has_body: Whether its requests have a body.
        wrapper: The property of the body around all others; None if there is none.
        fields: The fields by place (`path`, `query`, `body` or `response`) and name.
    """

    def __init__(self, bundle: Bundle, operation: dict[str, Any], item: dict[str, Any]) -> None:
        self.name: str = operation["operationId"]
        self.wrapper: str | None = operation.get("x-client", {}).get("body")
        self.has_body = "requestBody" in operation
        self.fields: dict[str, dict[Name, KnownField]] = {place: {} for place in _PLACES}
        self._bundle = bundle
        for parameter in parameters_of(bundle, operation, item):
            if parameter["in"] in self.fields:
                schema = bundle.resolve(parameter["schema"])
                found = KnownField(schema, parameter.get("required", False), not _UNCERTAIN & {*parameter, *schema})
                self.fields[parameter["in"]][name_parts(parameter["name"])] = found
        self._add(bundle.resolve(operation.get("requestBody", {})), "body")
        success = min((str(status) for status in operation["responses"] if str(status).startswith("2")), default="")
        self._add(bundle.resolve(operation["responses"].get(success, {})), "response")

    def is_at_top(self, name: Name) -> bool:
        """Return whether a name is that of a property of the body or of its wrapper, not of a nested object."""
        return len(name) == 1 or (len(name) == 2 and name[0] == self.wrapper)

    def must_list(self, place: str, name: Name) -> bool:
        """Return whether the tables of a request must have a field of its query or body, if it is documented."""
        # The parts of `page[size]` are not nested: it is one parameter.
        return place == "query" or (self.is_at_top(name) and name != (self.wrapper,))

    def is_open(self, place: str) -> bool:
        """Return whether the spec defines no fields for a place."""
        return place in ("body", "response") and not self.fields[place]

    def _add(self, holder: Mapping[str, Any], place: str) -> None:
        schema = holder.get("content", {}).get("application/json", {}).get("schema", {})
        for name, field in self._properties(schema, (), frozenset()):
            self.fields[place].setdefault(name, field)

    def _properties(self, schema: Any, path: Name, seen: frozenset[int]) -> Iterator[tuple[Name, KnownField]]:
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
            is_documented = not _UNCERTAIN & {*inner, *resolved}
            yield (*path, name), KnownField(resolved, name in plain.get("required", ()), is_documented)
            yield from self._properties(inner, (*path, name), seen)


class KnownOperations:
    """The operations of a bundle by route, and by the routes of rows that the index prints by mistake."""

    def __init__(self, bundle: Bundle, known: Iterable[KnownRow]) -> None:
        self._bundle = bundle
        self._routes = {
            route(PrintedRow(method, f"/api{path}")): (operation, item)
            for method, path, operation, item in bundle.routes()
        }
        for row in known:
            self._routes.setdefault(route(row.printed), self._routes[route(row.correct)])

    def find(self, method: str, path: str) -> KnownOperation | None:
        """Return the operation of a printed request, or None if there is none."""
        found = self._routes.get(route(PrintedRow(method, path)))
        return KnownOperation(self._bundle, *found) if found else None
