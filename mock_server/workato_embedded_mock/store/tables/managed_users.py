"""Managed users (customer accounts) and their members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Table

from workato_embedded_mock.store.tables.base import (
    TEXT,
    Listed,
    metadata,
    owning_namespace,
    parent,
    required,
    row_version,
    table,
)

# The environments that have an id of their own, with the names of their workspaces.
ENVIRONMENT_NAMES = {"test": "Environment Test", "prod": "Environment Production"}

managed_users = table(
    "managed_users",
    Column("external_id", TEXT),
    required("name", TEXT),
    required("notification_email", TEXT),
    Column("error_notification_emails", TEXT),
    Column("admin_notification_emails", TEXT),
    required("plan_id", TEXT),
    Column("origin_url", TEXT),
    Column("frame_ancestors", TEXT),
    Column("whitelisted_apps", JSON(none_as_null=True)),
    required("in_trial", Boolean),
    required("created_at", TEXT),
    required("updated_at", TEXT),
    Column("time_zone", TEXT),
    Column("auth_settings", JSON(none_as_null=True)),
    Column("current_billing_period_start", TEXT),
    Column("current_billing_period_end", TEXT),
    Column("task_limit_adjustment", TEXT),
    Column("task_limit", BigInteger),
    Column("custom_task_limit", BigInteger),
    Column("task_count", BigInteger),
    Column("active_connection_limit", BigInteger),
    # The end of the trial; NULL for trials in a seed, which never end.
    Column("trial_ends_at", TEXT),
    # Whether billing periods renew; NULL or false for those in a seed, which never end.
    Column("renews", Boolean),
    # NULL for the partner's own setting.
    Column("full_embedding", Boolean),
    Column("team_name", TEXT),
    row_version(),
    Index("managed_users_external_id", "namespace", "external_id", unique=True),
    first_id=500_000,
    listed=Listed(omits="environments"),
)

environments = Table(
    # The Test and Production environments of customers. Each is a workspace of its own: `id` is that of a row of
    # `managed_users`. Development has no row, because its id is that of the customer.
    "environments",
    metadata,
    owning_namespace(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    required("managed_user_id", BigInteger),
    required("environment_type", TEXT),
    # Whether deployments to it must be reviewed.
    Column("requires_review", Boolean),
    parent("id", "managed_users"),
    parent("managed_user_id", "managed_users"),
    Index("environments_managed_user", "namespace", "managed_user_id", "environment_type", unique=True),
    sqlite_with_rowid=False,
)

task_months = Table(
    # The number of tasks in each calendar month, such as `2023-11`.
    "task_months",
    metadata,
    owning_namespace(),
    Column("managed_user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("month", TEXT, primary_key=True),
    required("tasks", BigInteger),
    parent("managed_user_id", "managed_users"),
    sqlite_with_rowid=False,
)

members = table(
    "members",
    required("managed_user_id", BigInteger),
    Column("grant_type", TEXT),
    Column("role_name", TEXT),
    Column("external_id", TEXT),
    Column("name", TEXT),
    Column("email", TEXT),
    Column("time_zone", TEXT),
    Column("created_at", TEXT),
    parent("managed_user_id", "managed_users"),
    Index("members_managed_user", "namespace", "managed_user_id"),
    first_id=700_000,
)


def environment_row(customer: Mapping[str, Any], workspace_id: int, environment_type: str) -> dict[str, Any]:
    """Return the row of `managed_users` for an environment. It has the customer's settings, but no plan of its own."""
    own = {"id": workspace_id, "external_id": None, "name": ENVIRONMENT_NAMES[environment_type]}
    settings = {name: value for name, value in customer.items() if name not in ("namespace", "row_version")}
    return {**settings, **own, "task_count": 0, "trial_ends_at": None, "renews": False}
