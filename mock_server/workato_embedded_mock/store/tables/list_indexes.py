"""The indexes of long lists: how many rows of a list have ids in which range.

They are derived from other tables, and `store/list_triggers.py` keeps them up to date.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKeyConstraint, Index, Integer, Table

from workato_embedded_mock.store.tables.base import INSTRUMENT, TEXT, metadata, owning_namespace, required

list_indexes = Table(
    "list_indexes",
    metadata,
    owning_namespace(),
    Column("id", Integer, primary_key=True, autoincrement=False),
    # The table whose rows are listed.
    required("listed", TEXT),
    # The id of the object that the list belongs to; 0 for a list of the namespace.
    required("parent", BigInteger),
    # The values that the rows have, as JSON by column name.
    required("filter", TEXT),
    # Whether there is a bucket for each id.
    required("holds_ids", Boolean),
    Index("list_indexes_listed", "namespace", "listed", "parent"),
    sqlite_with_rowid=False,
    info={INSTRUMENT: True},
)

list_buckets = Table(
    # `count` rows have an id that is `bucket` after a shift to the right by `shift` bits. No bucket is empty.
    "list_buckets",
    metadata,
    Column("namespace", Integer, primary_key=True, autoincrement=False),
    Column("index_id", Integer, primary_key=True, autoincrement=False),
    Column("shift", Integer, primary_key=True, autoincrement=False),
    Column("bucket", BigInteger, primary_key=True, autoincrement=False),
    required("count", BigInteger),
    ForeignKeyConstraint(["namespace", "index_id"], ["list_indexes.namespace", "list_indexes.id"], ondelete="CASCADE"),
    sqlite_with_rowid=False,
    info={INSTRUMENT: True},
)
