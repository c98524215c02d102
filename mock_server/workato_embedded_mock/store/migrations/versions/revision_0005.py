"""Add the objects that the API has had since 2024."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

# Each recipe gets its current version, saved by the caller of the API.
_AUTHORS = "UPDATE recipes SET author_name = 'API client'"
_VERSIONS = """
INSERT INTO recipe_versions
  (namespace, id, recipe_id, version_no, comment, author_name, author_email, created_at, updated_at)
SELECT namespace, 91000 + ROW_NUMBER() OVER (PARTITION BY namespace ORDER BY id), id, version_no, NULL,
  'API client', 'api.client@example.com', updated_at, updated_at
FROM recipes
"""


def upgrade() -> None:
    """Upgrade the tables."""
    _add_editions()
    _add_environment_roles()
    _add_developer_api_clients()
    _add_tags()
    _add_groups()
    _add_project_roles()
    _add_role_migrations()
    _limit_customer_managers()
    _add_environments()
    _extend_connections()
    _give_manifests_to_customers()
    _import_tags()
    _add_api_keys()
    _add_deployments()
    _add_recipe_versions()
    _add_activity_log()
    _add_job_usage()
    _extend_customers()
    _add_field_maps()


def _add_field_maps() -> None:
    op.create_table(
        "field_maps",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("recipe_id", sa.BigInteger(), nullable=False),
        sa.Column("handle", TEXT, nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("target", sa.JSON(), nullable=False),
        sa.Column("mappings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["namespace", "recipe_id"], ["recipes.namespace", "recipes.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("field_maps_handle", "field_maps", ["namespace", "recipe_id", "handle"], unique=True)


def _add_recipe_versions() -> None:
    op.create_table(
        "recipe_versions",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("recipe_id", sa.BigInteger(), nullable=False),
        sa.Column("version_no", sa.BigInteger(), nullable=False),
        sa.Column("comment", TEXT, nullable=True),
        sa.Column("author_name", TEXT, nullable=False),
        sa.Column("author_email", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["namespace", "recipe_id"], ["recipes.namespace", "recipes.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("recipe_versions_number", "recipe_versions", ["namespace", "recipe_id", "version_no"], unique=True)
    op.add_column("jobs", sa.Column("ends_at", TEXT, nullable=True))
    op.add_column("recipes", sa.Column("trigger_closure", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("recipes", sa.Column("author_name", TEXT, nullable=True))
    op.execute(_AUTHORS)
    op.execute(_VERSIONS)


def _add_environment_roles() -> None:
    op.create_table(
        "environment_roles",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("config", sa.JSON(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "environment_roles_name", "environment_roles", ["namespace", "managed_user_id", "name"], unique=True
    )
    op.create_table(
        "member_roles",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("environment_type", TEXT, nullable=False),
        sa.Column("environment_role_id", sa.BigInteger(), nullable=True),
        sa.Column("role_name", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["namespace", "member_id"], ["members.namespace", "members.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "member_id", "environment_type"),
        sqlite_with_rowid=False,
    )
    op.create_index("member_roles_environment_role", "member_roles", ["namespace", "environment_role_id"])


def _add_developer_api_clients() -> None:
    op.create_table(
        "developer_api_client_roles",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "developer_api_client_roles_managed_user", "developer_api_client_roles", ["namespace", "managed_user_id"]
    )
    op.create_table(
        "developer_api_clients",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("api_privilege_group_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.Column("all_folders", sa.Boolean(), nullable=False),
        sa.Column("folder_ids", sa.JSON(), nullable=False),
        sa.Column("environment_name", TEXT, nullable=True),
        sa.Column("environment_id", sa.BigInteger(), nullable=True),
        sa.Column("ip_allow_list", TEXT, nullable=True),
        sa.Column("token_digest", TEXT, nullable=True),
        sa.Column("token_updated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "api_privilege_group_id"],
            ["developer_api_client_roles.namespace", "developer_api_client_roles.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("developer_api_clients_managed_user", "developer_api_clients", ["namespace", "managed_user_id"])
    op.create_index("developer_api_clients_token", "developer_api_clients", ["token_digest"])


def _add_tags() -> None:
    op.create_table(
        "tags",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("handle", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("description", TEXT, nullable=True),
        sa.Column("color", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sa.UniqueConstraint("namespace", "handle"),
        sqlite_with_rowid=False,
    )
    op.create_index("tags_managed_user", "tags", ["namespace", "managed_user_id"])
    op.create_table(
        "recipe_tags",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("recipe_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tag_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["namespace", "recipe_id"], ["recipes.namespace", "recipes.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["namespace", "tag_id"], ["tags.namespace", "tags.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "recipe_id", "tag_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("recipe_tags_tag", "recipe_tags", ["namespace", "tag_id"])
    op.create_table(
        "connection_tags",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("connection_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tag_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "connection_id"], ["connections.namespace", "connections.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace", "tag_id"], ["tags.namespace", "tags.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "connection_id", "tag_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("connection_tags_tag", "connection_tags", ["namespace", "tag_id"])


def _add_project_roles() -> None:
    op.create_table(
        "project_roles",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("config", sa.JSON(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("project_roles_name", "project_roles", ["namespace", "managed_user_id", "name"], unique=True)
    op.create_table(
        "project_grants",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("project_role_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("user_group_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["namespace", "project_id"], ["projects.namespace", "projects.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["namespace", "member_id"], ["members.namespace", "members.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["namespace", "user_group_id"], ["user_groups.namespace", "user_groups.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("project_grants_project", "project_grants", ["namespace", "project_id"])
    op.create_index("project_grants_member", "project_grants", ["namespace", "member_id"])
    op.create_index("project_grants_user_group", "project_grants", ["namespace", "user_group_id"])


def _add_role_migrations() -> None:
    op.add_column("members", sa.Column("created_at", TEXT, nullable=True))
    op.add_column("member_invitations", sa.Column("env_roles", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "role_migrations",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("migrated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "managed_user_id"),
        sqlite_with_rowid=False,
    )


def _limit_customer_managers() -> None:
    op.create_table(
        "manager_workspaces",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("customer_manager_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "customer_manager_id"],
            ["customer_managers.namespace", "customer_managers.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "customer_manager_id", "managed_user_id"),
        sqlite_with_rowid=False,
    )


def _add_environments() -> None:
    op.create_table(
        "environments",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("environment_type", TEXT, nullable=False),
        sa.Column("requires_review", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["namespace", "id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "environments_managed_user", "environments", ["namespace", "managed_user_id", "environment_type"], unique=True
    )


def _extend_connections() -> None:
    op.add_column("connections", sa.Column("connection_lost_at", TEXT, nullable=True))
    op.add_column("connections", sa.Column("connection_lost_reason", TEXT, nullable=True))
    op.add_column("connections", sa.Column("settings", sa.JSON(none_as_null=True), nullable=True))


def _give_manifests_to_customers() -> None:
    # SQLite cannot add a foreign key to a table, so that Alembic makes a new one there.
    with op.batch_alter_table("export_manifests", table_kwargs={"sqlite_with_rowid": False}) as manifests:
        manifests.add_column(sa.Column("managed_user_id", sa.BigInteger(), nullable=True))
        manifests.add_column(sa.Column("include_tags", sa.Boolean(), nullable=False, server_default=sa.false()))
        manifests.create_foreign_key(
            "export_manifests_owner",
            "managed_users",
            ["namespace", "managed_user_id"],
            ["namespace", "id"],
            ondelete="CASCADE",
        )
    op.create_index("export_manifests_managed_user", "export_manifests", ["namespace", "managed_user_id"])


def _add_editions() -> None:
    op.create_table(
        "editions",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("as_of", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace"),
    )


def _import_tags() -> None:
    op.add_column("packages", sa.Column("include_tags", sa.Boolean(), nullable=False, server_default=sa.false()))


def _add_groups() -> None:
    op.create_table(
        "user_groups",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("description", TEXT, nullable=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("user_groups_managed_user", "user_groups", ["namespace", "managed_user_id"])
    op.create_table(
        "user_group_members",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_group_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "user_group_id"], ["user_groups.namespace", "user_groups.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace", "member_id"], ["members.namespace", "members.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "user_group_id", "member_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("user_group_members_member", "user_group_members", ["namespace", "member_id"])
    op.create_table(
        "user_group_invitations",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_group_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_invitation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "user_group_id"], ["user_groups.namespace", "user_groups.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["namespace", "member_invitation_id"],
            ["member_invitations.namespace", "member_invitations.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "user_group_id", "member_invitation_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "user_group_invitations_invitation", "user_group_invitations", ["namespace", "member_invitation_id"]
    )


def _add_api_keys() -> None:
    """Add the API clients of version 2 and their keys."""
    op.create_table(
        "api_client_collections",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("api_client_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("api_collection_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "api_client_id"], ["api_clients.namespace", "api_clients.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["namespace", "api_collection_id"], ["api_collections.namespace", "api_collections.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "api_client_id", "api_collection_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("api_client_collections_collection", "api_client_collections", ["namespace", "api_collection_id"])
    op.create_table(
        "api_client_settings",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("api_client_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_legacy", sa.Boolean(), nullable=False),
        sa.Column("description", TEXT, nullable=True),
        sa.Column("auth_type", TEXT, nullable=True),
        sa.Column("mtls_enabled", sa.Boolean(), nullable=False),
        sa.Column("validation_formula", TEXT, nullable=True),
        sa.Column("cert_bundle_ids", sa.JSON(), nullable=False),
        sa.Column("api_portal_id", sa.BigInteger(), nullable=True),
        sa.Column("email", TEXT, nullable=True),
        sa.Column("logo", TEXT, nullable=True),
        sa.Column("logo_2x", TEXT, nullable=True),
        sa.Column("api_policies", sa.JSON(), nullable=False),
        sa.Column("jwt_method", TEXT, nullable=True),
        sa.Column("jwt_secret", TEXT, nullable=True),
        sa.Column("oidc_issuer", TEXT, nullable=True),
        sa.Column("oidc_jwks_uri", TEXT, nullable=True),
        sa.Column("access_profile_claim", TEXT, nullable=True),
        sa.Column("required_claims", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("allowed_issuers", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["namespace", "api_client_id"], ["api_clients.namespace", "api_clients.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "api_client_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "api_keys",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("api_client_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("ip_allow_list", sa.JSON(), nullable=False),
        sa.Column("ip_deny_list", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("active_since", TEXT, nullable=True),
        sa.Column("auth_token", TEXT, nullable=True),
        sa.Column("oauth_client_id", TEXT, nullable=True),
        sa.Column("oauth_client_secret", TEXT, nullable=True),
        sa.Column("secrets_made", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "api_client_id"], ["api_clients.namespace", "api_clients.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("api_keys_client", "api_keys", ["namespace", "api_client_id"])


def _add_activity_log() -> None:
    op.create_table(
        "activity_logs",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("happened_at", sa.BigInteger(), nullable=False),
        sa.Column("event_type", TEXT, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("user_name", TEXT, nullable=True),
        sa.Column("user_email", TEXT, nullable=True),
        sa.Column("ip_address", TEXT, nullable=True),
        sa.Column("user_agent", TEXT, nullable=True),
        sa.Column("activity", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("resource_type", TEXT, nullable=True),
        sa.Column("resource_id", sa.BigInteger(), nullable=True),
        sa.Column("resource_name", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("activity_logs_managed_user", "activity_logs", ["namespace", "managed_user_id"])


def _add_job_usage() -> None:
    op.create_table(
        "job_usage",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("recipe_id", sa.BigInteger(), nullable=False),
        sa.Column("completed_at", TEXT, nullable=False),
        sa.Column("tasks", sa.BigInteger(), nullable=False),
        sa.Column("is_error", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "job_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("job_usage_managed_user", "job_usage", ["namespace", "managed_user_id", "completed_at"])


def _add_deployments() -> None:
    op.create_table(
        "project_builds",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("description", TEXT, nullable=True),
        sa.Column("include_test_cases", sa.Boolean(), nullable=True),
        sa.Column("include_tags", sa.Boolean(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("reads", sa.BigInteger(), nullable=False),
        sa.Column("error", TEXT, nullable=True),
        sa.Column("package_id", sa.BigInteger(), nullable=True),
        sa.Column("performed_by_name", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("project_builds_managed_user", "project_builds", ["namespace", "managed_user_id"])
    op.create_index("project_builds_state", "project_builds", ["namespace", "state"])
    op.create_table(
        "deployments",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("project_build_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("environment_type", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("description", TEXT, nullable=True),
        sa.Column("include_tags", sa.Boolean(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("reads", sa.BigInteger(), nullable=False),
        sa.Column("error", TEXT, nullable=True),
        sa.Column("assets", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("target_folder_id", sa.BigInteger(), nullable=True),
        sa.Column("performed_by_name", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["namespace", "project_build_id"], ["project_builds.namespace", "project_builds.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("deployments_managed_user", "deployments", ["namespace", "managed_user_id"])
    op.create_index("deployments_project_build", "deployments", ["namespace", "project_build_id"])
    op.create_index("deployments_state", "deployments", ["namespace", "state"])
    op.create_table(
        "deployment_reviews",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("deployment_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reviewer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("comment", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["namespace", "deployment_id"], ["deployments.namespace", "deployments.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "deployment_id", "reviewer_id"),
        sqlite_with_rowid=False,
    )


def _extend_customers() -> None:
    op.add_column("managed_users", sa.Column("full_embedding", sa.Boolean(), nullable=True))
    op.add_column("managed_users", sa.Column("team_name", TEXT, nullable=True))
