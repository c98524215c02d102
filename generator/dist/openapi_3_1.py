"""Converts the document, which is OpenAPI 3.0, to OpenAPI 3.1.

Schemas of OpenAPI 3.1 are JSON Schemas of the draft 2020-12. No kept Python library converts in this direction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

VERSION: Final = "3.1.1"

# The keywords of a schema whose values are schemas: one, a list, or an object of them.
_ONE: Final = ("additionalProperties", "items", "not")
_LISTS: Final = ("allOf", "anyOf", "oneOf")
_OBJECTS: Final = ("properties",)
_BOUNDS: Final = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
# Objects whose values have names of their choice, so that `schema` in them is not the keyword.
_NAMED: Final = ("callbacks", "content", "examples", "headers", "parameters", "paths", "responses", "schemas")


def openapi_3_1(document: dict[str, Any]) -> dict[str, Any]:
    """Return an OpenAPI 3.0 document as one of OpenAPI 3.1."""
    converted = _converted(document)
    return {**converted, "openapi": VERSION}


def json_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema of OpenAPI 3.0 as a JSON Schema of the draft 2020-12."""
    if "$ref" in schema:
        # In OpenAPI 3.0, other keywords of a reference mean nothing.
        return {"$ref": schema["$ref"]}
    found = mapped(schema, json_schema)
    if "example" in found:
        found["examples"] = [found.pop("example")]
    for exclusive, bound in _BOUNDS.items():
        if isinstance(found.get(exclusive), bool) and found.pop(exclusive):
            found[exclusive] = found.pop(bound)
    if found.pop("nullable", False) and "type" in found:
        found["type"] = [found["type"], "null"]
    if found.get("format") == "byte":
        found["contentEncoding"] = "base64"
        del found["format"]
    return found


def mapped(schema: dict[str, Any], change: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """Return a schema whose direct subschemas are changed by a function."""
    found = dict(schema)
    for key in found.keys() & {*_ONE}:
        found[key] = change(found[key]) if isinstance(found[key], dict) else found[key]
    for key in found.keys() & {*_LISTS}:
        found[key] = [change(each) for each in found[key]]
    for key in found.keys() & {*_OBJECTS}:
        found[key] = {name: change(each) for name, each in found[key].items()}
    return found


def _converted(value: Any, *, named: bool = False) -> Any:
    """Return a part of a document with its schemas converted."""
    if isinstance(value, list):
        return [_converted(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, each in value.items():
        if named:
            found[key] = _converted(each)
        elif key == "schema":
            found[key] = json_schema(each)
        elif key == "schemas":
            found[key] = {name: json_schema(schema) for name, schema in each.items()}
        elif key.startswith("x-") or key in ("example", "value"):
            found[key] = each
        else:
            found[key] = _converted(each, named=key in _NAMED)
    return found
