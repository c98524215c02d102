"""Connections, their picklists and connectors: what is written is returned by each operation that reads it."""

from __future__ import annotations

import pytest
from workato_embedded import BadRequestError, WorkatoEmbedded

from contract_tests.contracts.case import CUSTOM_CONNECTOR, CUSTOMER, PROFILE, SALESFORCE
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
