"""Finds the method of the Python client that sends a request, and its arguments, from the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from workato_embedded_mock.console.reads.request_details import only_length, query_string
from workato_embedded_mock.openapi.document import json_media, operations_of, parameters_of, resolved
from workato_embedded_mock.openapi.parameters import argument_name
from workato_embedded_mock.plain_json import Json

# A method after `client.`, and its arguments; those without a name are positional.
Call = tuple[str, list[tuple[str, Any]]]

# Longer numbers have more than 64 bits.
_LONGEST = 20
_BOOLEANS = {"true": True, "false": False}


class _NoMethodError(Exception):
    """No call of the method would send the request."""


def client_call(content: Mapping[str, Any], entry: Mapping[str, Any], path_values: Mapping[str, str]) -> Call | None:
    """Return the call of the client's method for a request; None if no such call would send it.

    That is so for requests without an operation, and for those that lack something the method requires.

    Args:
        content: The document of the API.
        entry: The entry of the journal.
        path_values: The values of the path parameters.
    """
    for path, method, declared in operations_of(content):
        if declared["operationId"] == entry["operation_id"] and method.upper() == entry["method"]:
            if "x-client" not in declared:
                return None
            parameters = parameters_of(content, path, declared)
            try:
                return _call(content, entry, path_values, declared, parameters)
            except _NoMethodError:
                return None
    return None


def _call(
    content: Mapping[str, Any],
    entry: Mapping[str, Any],
    path_values: Mapping[str, str],
    declared: Mapping[str, Any],
    parameters: Sequence[Mapping[str, Any]],
) -> Call:
    client = declared["x-client"]
    arguments = [("", _path_value(each, path_values)) for each in parameters if each["in"] == "path"]
    used = {each["name"] for each in parameters if each["in"] == "path"}
    for more in (_query_arguments(entry, parameters), _body_arguments(content, entry, declared)):
        for name, value in more:
            if name in used:
                raise _NoMethodError
            used.add(name)
            arguments.append((name, value))
    return f"{client['resource']}.{client['method']}", arguments


def _path_value(parameter: Mapping[str, Any], values: Mapping[str, str]) -> Json:
    text = values.get(parameter["name"], "")
    if text in ("", ".", ".."):
        raise _NoMethodError
    # The numeric id of a customer is a string in the document, since it may also be an external id.
    if _is_integer(text):
        return int(text)
    if parameter["schema"].get("type") == "integer":
        raise _NoMethodError
    return text


def _query_arguments(entry: Mapping[str, Any], parameters: Sequence[Mapping[str, Any]]) -> list[tuple[str, Any]]:
    known = {each["name"]: each["schema"] for each in parameters if each["in"] == "query"}
    found: dict[str, Any] = {}
    extra: dict[str, str] = {}
    for name, text in parse_qsl(query_string(entry), keep_blank_values=True):
        outer, bracket, inner = name.partition("[")
        schema = known.get(name)
        if schema is not None and schema.get("type") == "array":
            found.setdefault(name, []).append(_value(schema.get("items", {}), text))
        elif schema is not None and name not in found:
            found[name] = _value(schema, text)
        elif bracket and known.get(outer, {}).get("type") == "object":
            found.setdefault(outer, {})[inner.removesuffix("]")] = text
        elif schema is None and name not in extra:
            extra[name] = text
        else:
            raise _NoMethodError
    required = {each["name"] for each in parameters if each["in"] == "query" and each.get("required")}
    if required - found.keys():
        raise _NoMethodError
    given = [(argument_name(name), value) for name, value in found.items()]
    return [*given, ("extra_query", extra)] if extra else given


def _body_arguments(
    content: Mapping[str, Any], entry: Mapping[str, Any], declared: Mapping[str, Any]
) -> list[tuple[str, Any]]:
    schema = json_media(content, declared.get("requestBody", {})).get("schema")
    body, wrapper = entry["request"]["body"], declared["x-client"].get("body")
    if schema is None or only_length(entry["request"]) is not None:
        if body is None and "requestBody" not in declared:
            return []
        raise _NoMethodError
    if wrapper is not None:
        if not isinstance(body, dict) or body.keys() != {wrapper}:
            raise _NoMethodError
        body, schema = body[wrapper], resolved(content, schema)["properties"][wrapper]
    schema = resolved(content, schema)
    properties = schema.get("properties", {})
    if not isinstance(body, dict) or set(schema.get("required", ())) - body.keys():
        raise _NoMethodError
    given = [(argument_name(name), value) for name, value in body.items() if name in properties]
    extra = {name: value for name, value in body.items() if name not in properties}
    return [*given, ("extra_body", extra)] if extra else given


def _value(schema: Mapping[str, Any], text: str) -> Json:
    """Return the value of a query parameter as Python has it."""
    kind = schema.get("type")
    if kind == "integer" and _is_integer(text):
        return int(text)
    if kind == "boolean" and text in _BOOLEANS:
        return _BOOLEANS[text]
    if kind == "string":
        return text
    raise _NoMethodError


def _is_integer(text: str) -> bool:
    """Return whether a text is a number that is written in the same way again."""
    return len(text) < _LONGEST and text.isascii() and text.isdigit() and str(int(text)) == text
