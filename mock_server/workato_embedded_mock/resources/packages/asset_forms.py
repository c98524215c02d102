"""Checks the JSON files of assets and brings their variants into one form; must not use the store."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping

from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.plain_json import Json, JsonError, read_json, write_json
from workato_embedded_mock.resources.packages.assets import CONNECTION, CUSTOM_ADAPTER, LOOKUP_TABLE, RECIPE
from workato_embedded_mock.store.lookup_schema import parse_schema

_NAME: Json = {"type": "string", "minLength": 1}
_NULLABLE_TEXT: Json = {"type": "string", "nullable": True}
_SCHEMAS: Mapping[str, Json] = {
    CONNECTION: {"type": "object", "required": ["provider"], "properties": {"name": _NULLABLE_TEXT}},
    CUSTOM_ADAPTER: {"type": "object"},
    LOOKUP_TABLE: {"type": "object", "required": ["name", "schema"], "properties": {"name": _NAME}},
    RECIPE: {
        "type": "object",
        "required": ["name", "code"],
        "properties": {
            "name": _NAME,
            "description": _NULLABLE_TEXT,
            "config": {
                "type": "array",
                "nullable": True,
                "items": {"type": "object", "properties": {"keyword": {"type": "string"}, "name": {"type": "string"}}},
            },
            "parameters_schema": {"type": "array", "items": {"type": "object"}},
            "parameters": {"type": "object"},
        },
    },
}
_COMPILER = SchemaCompiler({})
_CHECKS = {kind: _COMPILER.compile(schema, "") for kind, schema in _SCHEMAS.items()}


class AssetFormError(Exception):
    """The file of an asset is invalid; the text says why."""


def interpret(kind: str, content: Json) -> tuple[Json, list[str]]:
    """Return the content of an asset in the form that imports use, and what was tolerated.

    Raises:
        AssetFormError: The content is invalid.
    """
    errors = _CHECKS[kind](content)
    if errors:
        raise AssetFormError(f"{errors[0].pointer or '/'}: {errors[0].text}")
    if kind in _FORMS:
        return _FORMS[kind](content)
    return content, []


def is_reference(value: Json) -> bool:
    """Return whether a value refers to another asset by its path, name and folder."""
    return isinstance(value, dict) and isinstance(value.get("zip_name"), str)


def is_id(value: Json) -> bool:
    """Return whether a value is the id of an object, as a number or as the text of its digits."""
    if isinstance(value, str):
        return value.isascii() and value.isdigit() and len(value) < len(str(2**63))
    return isinstance(value, int) and not isinstance(value, bool)


def parameters_of(code: Json) -> tuple[Json, Json]:
    """Return the parameters of a recipe and their schema, which the first step of its code has; None if it has none."""
    root = code
    if isinstance(code, str):
        try:
            root = read_json(code.encode("utf-8"))
        except (JsonError, RecursionError):
            return None, None
    if not isinstance(root, dict):
        return None, None
    values, schema = root.get("param"), root.get("parameters_schema")
    if isinstance(schema, str):
        try:
            schema = read_json(schema.encode("utf-8"))
        except (JsonError, RecursionError):
            schema = None
    is_schema = isinstance(schema, list) and all(isinstance(one, dict) for one in schema)
    return (values if isinstance(values, dict) else None), (schema if is_schema else None)


def _connection(content: Json) -> tuple[Json, list[str]]:
    provider = content["provider"]
    if not (isinstance(provider, str) and provider) and not is_reference(provider):
        raise AssetFormError("/provider: this must be the key of a connector or refer to a custom connector")
    return content, []


def _recipe(content: Json) -> tuple[Json, list[str]]:
    tolerated: list[str] = []
    lines: list[Json] = []
    for index, line in enumerate(content.get("config") or ()):
        provider, account = line.get("provider"), line.get("account_id")
        if not (isinstance(provider, str) and provider) and not is_reference(provider):
            tolerated.append(f"/config/{index}: ignored, because it names no connector")
            continue
        if account is not None and not is_reference(account) and not is_id(account):
            tolerated.append(f"/config/{index}/account_id: read as null, because it does not refer to a connection")
            account = None
        skip = line.get("skip_validation")
        lines.append({**line, "account_id": account, "skip_validation": skip is True})
    return {**content, "config": lines}, tolerated


def _lookup_table(content: Json) -> tuple[Json, list[str]]:
    schema = content["schema"]
    text = schema if isinstance(schema, str) else write_json(schema).decode("utf-8")
    try:
        labels = parse_schema(text)
    except (ValueError, RecursionError) as error:
        raise AssetFormError(str(error)) from error
    result = {**content, "schema": text}
    tolerated: list[str] = []
    if content.get("data") is None:
        result.pop("data", None)
    else:
        result["data"] = _rows(content["data"], labels, tolerated)
    return result, tolerated


def _rows(data: Json, labels: Mapping[str, str], tolerated: list[str]) -> list[Json]:
    """Return the rows of a table by column name, from CSV text or from a list of objects."""
    if isinstance(data, str):
        try:
            data = list(csv.DictReader(io.StringIO(data), strict=True))
        except csv.Error as error:
            tolerated.append(f"/data: ignored, because it is not CSV: {error}")
            return []
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        tolerated.append("/data: ignored, because it is neither CSV text nor a list of objects")
        return []
    columns = {**{name: name for name in labels.values()}, **labels}
    unknown = {str(key) for row in data for key in row if key not in columns}
    if unknown:
        tolerated.append(f"/data: ignored an unknown column: {min(unknown)}")
    return [
        {columns[key]: _cell(value) for key, value in row.items() if key in columns and value is not None}
        for row in data
    ]


def _cell(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)


_FORMS: Mapping[str, Callable[[Json], tuple[Json, list[str]]]] = {
    CONNECTION: _connection,
    LOOKUP_TABLE: _lookup_table,
    RECIPE: _recipe,
}
