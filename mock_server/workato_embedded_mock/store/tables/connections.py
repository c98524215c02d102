"""Connections."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index

from workato_embedded_mock.store.tables.base import TEXT, parent, required, table

connections = table(
    "connections",
    required("managed_user_id", BigInteger),
    Column("name", TEXT),
    required("provider", TEXT),
    Column("authorized_at", TEXT),
    Column("authorization_status", TEXT),
    Column("authorization_error", TEXT),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    Column("external_id", TEXT),
    Column("folder_id", BigInteger),
    Column("identity", TEXT),
    Column("parent_id", BigInteger),
    required("runtime", Boolean),
    # When and why an authorized connection stopped working; NULL while it works.
    Column("connection_lost_at", TEXT),
    Column("connection_lost_reason", TEXT),
    # The inputs that decide which other inputs the connection has; never credentials.
    Column("settings", JSON(none_as_null=True)),
    parent("managed_user_id", "managed_users"),
    Index("connections_managed_user", "namespace", "managed_user_id"),
    first_id=7_000,
)
