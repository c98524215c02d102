"""Builds of projects, their deployments to environments, and the reviews of deployments."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Table

from workato_embedded_mock.store.tables.base import TEXT, metadata, owning_namespace, parent, required, table

project_builds = table(
    "project_builds",
    # The customer, which is also its Development environment.
    required("managed_user_id", BigInteger),
    # A build outlives its project.
    required("project_id", BigInteger),
    Column("description", TEXT),
    Column("include_test_cases", Boolean),
    required("include_tags", Boolean),
    required("state", TEXT),
    # The number of reads while it is pending.
    required("reads", BigInteger),
    Column("error", TEXT),
    # The zip file. NULL while it is pending, and for builds in a seed, which get it on the first download.
    Column("package_id", BigInteger),
    required("performed_by_name", TEXT),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    parent("managed_user_id", "managed_users"),
    Index("project_builds_managed_user", "namespace", "managed_user_id"),
    Index("project_builds_state", "namespace", "state"),
    first_id=3_900,
)

deployments = table(
    "deployments",
    required("managed_user_id", BigInteger),
    required("project_build_id", BigInteger),
    required("project_id", BigInteger),
    required("environment_type", TEXT),
    Column("title", TEXT),
    Column("description", TEXT),
    required("include_tags", Boolean),
    required("state", TEXT),
    required("reads", BigInteger),
    Column("error", TEXT),
    Column("assets", JSON(none_as_null=True)),
    # The folder of the project in the target, to find it again after it was renamed.
    Column("target_folder_id", BigInteger),
    required("performed_by_name", TEXT),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    parent("managed_user_id", "managed_users"),
    parent("project_build_id", "project_builds"),
    Index("deployments_managed_user", "namespace", "managed_user_id"),
    Index("deployments_project_build", "namespace", "project_build_id"),
    Index("deployments_state", "namespace", "state"),
    first_id=4_400,
)

deployment_reviews = Table(
    "deployment_reviews",
    metadata,
    owning_namespace(),
    Column("deployment_id", BigInteger, primary_key=True, autoincrement=False),
    # A member or a customer manager.
    Column("reviewer_id", BigInteger, primary_key=True, autoincrement=False),
    required("status", TEXT),
    Column("comment", TEXT),
    parent("deployment_id", "deployments"),
    sqlite_with_rowid=False,
)
