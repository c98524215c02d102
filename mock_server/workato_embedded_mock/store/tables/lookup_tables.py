"""Lookup tables and their rows."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index

from workato_embedded_mock.store.tables.base import TEXT, Listed, parent, required, table

# The value columns of a lookup table, named as in the API.
LOOKUP_COLUMNS = tuple(f"col{number}" for number in range(1, 11))

lookup_tables = table(
    "lookup_tables",
    required("managed_user_id", BigInteger),
    required("name", TEXT),
    required("schema", TEXT),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    Column("project_id", BigInteger),
    parent("managed_user_id", "managed_users"),
    parent("project_id", "projects"),
    Index("lookup_tables_managed_user", "namespace", "managed_user_id"),
    Index("lookup_tables_project", "namespace", "project_id"),
    first_id=4_000,
)

lookup_table_rows = table(
    "lookup_table_rows",
    required("lookup_table_id", BigInteger),
    *(Column(name, TEXT) for name in LOOKUP_COLUMNS),
    Column("created_at", TEXT),
    Column("updated_at", TEXT),
    parent("lookup_table_id", "lookup_tables"),
    Index("lookup_table_rows_table", "namespace", "lookup_table_id", "id"),
    first_id=8_000,
    listed=Listed("lookup_table_id", LOOKUP_COLUMNS),
)
