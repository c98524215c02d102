"""The events of Developer API clients and their roles."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events, stored
from workato_embedded_mock.store.tables.developer_api_clients import developer_api_clients

_CLIENT = ("ApiClient", "client_id", stored(developer_api_clients.c.name))

EVENTS: Events = {
    "create_developer_api_client": Event(
        "developer_api_client_created", "ApiClient", "response.result.id", "response.result.name"
    ),
    "update_developer_api_client": Event("developer_api_client_updated", *_CLIENT),
    "delete_developer_api_client": Event("developer_api_client_deleted", *_CLIENT, removes=True),
    "regenerate_developer_api_client_token": Event("developer_api_client_token_regenerated", *_CLIENT),
    "copy_developer_api_client_role": Event(
        "developer_api_client_role_created", "ApiPrivilegeGroup", "response.id", "response.name"
    ),
}
