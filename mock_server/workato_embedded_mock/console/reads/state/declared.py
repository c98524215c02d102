"""What the tables of the store do not say about kinds of objects: titles, columns of lists, and references.

A table without an entry here has a kind, too, with defaults that `kinds` derives.
"""

from __future__ import annotations

# Tables that are not shown, with the reason.
LEFT_OUT = {
    "clocks": "the section Instruments shows the clock",
    "sequences": "it has only the last id of each table",
}

# Titles that differ from the name of the table: of many objects, and of one.
TITLES = {
    "account": ("Account settings", "account settings"),
    "activity_logs": ("Activity log", "event of the activity log"),
    "api_access_profile_collections": ("Collections of access profiles", "collection of an access profile"),
    "api_access_profiles": ("API access profiles", "API access profile"),
    "api_client_collections": ("Collections of API clients", "collection of an API client"),
    "api_client_settings": ("Settings of API clients", "settings of an API client"),
    "api_clients": ("API clients", "API client"),
    "api_collections": ("API collections", "API collection"),
    "api_endpoints": ("API endpoints", "API endpoint"),
    "api_keys": ("API keys", "API key"),
    "connection_tags": ("Tags of connections", "tag of a connection"),
    "custom_oauth_assignments": ("Custom OAuth profiles of customers", "custom OAuth profile of a customer"),
    "custom_oauth_profiles": ("Custom OAuth profiles", "custom OAuth profile"),
    "developer_api_client_roles": ("Developer API client roles", "Developer API client role"),
    "developer_api_clients": ("Developer API clients", "Developer API client"),
    "embedding": ("Settings of direct links", "settings of direct links"),
    "job_usage": ("Usage of jobs", "usage of a job"),
    "lookup_table_rows": ("Rows of lookup tables", "row of a lookup table"),
    "managed_users": ("Customers", "customer"),
    "manager_workspaces": ("Customers of managers", "customer of a manager"),
    "member_roles": ("Roles of members", "role of a member"),
    "package_archives": ("Zip files of packages", "zip file of a package"),
    "package_assets": ("Files of imported assets", "file of an imported asset"),
    "package_companions": ("Companion files of assets", "companion file of an asset"),
    "project_grants": ("Access to projects", "access to a project"),
    "recipe_tags": ("Tags of recipes", "tag of a recipe"),
    "role_migrations": ("Migrations of legacy roles", "migration of legacy roles"),
    "task_months": ("Tasks by month", "tasks of a month"),
    "user_group_invitations": ("Groups of invitations", "group of an invitation"),
    "user_group_members": ("Members of groups", "member of a group"),
    "user_groups": ("Groups of collaborators", "group of collaborators"),
}

# The groups of kinds, in the order of pages. The name of a group is that of the package with the rules.
GROUPS = {
    "managed_users": "Customers and members",
    "workspace": "Workspace",
    "connections": "Connections and connectors",
    "recipes": "Recipes",
    "jobs": "Jobs",
    "lookup_tables": "Lookup tables",
    "packages": "Packages",
    "deployments": "Deployments",
    "api_platform": "API platform",
    "access": "Roles and groups",
}

# The columns of lists, besides the name of the object. Without an entry, they are the first short columns.
SUMMARIES = {
    "activity_logs": (
        "happened_at",
        "event_type",
        "managed_user_id",
        "user_name",
        "resource_type",
        "resource_id",
        "resource_name",
    ),
    "api_keys": ("api_client_id", "active", "active_since"),
    "connections": ("provider", "authorization_status", "managed_user_id", "folder_id", "external_id"),
    "deployments": ("title", "state", "environment_type", "managed_user_id", "project_build_id", "created_at"),
    "folders": ("managed_user_id", "parent_id", "updated_at"),
    "jobs": ("status", "recipe_id", "title", "started_at", "completed_at", "error"),
    "lookup_table_rows": ("lookup_table_id", "created_at", "updated_at"),
    "managed_users": ("external_id", "plan_id", "in_trial", "notification_email", "created_at"),
    "members": ("email", "managed_user_id", "role_name", "grant_type", "external_id"),
    "member_invitations": ("email", "managed_user_id", "role_name", "created_at"),
    "packages": ("operation_type", "status", "managed_user_id", "folder_id", "started_at", "error"),
    "properties": ("value", "managed_user_id", "project_id"),
    "recipes": ("running", "version_no", "managed_user_id", "folder_id", "trigger_application", "last_run_at"),
}

# The columns that name an object, if not the first of the usual ones.
LABELS = {"jobs": "handle", "recipe_versions": "comment", "api_client_settings": None}

# Columns that a search reads besides the names of objects.
SEARCHED = ("external_id", "email", "handle")

# Columns with ids whose names do not say the table.
TARGETS = {
    ("connections", "parent_id"): "connections",
    ("api_endpoints", "flow_id"): "recipes",
    ("developer_api_clients", "environment_id"): "managed_users",
    ("deployment_reviews", "reviewer_id"): "members",
}

# Columns without an index of the database that lead to children: those of one customer are few.
SMALL_LISTS = {
    ("connections", "folder_id"),
    ("connections", "parent_id"),
    ("deployments", "project_id"),
    ("project_builds", "project_id"),
}

# Columns with the documents that people look for first.
FIRST_DOCUMENTS = ("code", "values", "error_parts")

# Kinds of events: the last one is first.
NEWEST_FIRST = frozenset({"activity_logs", "jobs"})
