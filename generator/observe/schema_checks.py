"""Checks one value against a schema, without nested schemas. Reports keyword and type, never the value."""

from __future__ import annotations

import re
from typing import Any

import jsonschema_rs

_IGNORED_KEYWORDS = {
    "properties", "required", "items", "additionalProperties", "allOf", "anyOf", "oneOf", "nullable", "not",
    "example", "description", "default", "title", "deprecated", "readOnly", "writeOnly",
}  # fmt: skip
_INTEGER = re.compile(r"-?\d{1,30}")
# The texts that the API accepts as booleans.
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}
_NAME = re.compile(r"[A-Za-z_]{1,40}")

Check = jsonschema_rs.Draft4Validator


class SchemaChecks:
    """Validators of schemas, each compiled once."""

    def __init__(self) -> None:
        self._checks: dict[int, tuple[dict[str, Any], Check]] = {}

    def mismatch(self, schema: dict[str, Any], value: Any) -> str | None:
        """Return the keyword that a value violates and the type of the value, or None if it matches."""
        if "x-type-error" in schema and not isinstance(value, str):
            # The schema may allow what the API is known to reject.
            return f"type, {json_type(value)} seen"
        if id(schema) not in self._checks:
            # Keeping the schema prevents Python from reusing its id.
            self._checks[id(schema)] = (schema, jsonschema_rs.Draft4Validator(_own(schema), validate_formats=True))
        try:
            error = next(iter(self._checks[id(schema)][1].iter_errors(value)), None)
        except ValueError:
            return f"not a JSON value, {json_type(value)} seen"
        if error is None:
            return None
        keyword = next((str(step) for step in reversed(error.schema_path) if isinstance(step, str)), "schema")
        return f"{keyword}, {json_type(value)} seen"


def _own(schema: dict[str, Any]) -> dict[str, Any]:
    own = {key: value for key, value in schema.items() if key not in _IGNORED_KEYWORDS and not key.startswith("x-")}
    if schema.get("nullable"):
        if "type" in own:
            own["type"] = [own["type"], "null"]
        if "enum" in own:
            own["enum"] = [*own["enum"], None]
    return own


def json_type(value: Any) -> str:
    """Return the JSON type of a value."""
    if value is None:
        return "null"
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "not JSON")


def parse_text(text: str, schema: dict[str, Any]) -> Any:
    """Return a text of a URL as the type of the schema, or the text itself if it has another type."""
    if schema.get("type") == "integer" and _INTEGER.fullmatch(text):
        return int(text)
    if schema.get("type") == "boolean" and text in _BOOLEANS:
        return _BOOLEANS[text]
    if schema.get("type") == "array":
        return [parse_text(part, schema.get("items", {})) for part in text.split(",")]
    if schema.get("type") == "number":
        try:
            return float(text)
        except ValueError:
            return text
    return text


def printable_name(name: str, values: set[str]) -> str:
    """Return a name that is not in the spec, or `{}` if it could be data."""
    return name if _NAME.fullmatch(name) and name not in values else "{}"
