"""Environment roles of customers, and who has which role in which environment."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table

from workato_embedded_mock.store.tables.base import TEXT, metadata, owning_namespace, parent, role_table

environment_roles = role_table("environment_roles", first_id=4_000)

member_roles = Table(
    # The role of a member in an environment: an environment role by its id, or a legacy role by its name.
    "member_roles",
    metadata,
    owning_namespace(),
    Column("member_id", BigInteger, primary_key=True, autoincrement=False),
    Column("environment_type", TEXT, primary_key=True),
    # Not a foreign key: the roles of the system have no rows.
    Column("environment_role_id", BigInteger),
    Column("role_name", TEXT),
    parent("member_id", "members"),
    Index("member_roles_environment_role", "namespace", "environment_role_id"),
    sqlite_with_rowid=False,
)
