"""Finds the fields of a JSON value that its schema does not define."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from workato_embedded_mock.plain_json import Json, pointer_token

_COMBINED = ("allOf", "anyOf", "oneOf")
_MOST = 20

Schema = dict[str, Any]


class UnknownFields:
    """Finds unknown fields by the schemas of one document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._schemas: dict[str, Schema] = document.get("components", {}).get("schemas", {})

    def find(self, schema: Schema, value: Json, at: str) -> list[str]:
        """Return the JSON pointers, beginning with `at`, of fields that no part of the schema defines.

        Objects with `additionalProperties` or without properties have no unknown fields. A field of list entries is
        returned once, with its first pointer.
        """
        found: dict[str, str] = {}
        for pattern, pointer in self._traverse(list(self._views(schema)), value, at, at):
            found.setdefault(pattern, pointer)
            if len(found) == _MOST:
                break
        return list(found.values())

    def _views(self, schema: Schema) -> Iterator[Schema]:
        """Return a schema and the schemas that it combines, without references."""
        if "$ref" in schema:
            schema = self._schemas[schema["$ref"].rsplit("/", 1)[1]]
        yield schema
        for keyword in _COMBINED:
            for part in schema.get(keyword, ()):
                yield from self._views(part)

    def _traverse(self, views: list[Schema], value: Json, pattern: str, pointer: str) -> Iterator[tuple[str, str]]:
        """Return two pointers for each unknown field: with `*` for list indexes, and with the indexes."""
        if isinstance(value, dict):
            for key, item in value.items():
                step = f"/{pointer_token(key)}"
                inner = _of_field(views, key)
                if inner is None:
                    yield pattern + step, pointer + step
                else:
                    yield from self._traverse(self._all_views(inner), item, pattern + step, pointer + step)
        elif isinstance(value, list):
            items = self._all_views([view["items"] for view in views if "items" in view])
            for index, item in enumerate(value):
                yield from self._traverse(items, item, f"{pattern}/*", f"{pointer}/{index}")

    def _all_views(self, schemas: Iterable[Schema]) -> list[Schema]:
        return [view for schema in schemas for view in self._views(schema)]


def _of_field(views: list[Schema], key: str) -> list[Schema] | None:
    """Return the schemas of one field: an empty list if it may be anything, None if it is unknown."""
    named = [view["properties"] for view in views if "properties" in view]
    inner: list[Schema] = [properties[key] for properties in named if key in properties]
    if inner or not named:
        return inner
    others = [view["additionalProperties"] for view in views if view.get("additionalProperties", False) is not False]
    return [other for other in others if isinstance(other, dict)] if others else None
