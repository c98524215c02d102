"""Repairs JSON bodies that real clients send and whose values have another type than the document says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.openapi.schema_views import Schema, SchemaViews
from workato_embedded_mock.plain_json import Json, pointer_token

# The extension for a field whose type is checked by the real API: it has the words of the error.
TYPE_ERROR = "x-type-error"
# The extension for a string that contains JSON.
JSON_TEXT = "x-json-text"
# The extension for a list that callers also send as text with commas.
COMMA_TEXT = "x-comma-text"
# The extension for a field that responses have elsewhere, such as `privilege_group.id`.
READ_FROM = "x-read-from"

_DIGITS = re.compile(r"-?[0-9]{1,19}", re.ASCII)
_ID = re.compile(r"(^|_)ids?$")
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


class BodyRepairs:
    """Converts values of one body to the types of its schema.

    Args:
        schemas: The schemas of the document by name.
        schema: The schema of the body.
        nulls: The names of fields whose null is dropped where it is not valid, as in an object that was read.
    """

    def __init__(self, schemas: Mapping[str, Schema], schema: Schema, nulls: frozenset[str]) -> None:
        self._views = SchemaViews(schemas)
        self._schema = schema
        self._nulls = nulls
        self._names_parameters = self._has_type_error(schema)

    def apply(self, value: Json, notes: list[Reason]) -> Json:
        """Return a body with converted values; `notes` gets a reason for each of them."""
        return self._convert(value, [self._schema], "", "/body", notes)

    def type_errors(self, value: Json) -> dict[str, str]:
        """Return the message of the real API by pointer, for each value whose type it is known to reject."""
        if not self._names_parameters:
            return {}
        return dict(self._type_errors(value, self._views.of(self._schema), "/body"))

    def message(self, value: Json, violations: list[Reason]) -> str | None:
        """Return the message of the real API for a body that is rejected; None where only the documented one is known.

        An operation that is known to name one parameter of a wrong type names a missing one likewise (inferred).
        """
        wrong = next(iter(self.type_errors(value).values()), None)
        missing = next((each.pointer.rpartition("/")[2] for each in violations if each.keyword == "required"), None)
        return f"Missing parameter {missing}" if wrong is None and missing and self._names_parameters else wrong

    def _type_errors(self, value: Json, views: list[Schema], at: str) -> Iterator[tuple[str, str]]:
        if not isinstance(value, dict):
            return
        for key, item in value.items():
            inner = self._views.of(*_of_field(views, key))
            pointer = f"{at}/{pointer_token(key)}"
            words = next((view[TYPE_ERROR] for view in inner if TYPE_ERROR in view), None)
            if words is None:
                yield from self._type_errors(item, inner, pointer)
            elif not isinstance(item, str):
                yield pointer, type_error(key, item, words)

    def _has_type_error(self, schema: Schema) -> bool:
        views = self._views.of(schema)
        inner = [each for view in views for each in view.get("properties", {}).values()]
        return any(TYPE_ERROR in view for view in views) or any(self._has_type_error(each) for each in inner)

    @cached_property
    def field_names(self) -> frozenset[str]:
        """The names of the body's fields."""
        return frozenset(name for view in self._views.of(self._schema) for name in view.get("properties", ()))

    @cached_property
    def source_names(self) -> frozenset[str]:
        """The names of other fields from which fields of the body can be read."""
        return frozenset(path.partition(".")[0] for path in self._sources(self._views.of(self._schema)).values())

    def _sources(self, views: list[Schema]) -> dict[str, str]:
        """Return where responses have fields of the body, by their names."""
        names = dict.fromkeys(name for view in views for name in view.get("properties", ()))
        found = {
            name: [view for view in self._views.of(*_of_field(views, name)) if READ_FROM in view] for name in names
        }
        return {name: inner[0][READ_FROM] for name, inner in found.items() if inner}

    def _convert(self, value: Json, schemas: list[Schema], name: str, at: str, notes: list[Reason]) -> Json:
        views = self._views.of(*schemas)
        kinds = {"string"} if any(TYPE_ERROR in view for view in views) else {view.get("type") for view in views}
        if isinstance(value, dict) and "string" not in kinds:
            return self._convert_fields(value, views, at, notes)
        if isinstance(value, str) and any(view.get(COMMA_TEXT) for view in views):
            notes.append(Reason(at, "type", "text was read as a list, split at its commas"))
            value = [entry.strip() for entry in value.split(",")]
        if isinstance(value, list) and "array" in kinds:
            items = [view["items"] for view in views if "items" in view]
            return [self._convert(item, items, name, f"{at}/{index}", notes) for index, item in enumerate(value)]
        converter = _converter(value, kinds, name, json_text=any(view.get(JSON_TEXT) for view in views))
        if converter is None:
            return value
        words = next((view[TYPE_ERROR] for view in views if TYPE_ERROR in view), None)
        convert, text = converter
        quoted = f"; the real API may reject it with 400: {type_error(name, value, words)}" if words else ""
        notes.append(Reason(at, "type", text + quoted))
        return convert(value)

    def _convert_fields(self, value: dict[str, Json], views: list[Schema], at: str, notes: list[Reason]) -> Json:
        required = {name for view in views for name in view.get("required", ())}
        converted = {}
        for key, item in value.items():
            fields, pointer = _of_field(views, key), f"{at}/{pointer_token(key)}"
            if item is None and key in self._nulls and key not in required and fields and not self._nullable(fields):
                notes.append(Reason(pointer, "nullable", "null was ignored; the field keeps its value"))
            else:
                converted[key] = self._convert(item, fields, key, pointer, notes)
        for name, path in self._sources(views).items():
            found = _at(value, path)
            if name not in converted and found is not None:
                notes.append(Reason(f"{at}/{name}", "required", f"read from {path}, where responses have it"))
                converted[name] = found
        return converted

    def _nullable(self, fields: list[Schema]) -> bool:
        return any(view.get("nullable") or None in view.get("enum", ()) for view in self._views.of(*fields))


def type_error(name: str, value: Json, words: str) -> str:
    """Return the message of the real API for a parameter of the wrong type."""
    return f"Invalid parameter '{name}' value {_inspected(value)}: {words}"


def _inspected(value: Json) -> str:
    """Return a value as Ruby's `inspect` shows it, which the real API quotes."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_inspected(key)}=>{_inspected(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inspected, value))}]"
    return "nil" if value is None else json.dumps(value, ensure_ascii=False)


def _of_field(views: list[Schema], key: str) -> list[Schema]:
    return [view["properties"][key] for view in views if key in view.get("properties", ())]


def _at(value: Json, path: str) -> Json:
    """Return the value at a path of names with dots between them, or None."""
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


_Converter = tuple[Callable[[Any], Json], str]


def _converter(value: Json, kinds: set[Any], name: str, *, json_text: bool) -> _Converter | None:
    """Return how to convert a value to one of the kinds, and the note about it; None to leave it."""
    number = isinstance(value, int) and not isinstance(value, bool)
    if isinstance(value, str) and "string" not in kinds:
        if "integer" in kinds and _DIGITS.fullmatch(value):
            return int, "text was read as a number"
        if "boolean" in kinds and value.lower() in _BOOLEANS:
            return lambda text: _BOOLEANS[text.lower()], "text was read as a boolean"
    elif number and not kinds & {"integer", "number"}:
        if "boolean" in kinds and value in {0, 1}:
            return bool, "a number was read as a boolean"
        if "string" in kinds and _ID.search(name):
            return str, "a number was read as text"
    elif isinstance(value, list | dict) and json_text:
        return json.dumps, "a value was read as its JSON text"
    return None
