"""Managed users and their members: what is written is returned by each operation that reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve
from workato_embedded import UNSET, NotFoundError, WorkatoEmbedded

from contract_tests.contracts.case import CUSTOMER, EMPTY_CUSTOMER, RUNNING_RECIPE
from contract_tests.support.recorder import Recorder


@pytest.mark.round_trip("create_managed_user", "get_managed_user", "list_managed_users")
def test_a_created_customer_is_returned_by_id_by_external_id_and_in_the_list(client: WorkatoEmbedded) -> None:
    """A new customer has the values that were sent, by its id, by its external id and in the list."""
    made = client.managed_users.create(
        name="Globex", notification_email="ops@example.com", external_id="globex", frame_ancestors="https://example.com"
    )
    got = client.managed_users.get(made.id)
    assert (got.name, got.notification_email, got.external_id) == ("Globex", "ops@example.com", "globex")
    assert (got.frame_ancestors, got.origin_url) == ("https://example.com", None)
    assert client.managed_users.get("Eglobex") == got
    assert got in client.managed_users.list().items


def test_properties_missing_in_the_response_to_create_are_unset(client: WorkatoEmbedded) -> None:
    """The client returns UNSET for properties that only `get` returns, and does not fail."""
    made = client.managed_users.create(name="Globex", notification_email="ops@example.com")
    assert made.external_id is None
    assert made.task_count is UNSET or isinstance(made.task_count, int | None)


@pytest.mark.round_trip("update_managed_user")
def test_an_update_changes_only_what_is_sent_and_null_clears(client: WorkatoEmbedded) -> None:
    """An update distinguishes a missing value, null and a value."""
    before = client.managed_users.get(512101)
    assert before.origin_url is not None
    client.managed_users.update(512101, origin_url=None, name="Contoso Ltd")
    after = client.managed_users.get(512101)
    assert (after.name, after.origin_url) == ("Contoso Ltd", None)
    assert (after.frame_ancestors, after.external_id) == (before.frame_ancestors, before.external_id)


def test_a_new_external_id_replaces_the_old_one_in_paths(client: WorkatoEmbedded) -> None:
    """After a change of the external id its old `E` form gets a 404 and the new one works; null removes it."""
    client.managed_users.update("Ecust-0042", external_id="E/42 %")
    assert client.managed_users.get("EE/42 %").id == 512044
    with pytest.raises(NotFoundError):
        client.managed_users.get("Ecust-0042")
    assert client.managed_users.update("EE/42 %", external_id=None).external_id is None
    with pytest.raises(NotFoundError):
        client.managed_users.get("EE/42 %")


@pytest.mark.round_trip("delete_managed_user")
def test_a_deleted_customer_is_gone_with_all_its_objects(client: WorkatoEmbedded) -> None:
    """Every path below a deleted customer gets a 404, and its external id is free again."""
    client.managed_users.delete("Ecust-0042")
    reads = (
        client.managed_users.members.list,
        client.connections.list,
        client.lookup_tables.list,
        client.folders.list,
        client.recipes.list,
    )
    for read in reads:
        with pytest.raises(NotFoundError):
            read(512044)
    with pytest.raises(NotFoundError):
        client.jobs.list(512044, RUNNING_RECIPE)
    again = client.managed_users.create(name="Again", notification_email="ops@example.com", external_id="cust-0042")
    assert again.id != 512044
    assert client.lookup_tables.list(again.id).items == []


@pytest.mark.round_trip("upgrade_managed_user", "downgrade_managed_user")
def test_a_changed_plan_is_returned(client: WorkatoEmbedded) -> None:
    """A customer has the plan to which it was upgraded or downgraded."""
    before = client.managed_users.get(CUSTOMER).plan_id
    client.managed_users.upgrade(CUSTOMER, plan_id="partner_enterprise")
    assert client.managed_users.get(CUSTOMER).plan_id == "partner_enterprise" != before
    down = client.managed_users.downgrade(CUSTOMER)
    assert client.managed_users.get(CUSTOMER).plan_id == down.plan_id != "partner_enterprise"


@pytest.mark.round_trip("get_task_usage")
def test_a_job_changes_the_task_usage(client: WorkatoEmbedded, recorder: Recorder) -> None:
    """The task usage changes when a recipe runs."""
    before = client.managed_users.usage()
    with recorder.control_plane() as control:
        control.post("/jobs", json={"managed_user_id": CUSTOMER, "recipe_id": 9001, "count": 3}).raise_for_status()
    assert client.managed_users.usage() != before


def test_the_task_usage_is_an_object(client: WorkatoEmbedded) -> None:
    """The task usage is an object, whose keys are not documented."""
    assert isinstance(client.managed_users.usage(), dict)


@pytest.mark.round_trip("list_members", "add_member", "get_member", "update_member", "remove_member")
def test_a_member_is_added_updated_and_removed(client: WorkatoEmbedded) -> None:
    """A new member is returned, has its new role after an update, and is not listed after removal."""
    managers = client.managed_users.members.list("Eacme/42")
    made = client.managed_users.members.add("Eacme/42", name="Kim Lee", role_name="Operator", external_id="u-1")
    assert [*managers, made] == client.managed_users.members.list("Eacme/42").items
    assert (made.name, made.role_name, made.external_id) == ("Kim Lee", "Operator", "u-1")
    client.managed_users.members.update("Eacme/42", made.id, role_name="Admin", time_zone="Kolkata")
    after = client.managed_users.members.get("Eacme/42", made.id)
    assert after == evolve(made, role_name="Admin")
    assert client.managed_users.members.remove("Eacme/42", made.id).id == made.id
    assert client.managed_users.members.list("Eacme/42") == managers


@pytest.mark.round_trip("add_member_deprecated", "remove_member_deprecated")
def test_a_member_is_added_and_removed_by_the_deprecated_operations(client: WorkatoEmbedded) -> None:
    """The deprecated operations add a member to the list and remove it."""
    before = client.managed_users.members.list(CUSTOMER).items
    client.managed_users.members.add_deprecated(CUSTOMER, name="Kim Lee", oauth_id="idp-18")
    (made,) = [member for member in client.managed_users.members.list(CUSTOMER) if member not in before]
    assert made.name == "Kim Lee"
    client.managed_users.members.remove_deprecated(CUSTOMER, member_id=str(made.id))
    assert client.managed_users.members.list(CUSTOMER).items == before


@pytest.mark.round_trip("provision_customer_environments")
def test_provisioned_environments_are_in_the_list_and_have_content_of_their_own(client: WorkatoEmbedded) -> None:
    """Test and Production are returned with the customer, and a folder of one of them is in no other."""
    made = client.managed_users.provision_environments(EMPTY_CUSTOMER)
    assert made in client.managed_users.list().items
    assert isinstance(made.environments, list)
    test, prod = made.environments
    assert (test.environment_type, prod.environment_type) == ("test", "prod")
    folder = client.folders.create(test.id, name="Orders")
    assert [entry.id for entry in client.folders.list(test.id)] == [folder.id]
    assert client.folders.list(prod.id).items == client.folders.list(EMPTY_CUSTOMER).items == []


@pytest.mark.round_trip("get_usage_v2")
def test_usage_counts_the_jobs_that_ran(client: WorkatoEmbedded) -> None:
    """A job that a poll leads to counts in the usage of its customer."""
    times: dict[str, Any] = {"from_": datetime(2020, 1, 1, tzinfo=UTC), "to": datetime(2100, 1, 1, tzinfo=UTC)}

    def succeeded() -> int:
        (entry,) = client.managed_users.statistics.usage(**times, workspace_ids=[512044])["data"]
        return int(entry["job_succeeded_count"])

    before = succeeded()
    client.recipes.poll_now(CUSTOMER, RUNNING_RECIPE)
    assert succeeded() == before + 1


@pytest.mark.round_trip("get_connection_usage")
def test_connection_usage_counts_authorized_connections(client: WorkatoEmbedded) -> None:
    """A connection counts once it is authorized."""
    times: dict[str, Any] = {"from_": datetime(2020, 1, 1, tzinfo=UTC), "to": datetime(2100, 1, 1, tzinfo=UTC)}

    def count() -> int:
        (entry,) = client.managed_users.statistics.connection_usage(**times, external_ids=["cust-0042"])["data"]
        return int(entry["connection_count"])

    before = count()
    client.connections.create(CUSTOMER, provider="jira", name="One", input={"auth_type": "api_token"})
    assert count() == before + 1
