"""The tables of the store, typed; must not know what the API makes of them.

Every row belongs to a namespace, and what belongs to a customer goes with it: the foreign keys cascade. Columns are
named like the properties of the API. Times are kept as the text that the API answers, so that a seed comes back as
written.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.schema import SchemaItem

ENVIRONMENT = 0
"""The `project_id` of an environment property: a primary key cannot hold NULL."""

LOOKUP_COLUMNS = tuple(f"col{number}" for number in range(1, 11))
"""The value columns of a lookup table, by the names that the API gives them."""

metadata = MetaData()

schema_version = Table("workato_mock_schema", metadata, Column("version", Integer, primary_key=True))

namespaces = Table(
    "namespaces",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

sequences = Table(
    "sequences",
    metadata,
    Column("namespace", ForeignKey(namespaces.c.id, ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("last", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)


def _required(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _table(name: str, *items: SchemaItem) -> Table:
    """Make a table of objects that have an id within their namespace."""
    return Table(
        name,
        metadata,
        Column("namespace", ForeignKey(namespaces.c.id, ondelete="CASCADE"), primary_key=True),
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        *items,
        sqlite_with_rowid=False,
    )


def _parent(column: str, table: str) -> ForeignKeyConstraint:
    """Tie a column to the id of another table of the same namespace; rows go with their parent."""
    return ForeignKeyConstraint(["namespace", column], [f"{table}.namespace", f"{table}.id"], ondelete="CASCADE")


managed_users = _table(
    "managed_users",
    Column("external_id", Text),
    _required("name", Text),
    _required("notification_email", Text),
    Column("error_notification_emails", Text),
    Column("admin_notification_emails", Text),
    _required("plan_id", Text),
    Column("origin_url", Text),
    Column("frame_ancestors", Text),
    Column("whitelisted_apps", JSON(none_as_null=True)),
    _required("in_trial", Boolean),
    _required("created_at", Text),
    _required("updated_at", Text),
    Column("time_zone", Text),
    Column("auth_settings", JSON(none_as_null=True)),
    Column("current_billing_period_start", Text),
    Column("current_billing_period_end", Text),
    Column("task_limit_adjustment", Text),
    Column("task_limit", BigInteger),
    Column("custom_task_limit", BigInteger),
    Column("task_count", BigInteger),
    Column("active_connection_limit", BigInteger),
    Column("active_recipe_count", BigInteger),
    Index("managed_users_external_id", "namespace", "external_id", unique=True),
)

members = _table(
    "members",
    _required("managed_user_id", BigInteger),
    Column("grant_type", Text),
    Column("role_name", Text),
    Column("external_id", Text),
    Column("name", Text),
    Column("email", Text),
    Column("time_zone", Text),
    _parent("managed_user_id", "managed_users"),
    Index("members_managed_user", "namespace", "managed_user_id"),
)

projects = _table(
    "projects",
    _required("managed_user_id", BigInteger),
    _parent("managed_user_id", "managed_users"),
    Index("projects_managed_user", "namespace", "managed_user_id"),
)

connections = _table(
    "connections",
    _required("managed_user_id", BigInteger),
    Column("name", Text),
    _required("provider", Text),
    Column("authorized_at", Text),
    Column("authorization_status", Text),
    Column("authorization_error", Text),
    _required("created_at", Text),
    _required("updated_at", Text),
    Column("external_id", Text),
    Column("folder_id", BigInteger),
    Column("identity", Text),
    Column("parent_id", BigInteger),
    _required("runtime", Boolean),
    _parent("managed_user_id", "managed_users"),
    Index("connections_managed_user", "namespace", "managed_user_id"),
)

lookup_tables = _table(
    "lookup_tables",
    _required("managed_user_id", BigInteger),
    _required("name", Text),
    _required("schema", Text),
    _required("created_at", Text),
    _required("updated_at", Text),
    Column("project_id", BigInteger),
    _parent("managed_user_id", "managed_users"),
    _parent("project_id", "projects"),
    Index("lookup_tables_managed_user", "namespace", "managed_user_id"),
    Index("lookup_tables_project", "namespace", "project_id"),
)

lookup_table_rows = _table(
    "lookup_table_rows",
    _required("lookup_table_id", BigInteger),
    *(Column(name, Text) for name in LOOKUP_COLUMNS),
    Column("created_at", Text),
    Column("updated_at", Text),
    _parent("lookup_table_id", "lookup_tables"),
    Index("lookup_table_rows_table", "namespace", "lookup_table_id"),
)

properties = Table(
    "properties",
    metadata,
    Column("namespace", ForeignKey(namespaces.c.id, ondelete="CASCADE"), primary_key=True),
    Column("managed_user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("project_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    _required("value", Text),
    _parent("managed_user_id", "managed_users"),
    sqlite_with_rowid=False,
)
