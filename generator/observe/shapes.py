"""Checks one value against the part of a schema that is about itself, and says what is wrong, not with what."""

from __future__ import annotations

import re
from typing import Any

import jsonschema_rs

_ABOUT_OTHERS = {
    "properties", "required", "items", "additionalProperties", "allOf", "anyOf", "oneOf", "nullable", "not",
    "example", "description", "default", "title", "deprecated", "readOnly", "writeOnly",
}  # fmt: skip
_INTEGER = re.compile(r"-?\d{1,30}")
_NAME = re.compile(r"[A-Za-z_]{1,40}")

Check = jsonschema_rs.Draft4Validator


class Shapes:
    """Checks of schemas, compiled once each."""

    def __init__(self) -> None:
        self._checks: dict[int, tuple[dict[str, Any], Check]] = {}

    def misfit(self, schema: dict[str, Any], value: Any) -> str | None:
        """Return the keyword that a value breaks and the type that it has; None for a value that fits."""
        if id(schema) not in self._checks:
            # The schema is kept with its check, so that its id stays its own.
            self._checks[id(schema)] = (schema, jsonschema_rs.Draft4Validator(_own(schema), validate_formats=True))
        try:
            error = next(iter(self._checks[id(schema)][1].iter_errors(value)), None)
        except ValueError:
            return f"no JSON value, {kind(value)} seen"
        if error is None:
            return None
        keyword = next((str(step) for step in reversed(error.schema_path) if isinstance(step, str)), "schema")
        return f"{keyword}, {kind(value)} seen"


def _own(schema: dict[str, Any]) -> dict[str, Any]:
    own = {key: value for key, value in schema.items() if key not in _ABOUT_OTHERS and not key.startswith("x-")}
    if schema.get("nullable"):
        if "type" in own:
            own["type"] = [own["type"], "null"]
        if "enum" in own:
            own["enum"] = [*own["enum"], None]
    return own


def kind(value: Any) -> str:
    """Return the JSON type of a value."""
    if value is None:
        return "null"
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return kinds.get(type(value), "no JSON")


def read(text: str, schema: dict[str, Any]) -> Any:
    """Return what a text of a URL means to a schema; the text itself where it is no such value."""
    if schema.get("type") == "integer" and _INTEGER.fullmatch(text):
        return int(text)
    if schema.get("type") == "boolean" and text in ("true", "false"):
        return text == "true"
    if schema.get("type") == "array":
        return text.split(",")
    if schema.get("type") == "number":
        try:
            return float(text)
        except ValueError:
            return text
    return text


def shown(name: str, values: set[str]) -> str:
    """Return a name that the spec does not have as it may be shown: blank where it could be data."""
    return name if _NAME.fullmatch(name) and name not in values else "{}"
