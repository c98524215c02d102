"""Custom roles of a customer."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index

from workato_embedded_mock.store.tables.base import TEXT, parent, required, table

roles = table(
    "roles",
    required("managed_user_id", BigInteger),
    required("name", TEXT),
    required("inheritable", Boolean),
    required("folder_ids", JSON),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    Column("privileges", JSON(none_as_null=True)),
    parent("managed_user_id", "managed_users"),
    Index("roles_managed_user", "namespace", "managed_user_id"),
    first_id=22_000,
)
