"""The customers whose legacy roles were migrated."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Table

from workato_embedded_mock.store.tables.base import TEXT, metadata, owning_namespace, parent, required

role_migrations = Table(
    "role_migrations",
    metadata,
    owning_namespace(),
    Column("managed_user_id", BigInteger, primary_key=True, autoincrement=False),
    required("migrated_at", TEXT),
    parent("managed_user_id", "managed_users"),
    sqlite_with_rowid=False,
)
