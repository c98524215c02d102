"""The API platform: collections, endpoints, clients and access profiles are returned as they were written."""

from __future__ import annotations

import json

import pytest
from workato_embedded import UNSET, BadRequestError, WorkatoEmbedded

from contract_tests.contracts.case import ACCESS_PROFILE, API_ENDPOINT, CUSTOMER


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
