"""Connections."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Text

from workato_embedded_mock.store.tables.base import parent, required, table

connections = table(
    "connections",
    required("managed_user_id", BigInteger),
    Column("name", Text),
    required("provider", Text),
    Column("authorized_at", Text),
    Column("authorization_status", Text),
    Column("authorization_error", Text),
    required("created_at", Text),
    required("updated_at", Text),
    Column("external_id", Text),
    Column("folder_id", BigInteger),
    Column("identity", Text),
    Column("parent_id", BigInteger),
    required("runtime", Boolean),
    parent("managed_user_id", "managed_users"),
    Index("connections_managed_user", "namespace", "managed_user_id"),
    first_id=7_000,
)
