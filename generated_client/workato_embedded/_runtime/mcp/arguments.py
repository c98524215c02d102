"""Checks the arguments of a call against the document before anything is sent."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from ..call import Call
from ..requests import without_wrapper
from .document import Documented
from .results import as_text
from .schemas import Schema

# The most problems that are reported of one call.
_MOST_PROBLEMS: Final = 10


class Arguments(NamedTuple):
    """The arguments of a call, by where they go in the request."""

    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Mapping[str, Any] | None


class InvalidArgumentsError(ValueError):
    """The arguments do not fit the document. The message names each problem, and shows no values."""


def checked_call(documented: Documented, arguments: Arguments) -> Call:
    """Return the call of valid arguments. Raises InvalidArgumentsError for others."""
    operation = documented.operation
    if documented.takes_file:
        raise InvalidArgumentsError(f"{operation.id} sends a file: use the client or the command workato-embedded")
    path, query = _texts(documented, "path", arguments.path), _texts(documented, "query", arguments.query)
    body = None if arguments.body is None else without_wrapper(operation, arguments.body)
    found = [
        *_problems("path", _object_schema(documented, "path"), path),
        *_problems("query", _object_schema(documented, "query"), query),
        *_body_problems(documented, body),
    ]
    # Each missing name is an error of its own, with the same text.
    problems = list(dict.fromkeys(found))
    if problems:
        more = f"; and {len(problems) - _MOST_PROBLEMS} more" if len(problems) > _MOST_PROBLEMS else ""
        raise InvalidArgumentsError(
            f"invalid arguments of {operation.id}: {'; '.join(problems[:_MOST_PROBLEMS])}{more}"
        )
    return Call(path=path, query=query, body=body)


def _texts(documented: Documented, location: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters with numbers as text where the document has text: a URL does not tell them apart."""
    types = {each["name"]: each["schema"].get("type") for each in documented.at(location)}
    return {
        name: str(value) if types.get(name) == "string" and type(value) is int else value
        for name, value in values.items()
    }


def _object_schema(documented: Documented, location: str) -> Schema:
    parameters = documented.at(location)
    return {
        "type": "object",
        "properties": {each["name"]: each["schema"] for each in parameters},
        "required": [each["name"] for each in parameters if each.get("required")],
        "additionalProperties": False,
    }


def _body_problems(documented: Documented, body: Mapping[str, Any] | None) -> Iterator[str]:
    if documented.body is None:
        if body is not None:
            yield "body: the operation has no body"
    elif body is None:
        if documented.raw["requestBody"].get("required"):
            yield "body: missing"
    else:
        # A misspelled field would be ignored by the API.
        closed = {} if "additionalProperties" in documented.body else {"additionalProperties": False}
        yield from _problems("body", {**documented.body, **closed}, body)


def _problems(location: str, schema: Schema, value: Any) -> Iterator[str]:
    validator: Any = Draft202012Validator(schema)
    for error in validator.iter_errors(value):
        where = "/".join(map(str, (location, *error.absolute_path)))
        yield f"{where}: {_reason(error)}"


def _reason(error: ValidationError) -> str:
    """Return what was expected, without the value, which may be a secret."""
    expected: Any = error.validator_value
    given: Any = error.instance
    match error.validator:
        case "required":
            return f"missing {', '.join(name for name in expected if name not in given)}"
        case "additionalProperties":
            schema: Any = error.schema
            return unknown_names(given, schema.get("properties", {}))
        case "anyOf" | "allOf":
            return "fits none of the documented forms"
        case _:
            return f"expected {error.validator} {as_text(expected)}"


def unknown_names(given: Iterable[str], known: Collection[str]) -> str:
    """Return which names are unknown and which are near or known; an empty text if all are known."""
    unknown = [name for name in given if name not in known]
    if not unknown:
        return ""
    near = [found for name in unknown for found in difflib.get_close_matches(name, known, n=1)]
    hint = f"did you mean {' or '.join(near)}?" if near else f"known: {', '.join(known) or 'none'}"
    return f"unknown {', '.join(unknown)}; {hint}"
