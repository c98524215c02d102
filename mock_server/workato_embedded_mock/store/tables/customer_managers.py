"""Customer managers, team collaborators and privilege groups of the partner."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Table

from workato_embedded_mock.store.tables.base import TEXT, metadata, owning_namespace, parent, required, table

team_collaborators = table(
    "team_collaborators",
    required("name", TEXT),
    required("email", TEXT),
    required("avatar_url", TEXT),
    first_id=88_000,
)

privilege_groups = table(
    "privilege_groups",
    required("name", TEXT),
    required("system", Boolean),
    first_id=300,
)

customer_managers = table(
    "customer_managers",
    required("team_collaborator_id", BigInteger),
    required("privilege_group_id", BigInteger),
    parent("team_collaborator_id", "team_collaborators"),
    parent("privilege_group_id", "privilege_groups"),
    Index("customer_managers_team_collaborator", "namespace", "team_collaborator_id", unique=True),
    Index("customer_managers_privilege_group", "namespace", "privilege_group_id"),
    first_id=66_000,
)

manager_workspaces = Table(
    # The customers to which managers are limited; a manager without rows works everywhere. A row stays when its
    # customer is deleted: otherwise the manager of only that customer would get access to all others.
    "manager_workspaces",
    metadata,
    owning_namespace(),
    Column("customer_manager_id", BigInteger, primary_key=True, autoincrement=False),
    Column("managed_user_id", BigInteger, primary_key=True, autoincrement=False),
    parent("customer_manager_id", "customer_managers"),
    sqlite_with_rowid=False,
)
