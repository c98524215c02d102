"""Environment and project properties."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Table

from workato_embedded_mock.store.tables.base import TEXT, metadata, owning_namespace, parent, required

# The `project_id` of environment properties, because a primary key cannot be NULL.
ENVIRONMENT = 0

properties = Table(
    "properties",
    metadata,
    owning_namespace(),
    Column("managed_user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("project_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", TEXT, primary_key=True),
    required("value", TEXT),
    parent("managed_user_id", "managed_users"),
    sqlite_with_rowid=False,
)
