"""What is written by one operation is read by another: those that the tests by resource do not have."""

from __future__ import annotations

import json
from typing import Any

import pytest
from workato_embedded import BadRequestError, WorkatoEmbedded

from contract_tests.contracts.case import (
    ACCESS_PROFILE,
    API_ENDPOINT,
    CUSTOM_CONNECTOR,
    CUSTOMER,
    FOLDER,
    PROFILE,
    SALESFORCE,
)
from contract_tests.contracts.cases.account import KEY
from contract_tests.support.recorder import Recorder


def planted(recorder: Recorder, table: str, change: dict[str, Any]) -> None:
    """Add to a table of the namespace a copy of its first row with some values changed, by the control plane."""
    with recorder.plane() as plane:
        state = plane.get("/state").json()
        rows = state["tables"][table]
        rows.append({**rows[0], **change})
        plane.put("/state", json=state).raise_for_status()


@pytest.mark.round_trip("upgrade_managed_user", "downgrade_managed_user")
def test_a_plan_is_read_back(client: WorkatoEmbedded) -> None:
    """A customer has the plan that it was given."""
    before = client.managed_users.get(CUSTOMER).plan_id
    client.managed_users.upgrade(CUSTOMER, plan_id="partner_enterprise")
    assert client.managed_users.get(CUSTOMER).plan_id == "partner_enterprise" != before
    down = client.managed_users.downgrade(CUSTOMER)
    assert client.managed_users.get(CUSTOMER).plan_id == down.plan_id != "partner_enterprise"


@pytest.mark.round_trip("add_member_deprecated", "remove_member_deprecated")
def test_members_come_and_go_the_old_way(client: WorkatoEmbedded) -> None:
    """Who is added by the deprecated operation is a member like others, until removed by the other one."""
    before = client.managed_users.members.list(CUSTOMER).items
    client.managed_users.members.add_deprecated(CUSTOMER, name="Kim Lee", oauth_id="idp-18")
    (made,) = [member for member in client.managed_users.members.list(CUSTOMER) if member not in before]
    assert made.name == "Kim Lee"
    client.managed_users.members.remove_deprecated(CUSTOMER, member_id=str(made.id))
    assert client.managed_users.members.list(CUSTOMER).items == before


@pytest.mark.round_trip("get_task_usage")
def test_a_run_is_counted(client: WorkatoEmbedded, recorder: Recorder) -> None:
    """The usage changes when a recipe runs."""
    before = client.managed_users.usage()
    with recorder.plane() as plane:
        plane.post("/jobs", json={"managed_user_id": CUSTOMER, "recipe_id": 9001, "count": 3}).raise_for_status()
    assert client.managed_users.usage() != before


@pytest.mark.round_trip("update_connection")
def test_a_connection_is_renamed(client: WorkatoEmbedded) -> None:
    """The list has the new name."""
    made = client.connections.create(CUSTOMER, provider="jira", name="One")
    client.connections.update(CUSTOMER, made.id, name="Other")
    assert [one.name for one in client.connections.list(CUSTOMER) if one.id == made.id] == ["Other"]


@pytest.mark.round_trip("get_picklist_values")
def test_picklists_follow_the_connection(client: WorkatoEmbedded) -> None:
    """There are values while the connection is authorised, and none after."""
    assert client.connections.pick_list(CUSTOMER, SALESFORCE, pick_list_name="all_sobjects")
    client.connections.disconnect(CUSTOMER, SALESFORCE, force=True)
    with pytest.raises(BadRequestError):
        client.connections.pick_list(CUSTOMER, SALESFORCE, pick_list_name="all_sobjects")


@pytest.mark.round_trip("list_connector_metadata", "list_all_connectors")
def test_a_planted_connector_is_listed(client: WorkatoEmbedded, recorder: Recorder) -> None:
    """No operation makes a connector; one that a test plants is found by both lists."""
    planted(recorder, "connectors", {"name": "abacus", "title": "Abacus"})
    assert [one.title for one in client.connectors.query(applications="abacus")] == ["Abacus"]
    assert "Abacus" in [one.title for one in client.connectors.list()]


@pytest.mark.round_trip("search_public_recipes")
def test_a_planted_public_recipe_is_found(client: WorkatoEmbedded, recorder: Recorder) -> None:
    """No operation makes a public recipe; one that a test plants is found by its words."""
    planted(recorder, "public_recipes", {"id": 99900, "name": "Weigh each parcel"})
    found = client.recipes.search_public(applications="salesforce,jira", term="parcel")
    assert [recipe.id for recipe in found] == [99900]


@pytest.mark.round_trip(
    "share_custom_connector_version", "suppress_shared_connector", "get_custom_connector", "list_custom_connectors"
)
def test_a_shared_version_is_read_back(client: WorkatoEmbedded) -> None:
    """Shared, seen alone and in the list; suppressed, seen in neither."""
    connectors = client.custom_connectors
    connectors.share_version(CUSTOM_CONNECTOR, 2)
    assert connectors.get(CUSTOM_CONNECTOR).oem_shared_version == 2
    assert CUSTOM_CONNECTOR in [one.id for one in connectors.list(oem_shared=True)]
    connectors.suppress(CUSTOM_CONNECTOR)
    assert connectors.get(CUSTOM_CONNECTOR).oem_shared_version is None
    assert CUSTOM_CONNECTOR not in [one.id for one in connectors.list(oem_shared=True)]


@pytest.mark.round_trip("assign_custom_oauth_profile", "unassign_custom_oauth_profile")
def test_an_assigned_profile_is_kept(client: WorkatoEmbedded) -> None:
    """No operation reads it; a second one for the same connector is refused until the first is taken away."""
    profiles = client.custom_oauth_profiles
    profiles.assign(CUSTOMER, PROFILE)
    with pytest.raises(BadRequestError):
        profiles.assign(CUSTOMER, PROFILE + 1)
    profiles.unassign(CUSTOMER, PROFILE, force=True)
    profiles.assign(CUSTOMER, PROFILE + 1)


@pytest.mark.round_trip("create_api_collection", "list_api_collections")
def test_an_api_collection_is_listed(client: WorkatoEmbedded) -> None:
    """With the name and version that it was given."""
    made = client.api_platform.collections.create(CUSTOMER, name="Invoices API", version="2.0")
    (listed,) = [one for one in client.api_platform.collections.list(CUSTOMER) if one.id == made.id]
    assert (listed.name, listed.version) == ("Invoices API", "2.0")


@pytest.mark.round_trip("create_api_client", "list_api_clients")
def test_an_api_client_is_listed(client: WorkatoEmbedded) -> None:
    """With the name that it was given."""
    made = client.api_platform.clients.create(CUSTOMER, name="Portal")
    assert (made.id, "Portal") in [(one.id, one.name) for one in client.api_platform.clients.list(CUSTOMER)]


@pytest.mark.round_trip("disable_api_endpoint")
def test_an_endpoint_is_disabled(client: WorkatoEmbedded) -> None:
    """And is listed so."""
    client.api_platform.endpoints.disable(CUSTOMER, API_ENDPOINT)
    assert {one.id: one.active for one in client.api_platform.endpoints.list(CUSTOMER)}[API_ENDPOINT] is False


@pytest.mark.round_trip("enable_api_access_profile")
def test_an_access_profile_is_enabled_again(client: WorkatoEmbedded) -> None:
    """After it was disabled."""
    profiles = client.api_platform.access_profiles
    profiles.disable(CUSTOMER, ACCESS_PROFILE)
    profiles.enable(CUSTOMER, ACCESS_PROFILE)
    assert {one.id: one.active for one in profiles.list(CUSTOMER)}[ACCESS_PROFILE] is True


@pytest.mark.round_trip("update_export_manifest")
def test_a_changed_manifest_is_read_back(client: WorkatoEmbedded) -> None:
    """Under its new name."""
    made = client.export_manifests.create(name="One", folder_id=FOLDER, auto_generate_assets=True)
    client.export_manifests.update(made.id, name="Other", folder_id=FOLDER, auto_generate_assets=True)
    assert client.export_manifests.get(made.id).name == "Other"


@pytest.mark.round_trip("update_signature_verification_key")
def test_the_key_is_kept(client: WorkatoEmbedded, recorder: Recorder) -> None:
    """No operation reads it; the state of the account has it."""
    client.account.update_signature_verification_key(key=KEY)
    with recorder.plane() as plane:
        state = plane.get("/state").json()
    assert json.dumps(KEY) in json.dumps(state["tables"]["account"])
