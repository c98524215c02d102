"""Customers and the people in them."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, Table, Text

from workato_embedded_mock.store.tables.base import metadata, namespaces, parent, required, table

managed_users = table(
    "managed_users",
    Column("external_id", Text),
    required("name", Text),
    required("notification_email", Text),
    Column("error_notification_emails", Text),
    Column("admin_notification_emails", Text),
    required("plan_id", Text),
    Column("origin_url", Text),
    Column("frame_ancestors", Text),
    Column("whitelisted_apps", JSON(none_as_null=True)),
    required("in_trial", Boolean),
    required("created_at", Text),
    required("updated_at", Text),
    Column("time_zone", Text),
    Column("auth_settings", JSON(none_as_null=True)),
    Column("current_billing_period_start", Text),
    Column("current_billing_period_end", Text),
    Column("task_limit_adjustment", Text),
    Column("task_limit", BigInteger),
    Column("custom_task_limit", BigInteger),
    Column("task_count", BigInteger),
    Column("active_connection_limit", BigInteger),
    # When the trial of a customer ends; empty for the trials of a seed, which stay.
    Column("trial_ends_at", Text),
    # Whether one billing period follows the other, which those of a seed do not.
    required("renews", Boolean),
    Index("managed_users_external_id", "namespace", "external_id", unique=True),
    first_id=500_000,
)

task_months = Table(
    # How many tasks a customer did in each calendar month, written `2023-11`.
    "task_months",
    metadata,
    Column("namespace", ForeignKey(namespaces.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("managed_user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("month", Text, primary_key=True),
    required("tasks", BigInteger),
    parent("managed_user_id", "managed_users"),
    sqlite_with_rowid=False,
)

members = table(
    "members",
    required("managed_user_id", BigInteger),
    Column("grant_type", Text),
    Column("role_name", Text),
    Column("external_id", Text),
    Column("name", Text),
    Column("email", Text),
    Column("time_zone", Text),
    parent("managed_user_id", "managed_users"),
    Index("members_managed_user", "namespace", "managed_user_id"),
    first_id=700_000,
)
