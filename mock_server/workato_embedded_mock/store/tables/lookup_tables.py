"""Lookup tables and their rows."""

from sqlalchemy import BigInteger, Column, Index, Text

from workato_embedded_mock.store.tables.base import parent, required, table

LOOKUP_COLUMNS = tuple(f"col{number}" for number in range(1, 11))
"""The value columns of a lookup table, by the names that the API gives them."""

lookup_tables = table(
    "lookup_tables",
    required("managed_user_id", BigInteger),
    required("name", Text),
    required("schema", Text),
    required("created_at", Text),
    required("updated_at", Text),
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
    *(Column(name, Text) for name in LOOKUP_COLUMNS),
    Column("created_at", Text),
    Column("updated_at", Text),
    parent("lookup_table_id", "lookup_tables"),
    Index("lookup_table_rows_table", "namespace", "lookup_table_id"),
    first_id=8_000,
)
