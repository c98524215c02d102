"""Looks at a schema as all its parts: what it refers to and what it combines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

_COMBINED = ("allOf", "anyOf", "oneOf")

Schema = dict[str, Any]


class SchemaViews:
    """The views of the schemas of one document. A view is a plain schema, without references.

    Args:
        schemas: The schemas of the document by name.
    """

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = schemas

    @classmethod
    def of_document(cls, content: Mapping[str, Any]) -> Self:
        """Return the views of a document."""
        return cls(content.get("components", {}).get("schemas", {}))

    def of(self, *schemas: Schema) -> list[Schema]:
        """Return the views of schemas: themselves, and what they combine."""
        return [view for schema in schemas for view in self._views(schema)]

    def of_items(self, views: Iterable[Schema]) -> list[Schema]:
        """Return the views of the entries of a list."""
        return self.of(*(view["items"] for view in views if "items" in view))

    def of_field(self, views: list[Schema], key: str) -> list[Schema] | None:
        """Return the views of one field: an empty list if it may be anything, None if no part defines it."""
        named = [view["properties"] for view in views if "properties" in view]
        inner: list[Schema] = [properties[key] for properties in named if key in properties]
        if inner or not named:
            return self.of(*inner)
        others = [
            view["additionalProperties"] for view in views if view.get("additionalProperties", False) is not False
        ]
        return self.of(*(other for other in others if isinstance(other, dict))) if others else None

    def _views(self, schema: Schema) -> Iterator[Schema]:
        if "$ref" in schema:
            schema = self._schemas[schema["$ref"].rsplit("/", 1)[1]]
        yield schema
        for keyword in _COMBINED:
            for part in schema.get(keyword, ()):
                yield from self._views(part)
