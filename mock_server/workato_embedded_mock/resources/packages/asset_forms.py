"""Checks the JSON files of assets and brings their variants into one form; must not use the store."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping

from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.plain_json import MOST_VALUES, Json, JsonError, read_json, read_odd_json, write_json
from workato_embedded_mock.resources.packages.assets import CONNECTION, CUSTOM_ADAPTER, LOOKUP_TABLE, RECIPE
from workato_embedded_mock.resources.packages.config_forms import read_config
from workato_embedded_mock.resources.packages.reference_form import is_reference
from workato_embedded_mock.store.lookup_schema import parse_schema

_NAME: Json = {"type": "string", "minLength": 1}
_SCHEMAS: Mapping[str, Json] = {
    CONNECTION: {"type": "object", "required": ["provider"]},
    CUSTOM_ADAPTER: {"type": "object"},
    LOOKUP_TABLE: {"type": "object", "required": ["name", "schema"], "properties": {"name": _NAME}},
    RECIPE: {"type": "object", "required": ["name", "code"], "properties": {"name": _NAME}},
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
    return (values if isinstance(values, dict) else None), (schema if _is_schema(schema) else None)


def _connection(content: Json) -> tuple[Json, list[str]]:
    provider = content["provider"]
    if not (isinstance(provider, str) and provider) and not is_reference(provider):
        raise AssetFormError("/provider: this must be the key of a connector or refer to a custom connector")
    name = content.get("name")
    if name is None or isinstance(name, str):
        return content, []
    return {**content, "name": json.dumps(name)}, ["/name: read as text"]


def _recipe(content: Json) -> tuple[Json, list[str]]:
    lines, kept, lost = read_config(content.get("config"))
    result = {**content, "config": lines, "kept_config": kept if "config" in content else {}}
    if isinstance(content["code"], str):
        result["code"], lost_in_code = _json_text(content["code"], "/code")
        lost += lost_in_code
    for name, is_valid in _OPTIONAL.items():
        if not is_valid(content.get(name)):
            if content.get(name) is not None:
                lost.append(f"/{name}: ignored, because it has another type")
            result.pop(name, None)
    return result, lost


def _json_text(text: str, at: str) -> tuple[Json, list[str]]:
    """Return a JSON text as its value if some values in it cannot be stored, and what was lost."""
    try:
        value, replaced = read_odd_json(text.encode("utf-8"))
    except JsonError:
        return text, []
    return (text, []) if replaced is None else (value, [f"{at}: values were replaced: {replaced}"])


def _is_schema(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


# The fields of a recipe that are ignored if they have another type.
_OPTIONAL: Mapping[str, Callable[[Json], bool]] = {
    "description": lambda value: isinstance(value, str),
    "parameters": lambda value: isinstance(value, dict),
    "parameters_schema": _is_schema,
}


def _lookup_table(content: Json) -> tuple[Json, list[str]]:
    schema = content["schema"]
    tolerated: list[str] = []
    if isinstance(schema, str):
        schema, tolerated = _json_text(schema, "/schema")
    text = schema if isinstance(schema, str) else write_json(schema).decode("utf-8")
    try:
        labels = parse_schema(text)
    except (ValueError, RecursionError) as error:
        raise AssetFormError(str(error)) from error
    result = {**content, "schema": text}
    if content.get("data") is None:
        result.pop("data", None)
    else:
        result["data"] = _rows(content["data"], labels, tolerated)
    return result, tolerated


def _rows(data: Json, labels: Mapping[str, str], tolerated: list[str]) -> list[Json]:
    """Return the rows of a table by column name, from CSV text or from a list of objects."""
    if isinstance(data, str):
        if data.count("\n") + data.count("\r") + data.count(",") > MOST_VALUES:
            tolerated.append(f"/data: ignored, because it has more than {MOST_VALUES} cells")
            return []
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
