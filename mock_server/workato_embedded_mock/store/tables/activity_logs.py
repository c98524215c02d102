"""The activity log of workspaces, with the user, time and resource of each event."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, Table

from workato_embedded_mock.store.tables.base import TEXT, metadata, owning_namespace, parent, required

# New entries have ids after this number, each after the last one: they need no sequence.
FIRST_ID = 90_000

activity_logs = Table(
    "activity_logs",
    metadata,
    owning_namespace(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    required("managed_user_id", BigInteger),
    # Milliseconds since 1970, to compare times with `from` and `to`.
    required("happened_at", BigInteger),
    required("event_type", TEXT),
    # NULL for what happens by the clock.
    Column("user_id", BigInteger),
    Column("user_name", TEXT),
    Column("user_email", TEXT),
    Column("ip_address", TEXT),
    Column("user_agent", TEXT),
    Column("activity", JSON(none_as_null=True)),
    Column("resource_type", TEXT),
    Column("resource_id", BigInteger),
    Column("resource_name", TEXT),
    parent("managed_user_id", "managed_users"),
    Index("activity_logs_managed_user", "namespace", "managed_user_id", "id"),
    sqlite_with_rowid=False,
)
