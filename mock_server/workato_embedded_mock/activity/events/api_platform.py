"""The events of the API platform."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events, stored
from workato_embedded_mock.store.tables.api_platform import api_access_profiles, api_clients, api_endpoints, api_keys

_ENDPOINT = ("ApiEndpoint", "api_endpoint_id", stored(api_endpoints.c.name))
_PROFILE = ("ApiAccessProfile", "api_access_profile_id", stored(api_access_profiles.c.name))
_CLIENT = ("ApiCustomer", "api_client_id", stored(api_clients.c.name))
# The keys of version 2 are what access profiles were in version 1.
_KEY = ("ApiAccessProfile", "api_key_id", stored(api_keys.c.name))

EVENTS: Events = {
    "create_api_collection": Event("api_collection_created", "ApiGroup", "response.id", "response.name"),
    "enable_api_endpoint": Event("api_endpoint_enabled", *_ENDPOINT),
    "disable_api_endpoint": Event("api_endpoint_disabled", *_ENDPOINT),
    "create_api_client": Event("api_client_created", "ApiCustomer", "response.result.id", "response.result.name"),
    "create_api_access_profile": Event("access_profile_created", "ApiAccessProfile", "response.id", "response.name"),
    "update_api_access_profile": Event("access_profile_updated", *_PROFILE),
    "enable_api_access_profile": Event("access_profile_enabled", *_PROFILE),
    "disable_api_access_profile": Event("access_profile_disabled", *_PROFILE),
    "refresh_api_access_profile_secret": Event("access_profile_api_key_refreshed", *_PROFILE),
    "create_api_client_v2": Event("api_client_created", "ApiCustomer", "response.data.id", "response.data.name"),
    "update_api_client_v2": Event("api_client_updated", *_CLIENT),
    "delete_api_client_v2": Event("api_client_deleted", *_CLIENT, removes=True),
    "create_api_key": Event("access_profile_created", "ApiAccessProfile", "response.data.id", "response.data.name"),
    "update_api_key": Event("access_profile_updated", *_KEY),
    "enable_api_key": Event("access_profile_enabled", *_KEY),
    "disable_api_key": Event("access_profile_disabled", *_KEY),
    "refresh_api_key_secret": Event("access_profile_api_key_refreshed", *_KEY),
}
