"""Finds the fields of a JSON value that its schema does not define."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workato_embedded_mock.openapi.schema_views import Schema, SchemaViews
from workato_embedded_mock.plain_json import Json, pointer_token

_MOST = 20


class UnknownFields:
    """Finds unknown fields by the schemas of one document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._views = SchemaViews.of_document(document)

    def find(self, schema: Schema, value: Json, at: str) -> list[str]:
        """Return the JSON pointers, beginning with `at`, of fields that no part of the schema defines.

        Objects with `additionalProperties` or without properties have no unknown fields. A field of list entries is
        returned once, with its first pointer.
        """
        found: dict[str, str] = {}
        for pattern, pointer in self._traverse(self._views.of(schema), value, at, at):
            found.setdefault(pattern, pointer)
            if len(found) == _MOST:
                break
        return list(found.values())

    def _traverse(self, views: list[Schema], value: Json, pattern: str, pointer: str) -> Iterator[tuple[str, str]]:
        """Return two pointers for each unknown field: with `*` for list indexes, and with the indexes."""
        if isinstance(value, dict):
            for key, item in value.items():
                step = f"/{pointer_token(key)}"
                inner = self._views.of_field(views, key)
                if inner is None:
                    yield pattern + step, pointer + step
                else:
                    yield from self._traverse(inner, item, pattern + step, pointer + step)
        elif isinstance(value, list):
            items = self._views.of_items(views)
            for index, item in enumerate(value):
                yield from self._traverse(items, item, f"{pattern}/*", f"{pointer}/{index}")
