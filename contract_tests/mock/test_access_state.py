"""Who may do what, and call what: what is written is read back by every way there is to read it."""

from __future__ import annotations

import json

import pytest
from workato_embedded import UNSET, BadRequestError, RateLimitError, WorkatoEmbedded


@pytest.mark.round_trip(
    "create_api_access_profile",
    "list_api_access_profiles",
    "update_api_access_profile",
    "disable_api_access_profile",
    "refresh_api_access_profile_secret",
)
def test_a_client_gets_a_profile_and_its_secret_is_rotated(client: WorkatoEmbedded) -> None:
    """Each token is shown once, by the call that makes it; lists and updates do not have it."""
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


@pytest.mark.round_trip("list_api_endpoints", "enable_api_endpoint")
def test_an_imported_endpoint_goes_live_with_its_recipe(client: WorkatoEmbedded) -> None:
    """Import, start the recipe, enable the endpoint."""
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


@pytest.mark.round_trip("copy_role", "list_roles")
def test_a_copied_role_can_be_given_to_an_invited_person(client: WorkatoEmbedded) -> None:
    """The role is known by its name from then on; a second invitation comes too soon."""
    with pytest.raises(BadRequestError):
        client.member_invitations.create(512044, name="Lou", email="lou@example.com", role_name="Inspector")
    made = client.roles.copy(512044, 2202, name="Inspector")
    (listed,) = client.roles.list(512044, role_name="Inspector").items
    assert (listed.id, listed.folder_ids) == (made.id, ["5512", "5513"])
    before = client.managed_users.members.list(512044)
    client.member_invitations.create(512044, name="Lou", email="lou@example.com", role_name="Inspector")
    assert client.managed_users.members.list(512044) == before
    with pytest.raises(RateLimitError):
        client.member_invitations.create(512044, name="Lou", email="lou@example.com", role_name="Inspector")


@pytest.mark.round_trip(
    "list_customer_managers", "create_customer_manager", "update_customer_manager", "delete_customer_manager"
)
def test_customer_managers_come_change_and_go(client: WorkatoEmbedded) -> None:
    """They are the partner's, one to a person."""
    client.customer_managers.delete(6602)
    made = client.customer_managers.create(team_collaborator_id=88102, role_id=318)
    assert made.user.name == "Kim Tarn"
    changed = client.customer_managers.update(made.id, role_id="2")
    assert changed.privilege_group.name == "Admin"
    assert client.customer_managers.list().items[-1] == changed
    assert len(client.customer_managers.list().items) == 2
