"""What the document does not say about the ids of the requests, and about the state that they need."""

from __future__ import annotations

from typing import Any, Final

# Values of the collection's variables before the first request; others have the example of the document.
VARIABLES: Final[dict[str, Any]] = {
    "base_url": "http://127.0.0.1:8765/api",
    "token": "token",
    "managed_user_id": "Ecust-0042",
}

# Requests for the customer that `create_managed_user` creates, besides those whose path is that of a customer.
NEW_CUSTOMER: Final = "new_managed_user_id"
FOR_NEW_CUSTOMER: Final = (
    "add_member_deprecated",
    "downgrade_managed_user",
    "list_members",
    "provision_customer_environments",
    "remove_member_deprecated",
    "upgrade_managed_user",
)

# Parts of paths below a recipe that need one which has run, or has a map of fields. No request makes one.
WITH_HISTORY: Final = ("/jobs", "/repeat_jobs", "/field_map_introspections")
RECIPE_WITH_HISTORY: Final = "recipe_with_jobs_id"

# Variables of path parameters, by operationId and parameter, where the path alone does not tell them.
PATHS: Final[dict[str, dict[str, str]]] = {
    # People approve deployments, and authorize connections.
    "deploy_approved_deployment": {"id": "approved_deployment_id"},
    "get_picklist_values": {"connection_id": "authorized_connection_id"},
    "export_package": {"id": "customer_export_manifest_id"},
    "get_customer_export_manifest": {"id": "customer_export_manifest_id"},
    "update_customer_export_manifest": {"id": "customer_export_manifest_id"},
    "delete_customer_export_manifest": {"id": "customer_export_manifest_id"},
}

# Variables that a response sets, by operationId: the path of the value in the body. The last object of a list is
# used if the list does not have the object of the variable. Empty where another request sets the variable.
STORES: Final[dict[str, dict[str, str]]] = {
    "create_customer_export_manifest": {"customer_export_manifest_id": "result.id"},
    "create_api_client": {"legacy_api_client_id": "result.id"},
    "create_api_collection": {"api_collection_id": "id"},
    "export_package": {"export_id": "result.id"},
    "build_project": {"project_build_id": "id"},
    "deploy_project_build": {"deployment_id": "id"},
    "list_deployments": {},
    "list_eligible_reviewers": {"reviewer_id": "items[].id"},
    "list_field_map_introspections": {"field_map_introspection_id": "data[].handle"},
    "list_project_grants": {"project_grant_id": "data[].id"},
    "list_members": {"deprecated_member_id": "[].id"},
    "list_projects": {},
}

# Variables of the fields of bodies and queries, by operationId, where the name of the field does not tell them.
FIELDS: Final[dict[str, dict[str, str]]] = {
    "add_collaborator_group_members": {"user_ids": "member_id"},
    "remove_collaborator_group_members": {"user_ids": "member_id"},
    "remove_member_deprecated": {"member_id": "deprecated_member_id"},
    "batch_delete_lookup_tables": {"ids": "lookup_table_id"},
    "create_api_access_profile": {"api_client_id": "legacy_api_client_id"},
    "create_folder": {"parent_id": "project_folder_id"},
    "update_folder": {"parent_id": "project_folder_id"},
    "update_tags_assignments": {"add_tags": "tag_handle"},
    "upsert_project_grants": {"assignment_id": "user_group_id"},
}

# Bodies and queries, by operationId, where the example needs a state that no request makes.
BODIES: Final[dict[str, Any]] = {
    "create_managed_user": {"name": "Globex", "notification_email": "ops@example.com"},
    # Deployments to production need a review.
    "deploy_project_build": {"environment_type": "prod", "title": "Release 12"},
    "create_api_collection": {"name": "Invoices API", "version": "2.0", "project_id": "523200"},
}
QUERIES: Final[dict[str, dict[str, Any]]] = {
    "delete_folder": {"force": True},
    "lookup_lookup_table_row": {"by": {"code": "TH"}},
    "remove_collaborator_group_members": {"user_ids": [771203]},
    "unassign_custom_oauth_profile": {"force": True},
}

# A request more than one for each operation: the project in which others work.
PROJECT: Final = ("create_folder", "Create a project", {"name": "Orders of Globex"})
PROJECT_STORES: Final = {"project_folder_id": "id", "project_id": "project_id"}

# Operations that come after others for a reason that is not an id.
AFTER: Final[dict[str, tuple[str, ...]]] = {
    "deploy_project_build": ("get_project_build",),
    "list_members": ("add_member_deprecated",),
    "list_project_grants": ("upsert_project_grants",),
    "lookup_lookup_table_row": ("add_lookup_table_row",),
    "poll_recipe_now": ("start_recipe",),
    "remove_member_deprecated": ("list_members",),
    "stop_recipe": ("poll_recipe_now",),
}

# Operations that a client repeats until the object is finished, with the place of its state in the body.
WAITS: Final[dict[str, str]] = {
    "get_export_status": "result.status",
    "get_import_status": "status",
    "get_project_build": "state",
}

# Operations that delete the object of a variable, besides those with the method DELETE and its id at the end of the path.
DELETES: Final[dict[str, str]] = {"batch_delete_lookup_tables": "lookup_table_id"}
