"""What all tables have in common: the namespace that each row belongs to, and the ids within it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, ForeignKeyConstraint, Integer, MetaData, String, Table, Text
from sqlalchemy.schema import SchemaItem

FIRST_ID = "first_id"
"""Under this key of a table's `info`: behind which number its ids begin when a seed has none."""

INSTRUMENT = "instrument"
"""Under this key of a table's `info`: that its rows are about tests, and no part of a namespace's state."""

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that every database puts in the same order: that of its characters' numbers."""

metadata = MetaData()

schema_version = Table(
    # As Alembic makes it: the revision that the tables have.
    "workato_mock_version",
    metadata,
    Column("version_num", String(32), primary_key=True),
)

namespaces = Table(
    "namespaces",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", TEXT, nullable=False, unique=True),
)

sequences = Table(
    "sequences",
    metadata,
    Column("namespace", ForeignKey(namespaces.c.id, ondelete="CASCADE"), primary_key=True),
    Column("kind", TEXT, primary_key=True),
    Column("last", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)


def required(name: str, kind: Any) -> Column[Any]:
    """Make a column that is never empty."""
    return Column(name, kind, nullable=False)


def table(name: str, *items: SchemaItem, first_id: int) -> Table:
    """Make a table of objects that have an id within their namespace.

    Their ids begin behind `first_id`: each kind far from the others, so that a test that mixes up ids fails.
    """
    return Table(
        name,
        metadata,
        Column("namespace", ForeignKey(namespaces.c.id, ondelete="CASCADE"), primary_key=True),
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        *items,
        sqlite_with_rowid=False,
        info={FIRST_ID: first_id},
    )


def parent(column: str, other: str) -> ForeignKeyConstraint:
    """Tie a column to the id of another table of the same namespace; rows go with their parent."""
    return ForeignKeyConstraint(["namespace", column], [f"{other}.namespace", f"{other}.id"], ondelete="CASCADE")
