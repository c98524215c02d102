"""Create the tables of the API and of clocks, as they were before there were revisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Upgrade the tables."""
    op.create_table(
        "namespaces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "workato_mock_schema", sa.Column("version", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("version")
    )
    op.create_table(
        "account",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("signature_verification_key", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "clocks",
        sa.Column("namespace", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offset_microseconds", sa.BigInteger(), nullable=False),
        sa.Column("frozen_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace"),
    )
    op.create_table(
        "connectors",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("oauth", sa.Boolean(), nullable=False),
        sa.Column("deprecated", sa.Boolean(), nullable=False),
        sa.Column("secondary", sa.Boolean(), nullable=False),
        sa.Column("triggers", sa.JSON(), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "custom_connectors",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("latest_released_version", sa.Integer(), nullable=True),
        sa.Column("latest_released_version_note", TEXT, nullable=True),
        sa.Column("oem_shared_version", sa.Integer(), nullable=True),
        sa.Column("oem_shared_at", TEXT, nullable=True),
        sa.Column("released_versions", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 8100},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "custom_oauth_profiles",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("provider", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 8200},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "export_manifests",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("last_exported_at", TEXT, nullable=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.Column("deleted_at", TEXT, nullable=True),
        sa.Column("project_path", TEXT, nullable=False),
        sa.Column("folder_id", sa.BigInteger(), nullable=True),
        sa.Column("assets", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("include_data", sa.Boolean(), nullable=False),
        sa.Column("package_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 6000},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "managed_users",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("notification_email", TEXT, nullable=False),
        sa.Column("error_notification_emails", TEXT, nullable=True),
        sa.Column("admin_notification_emails", TEXT, nullable=True),
        sa.Column("plan_id", TEXT, nullable=False),
        sa.Column("origin_url", TEXT, nullable=True),
        sa.Column("frame_ancestors", TEXT, nullable=True),
        sa.Column("whitelisted_apps", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("in_trial", sa.Boolean(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.Column("time_zone", TEXT, nullable=True),
        sa.Column("auth_settings", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("current_billing_period_start", TEXT, nullable=True),
        sa.Column("current_billing_period_end", TEXT, nullable=True),
        sa.Column("task_limit_adjustment", TEXT, nullable=True),
        sa.Column("task_limit", sa.BigInteger(), nullable=True),
        sa.Column("custom_task_limit", sa.BigInteger(), nullable=True),
        sa.Column("task_count", sa.BigInteger(), nullable=True),
        sa.Column("active_connection_limit", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 500000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("managed_users", schema=None) as batch_op:
        batch_op.create_index("managed_users_external_id", ["namespace", "external_id"], unique=True)

    op.create_table(
        "privilege_groups",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("system", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 300},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "public_recipes",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.Column("copy_count", sa.BigInteger(), nullable=False),
        sa.Column("trigger_application", TEXT, nullable=True),
        sa.Column("action_applications", sa.JSON(), nullable=False),
        sa.Column("applications", sa.JSON(), nullable=False),
        sa.Column("description", TEXT, nullable=False),
        sa.Column("parameters_schema", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 99000},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sequences",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "kind"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "team_collaborators",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("avatar_url", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 88000},
        sqlite_with_rowid=False,
    )
    op.create_table(
        "connections",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("provider", TEXT, nullable=False),
        sa.Column("authorized_at", TEXT, nullable=True),
        sa.Column("authorization_status", TEXT, nullable=True),
        sa.Column("authorization_error", TEXT, nullable=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("folder_id", sa.BigInteger(), nullable=True),
        sa.Column("identity", TEXT, nullable=True),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("runtime", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 7000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("connections", schema=None) as batch_op:
        batch_op.create_index("connections_managed_user", ["namespace", "managed_user_id"], unique=False)

    op.create_table(
        "custom_oauth_assignments",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("provider", TEXT, nullable=False),
        sa.Column("custom_oauth_profile_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "custom_oauth_profile_id"],
            ["custom_oauth_profiles.namespace", "custom_oauth_profiles.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "managed_user_id", "provider"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "customer_managers",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("team_collaborator_id", sa.BigInteger(), nullable=False),
        sa.Column("privilege_group_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "privilege_group_id"],
            ["privilege_groups.namespace", "privilege_groups.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["namespace", "team_collaborator_id"],
            ["team_collaborators.namespace", "team_collaborators.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 66000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("customer_managers", schema=None) as batch_op:
        batch_op.create_index("customer_managers_privilege_group", ["namespace", "privilege_group_id"], unique=False)
        batch_op.create_index("customer_managers_team_collaborator", ["namespace", "team_collaborator_id"], unique=True)

    op.create_table(
        "folders",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace", "parent_id"], ["folders.namespace", "folders.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 5000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("folders", schema=None) as batch_op:
        batch_op.create_index("folders_managed_user", ["namespace", "managed_user_id", "parent_id"], unique=False)
        batch_op.create_index("folders_parent", ["namespace", "parent_id"], unique=False)

    op.create_table(
        "member_invitations",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("role_name", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 750000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("member_invitations", schema=None) as batch_op:
        batch_op.create_index("member_invitations_address", ["namespace", "managed_user_id", "address"], unique=True)

    op.create_table(
        "members",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("grant_type", TEXT, nullable=True),
        sa.Column("role_name", TEXT, nullable=True),
        sa.Column("external_id", TEXT, nullable=True),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("email", TEXT, nullable=True),
        sa.Column("time_zone", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 700000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index("members_managed_user", ["namespace", "managed_user_id"], unique=False)

    op.create_table(
        "properties",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("project_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "managed_user_id", "project_id", "name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "roles",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("inheritable", sa.Boolean(), nullable=False),
        sa.Column("folder_ids", sa.JSON(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.Column("privileges", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 22000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.create_index("roles_managed_user", ["namespace", "managed_user_id"], unique=False)

    op.create_table(
        "packages",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=True),
        sa.Column("operation_type", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("started_at", TEXT, nullable=False),
        sa.Column("reads", sa.BigInteger(), nullable=False),
        sa.Column("error", TEXT, nullable=True),
        sa.Column("export_manifest_id", sa.BigInteger(), nullable=True),
        sa.Column("folder_id", sa.BigInteger(), nullable=True),
        sa.Column("restart_recipes", sa.Boolean(), nullable=False),
        sa.Column("recipe_status", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["namespace", "folder_id"], ["folders.namespace", "folders.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 62000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("packages", schema=None) as batch_op:
        batch_op.create_index("packages_folder", ["namespace", "folder_id"], unique=False)
        batch_op.create_index("packages_managed_user", ["namespace", "managed_user_id"], unique=False)
        batch_op.create_index("packages_status", ["namespace", "status"], unique=False)

    op.create_table(
        "projects",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("description", TEXT, nullable=True),
        sa.Column("folder_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["namespace", "folder_id"], ["folders.namespace", "folders.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 520000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.create_index("projects_folder", ["namespace", "folder_id"], unique=False)
        batch_op.create_index("projects_managed_user", ["namespace", "managed_user_id"], unique=False)

    op.create_table(
        "recipes",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.Column("copy_count", sa.BigInteger(), nullable=False),
        sa.Column("trigger_application", TEXT, nullable=True),
        sa.Column("action_applications", sa.JSON(), nullable=False),
        sa.Column("applications", sa.JSON(), nullable=False),
        sa.Column("description", TEXT, nullable=False),
        sa.Column("parameters_schema", sa.JSON(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("webhook_url", TEXT, nullable=True),
        sa.Column("folder_id", sa.BigInteger(), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=False),
        sa.Column("lifetime_task_count", sa.BigInteger(), nullable=False),
        sa.Column("last_run_at", TEXT, nullable=True),
        sa.Column("stopped_at", TEXT, nullable=True),
        sa.Column("version_no", sa.BigInteger(), nullable=False),
        sa.Column("stop_cause", TEXT, nullable=True),
        sa.Column("config", sa.JSON(), nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["namespace", "folder_id"], ["folders.namespace", "folders.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 9000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("recipes", schema=None) as batch_op:
        batch_op.create_index("recipes_folder", ["namespace", "folder_id"], unique=False)
        batch_op.create_index("recipes_managed_user", ["namespace", "managed_user_id"], unique=False)

    op.create_table(
        "api_clients",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace", "project_id"], ["projects.namespace", "projects.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 35000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("api_clients", schema=None) as batch_op:
        batch_op.create_index("api_clients_managed_user", ["namespace", "managed_user_id"], unique=False)
        batch_op.create_index("api_clients_project", ["namespace", "project_id"], unique=False)

    op.create_table(
        "api_collections",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("api_spec_url", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace", "project_id"], ["projects.namespace", "projects.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 33000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("api_collections", schema=None) as batch_op:
        batch_op.create_index("api_collections_managed_user", ["namespace", "managed_user_id"], unique=False)
        batch_op.create_index("api_collections_project", ["namespace", "project_id"], unique=False)

    op.create_table(
        "jobs",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("recipe_id", sa.BigInteger(), nullable=False),
        sa.Column("handle", TEXT, nullable=False),
        sa.Column("started_at", TEXT, nullable=False),
        sa.Column("completed_at", TEXT, nullable=True),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("is_poll_error", sa.Boolean(), nullable=False),
        sa.Column("error", TEXT, nullable=True),
        sa.Column("error_parts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("is_error", sa.Boolean(), nullable=False),
        sa.Column("is_repeat", sa.Boolean(), nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("is_test_case_job", sa.Boolean(), nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("master_job_id", TEXT, nullable=True),
        sa.Column("calling_recipe_id", sa.BigInteger(), nullable=True),
        sa.Column("calling_job_id", TEXT, nullable=True),
        sa.Column("root_recipe_id", sa.BigInteger(), nullable=True),
        sa.Column("root_job_id", TEXT, nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["namespace", "recipe_id"], ["recipes.namespace", "recipes.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 2000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("jobs_handle", ["namespace", "handle"], unique=True)
        batch_op.create_index("jobs_recipe", ["namespace", "recipe_id", "status"], unique=False)

    op.create_table(
        "lookup_tables",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("schema", TEXT, nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace", "project_id"], ["projects.namespace", "projects.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 4000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("lookup_tables", schema=None) as batch_op:
        batch_op.create_index("lookup_tables_managed_user", ["namespace", "managed_user_id"], unique=False)
        batch_op.create_index("lookup_tables_project", ["namespace", "project_id"], unique=False)

    op.create_table(
        "package_archives",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["namespace", "package_id"], ["packages.namespace", "packages.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "package_id"),
    )
    op.create_table(
        "api_access_profiles",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("api_client_id", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("auth_type", TEXT, nullable=False),
        sa.Column("jwt_method", TEXT, nullable=True),
        sa.Column("jwt_secret", TEXT, nullable=True),
        sa.Column("oidc_issuer", TEXT, nullable=True),
        sa.Column("oidc_jwks_uri", TEXT, nullable=True),
        sa.Column("access_profile_claim", TEXT, nullable=True),
        sa.Column("required_claims", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("allowed_issuers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("secret", TEXT, nullable=True),
        sa.Column("oauth_client_id", TEXT, nullable=True),
        sa.Column("oauth_client_secret", TEXT, nullable=True),
        sa.Column("credentials_made", sa.BigInteger(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "api_client_id"], ["api_clients.namespace", "api_clients.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 36000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("api_access_profiles", schema=None) as batch_op:
        batch_op.create_index("api_access_profiles_client", ["namespace", "api_client_id"], unique=False)
        batch_op.create_index("api_access_profiles_managed_user", ["namespace", "managed_user_id"], unique=False)

    op.create_table(
        "api_endpoints",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("managed_user_id", sa.BigInteger(), nullable=False),
        sa.Column("api_collection_id", sa.BigInteger(), nullable=False),
        sa.Column("flow_id", sa.BigInteger(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("method", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("legacy_url", TEXT, nullable=True),
        sa.Column("base_path", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("legacy", sa.Boolean(), nullable=False),
        sa.Column("created_at", TEXT, nullable=False),
        sa.Column("updated_at", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "api_collection_id"], ["api_collections.namespace", "api_collections.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["namespace", "managed_user_id"], ["managed_users.namespace", "managed_users.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 34000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("api_endpoints", schema=None) as batch_op:
        batch_op.create_index("api_endpoints_collection", ["namespace", "api_collection_id"], unique=False)
        batch_op.create_index("api_endpoints_managed_user", ["namespace", "managed_user_id"], unique=False)

    op.create_table(
        "lookup_table_rows",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lookup_table_id", sa.BigInteger(), nullable=False),
        sa.Column("col1", TEXT, nullable=True),
        sa.Column("col2", TEXT, nullable=True),
        sa.Column("col3", TEXT, nullable=True),
        sa.Column("col4", TEXT, nullable=True),
        sa.Column("col5", TEXT, nullable=True),
        sa.Column("col6", TEXT, nullable=True),
        sa.Column("col7", TEXT, nullable=True),
        sa.Column("col8", TEXT, nullable=True),
        sa.Column("col9", TEXT, nullable=True),
        sa.Column("col10", TEXT, nullable=True),
        sa.Column("created_at", TEXT, nullable=True),
        sa.Column("updated_at", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["namespace", "lookup_table_id"], ["lookup_tables.namespace", "lookup_tables.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "id"),
        info={"first_id": 8000},
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("lookup_table_rows", schema=None) as batch_op:
        batch_op.create_index("lookup_table_rows_table", ["namespace", "lookup_table_id"], unique=False)

    op.create_table(
        "api_access_profile_collections",
        sa.Column("namespace", sa.Integer(), nullable=False),
        sa.Column("api_access_profile_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("api_collection_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["namespace", "api_access_profile_id"],
            ["api_access_profiles.namespace", "api_access_profiles.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["namespace", "api_collection_id"], ["api_collections.namespace", "api_collections.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["namespace"], ["namespaces.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("namespace", "api_access_profile_id", "api_collection_id"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("api_access_profile_collections", schema=None) as batch_op:
        batch_op.create_index(
            "api_access_profile_collections_collection", ["namespace", "api_collection_id"], unique=False
        )
