"""Project roles of customers, and who has which role in which project."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index

from workato_embedded_mock.store.tables.base import parent, required, role_table, table

project_roles = role_table("project_roles", first_id=5_000)

project_grants = table(
    # The role of a member or of a group in a project. A grant with neither is one of the group of all collaborators.
    "project_grants",
    required("project_id", BigInteger),
    # Not a foreign key: the roles of the system have no rows.
    required("project_role_id", BigInteger),
    Column("member_id", BigInteger),
    Column("user_group_id", BigInteger),
    parent("project_id", "projects"),
    parent("member_id", "members"),
    parent("user_group_id", "user_groups"),
    Index("project_grants_project", "namespace", "project_id"),
    Index("project_grants_member", "namespace", "member_id"),
    Index("project_grants_user_group", "namespace", "user_group_id"),
    first_id=6_000,
)
