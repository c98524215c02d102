"""Checks the shape of a seed: names of fields, types, choices; must not look for references."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.seeds.form.kinds import TIME_PATTERN
from workato_embedded_mock.seeds.form.schema import form_schema
from workato_embedded_mock.seeds.problems import Problem, expected_names

_WORDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
_SHOWN = 60


def shape_problems(content: Json, schemas: dict[str, Json]) -> list[Problem]:
    """Return the problems of the shape of a seed; `schemas` are those of the API's document."""
    schema = form_schema(schemas)
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=False)
    return [problem for error in validator.iter_errors(content) for problem in _problems(error, schema)]


def _problems(error: jsonschema_rs.ValidationError, schema: dict[str, Any]) -> Iterator[Problem]:
    pointer = "".join(f"/{pointer_token(step)}" for step in error.instance_path)
    kind: Any = error.kind
    if kind.name == "additionalProperties":
        around = _around(error, schema)
        noun = "field" if pointer else "section"
        for name in kind.unexpected:
            expected = expected_names(name, around.get("properties", ()))
            yield Problem(f"{pointer}/{pointer_token(name)}", f"unknown {noun} {name!r}; {expected}")
    elif kind.name == "required":
        yield Problem(f"{pointer}/{pointer_token(kind.property)}", f"the field {kind.property} is missing")
    else:
        yield Problem(pointer, f"invalid value {_shown(error.instance)}: expected {_expected(kind)}")


def _around(error: jsonschema_rs.ValidationError, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema that has the keyword of an error."""
    found: Any = schema
    for step in list(error.schema_path)[:-1]:
        if isinstance(found, dict) and step == "$ref":
            found = schema["$defs"][found["$ref"].removeprefix("#/$defs/")]
        elif isinstance(found, dict) and step not in found and "$ref" in found:
            found = schema["$defs"][found["$ref"].removeprefix("#/$defs/")][step]
        else:
            found = found[step]
    return found if isinstance(found, dict) else {}


def _expected(kind: Any) -> str:
    if kind.name == "type":
        return " or ".join(words for name, words in _WORDS.items() if name in kind.types)
    if kind.name == "enum":
        return "one of: " + ", ".join("null" if option is None else str(option) for option in kind.options)
    if kind.name == "pattern":
        example = "a time such as 2023-11-20T12:00:00Z"
        return example if kind.pattern == TIME_PATTERN else f"text that matches {kind.pattern}"
    return f"{kind.name} {getattr(kind, 'limit', '')}".strip()


def _shown(value: Json) -> str:
    text = (
        repr(value) if value is not None and not isinstance(value, bool) else str(value).lower().replace("none", "null")
    )
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
