"""Converts the schemas of the document, which are those of OpenAPI 3.0, to JSON Schema without references."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ..plain_json import is_object
from ..secret_names import Marks

Schema = Mapping[str, Any]
# Returns the target of a reference; anything else unchanged.
Resolve = Callable[[Schema], Schema]

# What is kept of a schema besides the schemas inside it. `x-inferred` states from what a field is inferred.
_KEPT: Final = (
    "type",
    "description",
    "format",
    "enum",
    "default",
    "pattern",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "required",
    "deprecated",
    "x-inferred",
    "x-since",
    "x-until",
    "x-secret",
)
_MANY: Final = ("anyOf", "allOf")


def json_schema(schema: Schema, resolve: Resolve) -> dict[str, Any]:
    """Return a schema as JSON Schema 2020-12, with the targets of its references in their places."""
    schema = resolve(schema)
    made: dict[str, Any] = {name: schema[name] for name in _KEPT if name in schema}
    for name in _MANY:
        if name in schema:
            made[name] = [json_schema(each, resolve) for each in schema[name]]
    if "properties" in schema:
        made["properties"] = {name: json_schema(each, resolve) for name, each in schema["properties"].items()}
    for name in ("items", "additionalProperties"):
        if name in schema:
            inner = schema[name]
            made[name] = json_schema(inner, resolve) if is_object(inner) else inner
    return _nullable(made) if schema.get("nullable") else made


def secret_marks(schema: Schema) -> Marks:
    """Return which fields of a JSON Schema are secret, by path; see `masks.masked`."""
    return dict(_marks(schema, ""))


def field_names(schema: Schema) -> Iterator[str]:
    """Yield the names of all fields of a JSON Schema, also of objects inside it."""
    for name, inner in schema.get("properties", {}).items():
        yield name
        yield from field_names(inner)
    for inner in _inside(schema):
        yield from field_names(inner)


def _marks(schema: Schema, path: str) -> Iterator[tuple[str, bool]]:
    if "x-secret" in schema:
        yield path, bool(schema["x-secret"])
    for name, inner in schema.get("properties", {}).items():
        yield from _marks(inner, f"{path}.{name}" if path else name)
    for inner in _inside(schema):
        yield from _marks(inner, path)


def _inside(schema: Schema) -> Iterator[Schema]:
    """Yield the schemas of the entries of a list, and the alternatives of a value."""
    yield from (each for name in _MANY for each in schema.get(name, ()))
    if "items" in schema:
        yield schema["items"]


def _nullable(made: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that accepts null as well."""
    null = {"type": "null"}
    if "anyOf" in made:
        return {**made, "anyOf": [*made["anyOf"], null]}
    if "type" not in made:
        return {"anyOf": [made, null]} if made.keys() & {"allOf", "enum"} else made
    values = {"enum": [*made["enum"], None]} if "enum" in made else {}
    return {**made, "type": [made["type"], "null"], **values}
