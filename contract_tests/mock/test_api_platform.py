"""The API platform: collections, endpoints, clients, access profiles and keys are returned as they were written."""

from __future__ import annotations

import json

import pytest
from workato_embedded import UNSET, BadRequestError, NotFoundError, WorkatoEmbedded

from contract_tests.contracts.case import ACCESS_PROFILE, API_CLIENT_V2, API_COLLECTION, API_ENDPOINT, API_KEY, CUSTOMER


@pytest.mark.round_trip("create_api_collection", "list_api_collections")
def test_a_created_collection_is_listed(client: WorkatoEmbedded) -> None:
    """The list has a new collection with its name and version."""
    made = client.api_platform.collections.create(CUSTOMER, name="Invoices API", version="2.0")
    (listed,) = [one for one in client.api_platform.collections.list(CUSTOMER) if one.id == made.id]
    assert (listed.name, listed.version) == ("Invoices API", "2.0")


@pytest.mark.round_trip("create_api_client", "list_api_clients")
def test_a_created_api_client_is_listed(client: WorkatoEmbedded) -> None:
    """The list has a new API client with its name."""
    made = client.api_platform.clients.create(CUSTOMER, name="Portal")
    assert (made.id, "Portal") in [(one.id, one.name) for one in client.api_platform.clients.list(CUSTOMER)]


@pytest.mark.round_trip("list_api_endpoints", "enable_api_endpoint")
def test_an_imported_endpoint_can_be_enabled_once_its_recipe_runs(client: WorkatoEmbedded) -> None:
    """An endpoint of an imported document gets a 400 when it is enabled, until its recipe is started."""
    document = {"openapi": "3.0.3", "paths": {"/parcels/{id}": {"get": {"operationId": "get_parcel"}}}}
    collection = client.api_platform.collections.create(
        512044, name="Parcels API", openapi_spec={"content": json.dumps(document), "format": "json"}
    )
    endpoints = client.api_platform.endpoints
    (endpoint,) = endpoints.list(512044, api_collection_id=collection.id).items
    assert (endpoint.name, endpoint.active, endpoint.path) == ("get_parcel", False, "parcels/{id}")
    assert client.recipes.get(512044, endpoint.flow_id).name == "get_parcel"
    with pytest.raises(BadRequestError):
        endpoints.enable(512044, endpoint.id)
    client.recipes.start(512044, endpoint.flow_id)
    endpoints.enable(512044, endpoint.id)
    assert [entry.active for entry in endpoints.list(512044, api_collection_id=collection.id).items] == [True]


@pytest.mark.round_trip("disable_api_endpoint")
def test_a_disabled_endpoint_is_listed_as_inactive(client: WorkatoEmbedded) -> None:
    """The list shows a disabled endpoint as inactive."""
    client.api_platform.endpoints.disable(CUSTOMER, API_ENDPOINT)
    assert {one.id: one.active for one in client.api_platform.endpoints.list(CUSTOMER)}[API_ENDPOINT] is False


@pytest.mark.round_trip(
    "create_api_access_profile",
    "list_api_access_profiles",
    "update_api_access_profile",
    "disable_api_access_profile",
    "refresh_api_access_profile_secret",
)
def test_the_secret_of_an_access_profile_is_returned_only_when_it_is_made(client: WorkatoEmbedded) -> None:
    """Creating and refreshing return a new secret; updates and lists do not have it."""
    platform = client.api_platform
    api_client = platform.clients.create("Eacme/42", name="Portal")
    collection = platform.collections.create("Eacme/42", name="Parcels API")
    made = platform.access_profiles.create(
        "Eacme/42",
        name="Portal",
        api_client_id=api_client.id,
        api_collection_ids=[collection.id],
        auth_type="token",
    )
    fresh = platform.access_profiles.refresh_secret("Eacme/42", made.id)
    assert isinstance(made.secret, str)
    assert isinstance(fresh.secret, str)
    assert made.secret != fresh.secret
    assert platform.access_profiles.update("Eacme/42", made.id, name="Web portal").secret is UNSET
    (listed,) = platform.access_profiles.list("Eacme/42", api_client_id=api_client.id).items
    assert (listed.name, listed.api_collection_ids, listed.active) == ("Web portal", [collection.id], True)
    platform.access_profiles.disable("Eacme/42", made.id)
    assert [profile.active for profile in platform.access_profiles.list("Eacme/42").items] == [False]


@pytest.mark.round_trip("enable_api_access_profile")
def test_a_disabled_access_profile_can_be_enabled_again(client: WorkatoEmbedded) -> None:
    """The list shows an access profile as active after it was disabled and enabled."""
    profiles = client.api_platform.access_profiles
    profiles.disable(CUSTOMER, ACCESS_PROFILE)
    profiles.enable(CUSTOMER, ACCESS_PROFILE)
    assert {one.id: one.active for one in profiles.list(CUSTOMER)}[ACCESS_PROFILE] is True


@pytest.mark.round_trip(
    "create_api_client_v2",
    "list_api_clients_v2",
    "get_api_client_v2",
    "update_api_client_v2",
    "delete_api_client_v2",
)
def test_a_created_client_of_version_2_is_read_until_it_is_deleted(client: WorkatoEmbedded) -> None:
    """A client has what was sent when it is created and changed, and is gone after it was deleted."""
    clients = client.api_platform.clients_v2
    made = clients.create(CUSTOMER, name="Resellers", api_collection_ids=[API_COLLECTION], auth_type="token")
    assert [one.id for one in clients.list(CUSTOMER) if one.name == "Resellers"] == [made.id]
    clients.update(CUSTOMER, made.id, name="Resellers EU", description="For Europe")
    found = clients.get(CUSTOMER, made.id)
    assert (found.name, found.description, found.api_keys) == ("Resellers EU", "For Europe", [])
    assert [collection.id for collection in found.api_collections] == [API_COLLECTION]
    clients.delete(CUSTOMER, made.id)
    with pytest.raises(NotFoundError):
        clients.get(CUSTOMER, made.id)


@pytest.mark.round_trip(
    "create_api_key",
    "list_api_keys",
    "update_api_key",
    "disable_api_key",
    "enable_api_key",
    "refresh_api_key_secret",
)
def test_the_secret_of_a_key_is_returned_only_when_it_is_made(client: WorkatoEmbedded) -> None:
    """Creating and refreshing return a new secret; updates and lists do not have it."""
    keys = client.api_platform.keys
    made = keys.create(CUSTOMER, API_CLIENT_V2, name="reporting", active=False)
    fresh = keys.refresh_secret(CUSTOMER, API_CLIENT_V2, made.id)
    assert isinstance(made.auth_token, str)
    assert isinstance(fresh.auth_token, str)
    assert made.auth_token != fresh.auth_token
    changed = keys.update(CUSTOMER, API_CLIENT_V2, made.id, ip_allow_list=["203.0.113.0/24"])
    assert changed.auth_token is UNSET
    keys.enable(CUSTOMER, API_CLIENT_V2, made.id)
    keys.disable(CUSTOMER, API_CLIENT_V2, API_KEY)
    listed = {key.id: key for key in keys.list(CUSTOMER, API_CLIENT_V2)}
    assert (listed[made.id].active, listed[API_KEY].active) == (True, False)
    assert (listed[made.id].ip_allow_list, listed[made.id].auth_token) == (["203.0.113.0/24"], UNSET)
