"""Customer managers, team collaborators and privilege groups of the partner."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Index

from workato_embedded_mock.store.tables.base import TEXT, parent, required, table

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
