"""The field maps of recipes."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Index

from workato_embedded_mock.store.tables.base import TEXT, parent, required, table

field_maps = table(
    "field_maps",
    required("recipe_id", BigInteger),
    required("handle", TEXT),
    required("sources", JSON),
    required("target", JSON),
    required("mappings", JSON),
    parent("recipe_id", "recipes"),
    Index("field_maps_handle", "namespace", "recipe_id", "handle", unique=True),
    first_id=93_000,
)
