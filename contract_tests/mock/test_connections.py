"""Connections, their picklists and connectors: what is written is returned by each operation that reads it."""

from __future__ import annotations

from typing import Any

import pytest
from workato_embedded import BadRequestError, WorkatoEmbedded

from contract_tests.contracts.case import CUSTOM_CONNECTOR, CUSTOMER, FIELD_MAP, PROFILE, RUNNING_RECIPE, SALESFORCE
from contract_tests.mock.tables import add_copy
from contract_tests.support.recorder import Recorder


@pytest.mark.round_trip("update_connection")
def test_a_renamed_connection_is_listed_with_its_new_name(client: WorkatoEmbedded) -> None:
    """The list has the new name of a connection after an update."""
    made = client.connections.create(CUSTOMER, provider="jira", name="One")
    client.connections.update(CUSTOMER, made.id, name="Other")
    assert [one.name for one in client.connections.list(CUSTOMER) if one.id == made.id] == ["Other"]


def test_connections_are_filtered(client: WorkatoEmbedded) -> None:
    """Each filter keeps equal values only, and several filters are combined."""

    def names(**by: str | int) -> list[str]:
        return [connection.provider for connection in client.connections.list(512044, **by)]  # type: ignore[arg-type]  # any filter

    assert names() == ["jira", "salesforce", "slack"]
    assert names(provider="jira") == names(external_id="nw-42") == ["jira"]
    assert names(provider="jira", external_id="other") == names(folder_id=1) == names(parent_id=7101) == []
    assert names(folder_id=5512, include_runtime_connections="true") == ["jira", "salesforce", "slack"]


@pytest.mark.round_trip("get_picklist_values")
def test_a_picklist_needs_an_authorized_connection(client: WorkatoEmbedded) -> None:
    """A picklist has values while its connection is authorized, and gets a 400 after the connection is disconnected."""
    assert client.connections.pick_list(CUSTOMER, SALESFORCE, pick_list_name="all_sobjects")
    client.connections.disconnect(CUSTOMER, SALESFORCE, force=True)
    with pytest.raises(BadRequestError):
        client.connections.pick_list(CUSTOMER, SALESFORCE, pick_list_name="all_sobjects")


@pytest.mark.round_trip("list_connector_metadata", "list_all_connectors")
def test_an_added_connector_is_listed(client: WorkatoEmbedded, recorder: Recorder) -> None:
    """A connector that is added through the control plane is in both lists; no operation creates one."""
    add_copy(recorder, "connectors", name="abacus", title="Abacus")
    assert [one.title for one in client.connectors.query(applications="abacus")] == ["Abacus"]
    assert "Abacus" in [one.title for one in client.connectors.list()]


@pytest.mark.round_trip(
    "share_custom_connector_version", "suppress_shared_connector", "get_custom_connector", "list_custom_connectors"
)
def test_a_shared_version_of_a_custom_connector_is_returned(client: WorkatoEmbedded) -> None:
    """A shared version is returned by `get` and in the list of shared connectors, until it is suppressed."""
    connectors = client.custom_connectors
    connectors.share_version(CUSTOM_CONNECTOR, 2)
    assert connectors.get(CUSTOM_CONNECTOR).oem_shared_version == 2
    assert CUSTOM_CONNECTOR in [one.id for one in connectors.list(oem_shared=True)]
    connectors.suppress(CUSTOM_CONNECTOR)
    assert connectors.get(CUSTOM_CONNECTOR).oem_shared_version is None
    assert CUSTOM_CONNECTOR not in [one.id for one in connectors.list(oem_shared=True)]


@pytest.mark.round_trip("assign_custom_oauth_profile", "unassign_custom_oauth_profile")
def test_an_assigned_oauth_profile_prevents_a_second_one(client: WorkatoEmbedded) -> None:
    """A second profile for the same connector gets a 400 until the first is unassigned; no operation reads profiles."""
    profiles = client.custom_oauth_profiles
    profiles.assign(CUSTOMER, PROFILE)
    with pytest.raises(BadRequestError):
        profiles.assign(CUSTOMER, PROFILE + 1)
    profiles.unassign(CUSTOMER, PROFILE, force=True)
    profiles.assign(CUSTOMER, PROFILE + 1)


@pytest.mark.round_trip("get_connection_input_schema", "get_connector_input_schema")
def test_the_input_fields_follow_the_input_of_a_connection(client: WorkatoEmbedded) -> None:
    """A connection has the fields of its connector, and those that its input adds."""
    of_connector = [field.name for field in client.connectors.input_schema(CUSTOMER, "jira")]
    made = client.connections.create(CUSTOMER, provider="jira", name="One", input={"auth_type": "api_token"})
    fields = [field.name for field in client.connections.input_schema(CUSTOMER, made.id)]
    assert fields == [*of_connector, "email", "apitoken"]
    client.connections.update(CUSTOMER, made.id, input={"auth_type": "oauth"})
    assert [field.name for field in client.connections.input_schema(CUSTOMER, made.id)] == of_connector


@pytest.mark.round_trip("get_field_map_pick_list")
def test_the_choices_of_a_field_map_are_those_of_the_connection_of_its_recipe(client: WorkatoEmbedded) -> None:
    """A field map offers what the picklist of the connection returns, until the recipe has no connection."""
    picklist: dict[str, Any] = {
        "pick_list_name": "sobject_fields",
        "pick_list_params": {"sobject_name": "Order__c"},
    }
    of_connection = client.connections.pick_list(CUSTOMER, SALESFORCE, **picklist)
    assert client.field_maps.pick_list(CUSTOMER, RUNNING_RECIPE, FIELD_MAP, **picklist) == of_connection
    client.recipes.stop(CUSTOMER, RUNNING_RECIPE)
    client.recipes.update(CUSTOMER, RUNNING_RECIPE, config="[]")
    with pytest.raises(BadRequestError):
        client.field_maps.pick_list(CUSTOMER, RUNNING_RECIPE, FIELD_MAP, **picklist)
