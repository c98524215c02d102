"""Loads clients of the Developer API of customers, and their roles."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.seeds.loaders.folders import check_folder
from workato_embedded_mock.store.tables.developer_api_clients import developer_api_client_roles, developer_api_clients
from workato_embedded_mock.store.tables.managed_users import environments, managed_users


def load_role(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a client role of a customer."""
    row = row_of(developer_api_client_roles, value, managed_user_id=_owner(builder, scope))
    builder.add(developer_api_client_roles, value["id"], row)


def load_client(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a client without its token. Its role and its folders must have been loaded before."""
    owner = _owner(builder, scope)
    role = builder.rows[developer_api_client_roles].get(value["api_privilege_group_id"])
    if role is None or role["managed_user_id"] != owner:
        raise SeedObjectError("/value/api_privilege_group_id", "the customer has no client role with this id")
    workspace = value.get("environment_id") or owner
    if workspace != owner and builder.rows[environments].get(workspace, {}).get("managed_user_id") != owner:
        raise SeedObjectError("/value/environment_id", "the customer has no environment with this id")
    for index, folder_id in enumerate(value["folder_ids"]):
        check_folder(builder, workspace, folder_id, f"/value/folder_ids/{index}")
    row = row_of(
        developer_api_clients,
        value,
        managed_user_id=owner,
        token_updated_at=value["token"]["updated_at"],
    )
    builder.add(developer_api_clients, value["id"], row)


def _owner(builder: SeedBuilder, scope: Scope) -> int:
    allow_only(scope, "managed_user_id")
    return int(builder.parent(managed_users, scope, "managed_user_id")["id"])


LOADERS: Loaders = {
    "DeveloperApiClientRole": load_role,
    "DeveloperApiClient": load_client,
}
