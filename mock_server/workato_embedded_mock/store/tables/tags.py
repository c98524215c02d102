"""Tags of a customer, and the recipes and connections that have them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table, UniqueConstraint

from workato_embedded_mock.store.tables.base import TEXT, metadata, owning_namespace, parent, required, table

tags = table(
    "tags",
    required("managed_user_id", BigInteger),
    required("handle", TEXT),
    required("title", TEXT),
    Column("description", TEXT),
    Column("color", TEXT),
    parent("managed_user_id", "managed_users"),
    UniqueConstraint("namespace", "handle"),
    Index("tags_managed_user", "namespace", "managed_user_id"),
    first_id=73_000,
)


def _tags_of(name: str, asset: str, assets: str) -> Table:
    """Return a table of the tags that assets have."""
    return Table(
        name,
        metadata,
        owning_namespace(),
        Column(asset, BigInteger, primary_key=True, autoincrement=False),
        Column("tag_id", BigInteger, primary_key=True, autoincrement=False),
        parent(asset, assets),
        parent("tag_id", "tags"),
        Index(f"{name}_tag", "namespace", "tag_id"),
        sqlite_with_rowid=False,
    )


recipe_tags = _tags_of("recipe_tags", "recipe_id", "recipes")
connection_tags = _tags_of("connection_tags", "connection_id", "connections")
