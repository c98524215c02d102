"""Finds the fields of a JSON value that its schema does not mention; must not judge the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from workato_embedded_mock.plain_json import Json, pointer_token

_COMBINED = ("allOf", "anyOf", "oneOf")
_MOST = 20

Schema = dict[str, Any]


class UnknownFields:
    """Knows the schemas of one document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._schemas: dict[str, Schema] = document.get("components", {}).get("schemas", {})

    def find(self, schema: Schema, value: Json, at: str) -> list[str]:
        """Answer the JSON pointers, beginning with `at`, of fields that no part of the schema mentions.

        What a schema leaves open (`additionalProperties`, an object without properties) has no unknown fields. Of a
        list, a field is told once, where it comes first.
        """
        found: dict[str, str] = {}
        for place, pointer in self._walk(list(self._views(schema)), value, at, at):
            found.setdefault(place, pointer)
            if len(found) == _MOST:
                break
        return list(found.values())

    def _views(self, schema: Schema) -> Iterator[Schema]:
        """Answer the schemas that a value may be seen through: references and combinations are followed."""
        if "$ref" in schema:
            schema = self._schemas[schema["$ref"].rsplit("/", 1)[1]]
        yield schema
        for keyword in _COMBINED:
            for part in schema.get(keyword, ()):
                yield from self._views(part)

    def _walk(self, views: list[Schema], value: Json, place: str, pointer: str) -> Iterator[tuple[str, str]]:
        """Answer each unknown field twice: with `*` for the numbers in lists, and as it is."""
        if isinstance(value, dict):
            for key, item in value.items():
                step = f"/{pointer_token(key)}"
                inner = _of_field(views, key)
                if inner is None:
                    yield place + step, pointer + step
                else:
                    yield from self._walk(self._all_views(inner), item, place + step, pointer + step)
        elif isinstance(value, list):
            items = self._all_views([view["items"] for view in views if "items" in view])
            for index, item in enumerate(value):
                yield from self._walk(items, item, f"{place}/*", f"{pointer}/{index}")

    def _all_views(self, schemas: Iterable[Schema]) -> list[Schema]:
        return [view for schema in schemas for view in self._views(schema)]


def _of_field(views: list[Schema], key: str) -> list[Schema] | None:
    """Answer the schemas of one field: none of them when it may be anything, None when it is not known."""
    named = [view["properties"] for view in views if "properties" in view]
    inner: list[Schema] = [properties[key] for properties in named if key in properties]
    if inner or not named:
        return inner
    others = [view["additionalProperties"] for view in views if view.get("additionalProperties", False) is not False]
    return [other for other in others if isinstance(other, dict)] if others else None
