"""Environments have ids and content of their own; what belongs to the customer is the same in all of them."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer

CONTOSO, NORTHWIND_PROD = 512101, 512046


@pytest.fixture(name="provisioned")
def provisioned_contoso(client: httpx2.Client) -> dict[str, Any]:
    """Return Contoso after it was given environments."""
    response = client.post(f"/managed_users/{CONTOSO}/environments")
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


def ids_of(customer: dict[str, Any]) -> dict[str, int]:
    """Return the ids of the environments of a customer by type."""
    return {entry["environment_type"]: entry["id"] for entry in customer["environments"]}


def test_get_returns_the_environments_that_were_provisioned(client: httpx2.Client, provisioned: dict[str, Any]) -> None:
    """The response to provisioning is the customer, which get returns by its ids and by its external id."""
    assert (provisioned["id"], provisioned["name"]) == (CONTOSO, "Contoso Freight")
    ids = ids_of(provisioned)
    assert [*ids] == ["test", "prod"]
    assert len({CONTOSO, *ids.values()}) == 3
    for key in (CONTOSO, "Eacme%2F42", *ids.values()):
        assert client.get(f"/managed_users/{key}").json() == provisioned


def test_a_customer_without_environments_has_no_such_property(client: httpx2.Client) -> None:
    """The property `environments` is missing before environments are provisioned."""
    assert "environments" not in client.get(f"/managed_users/{CONTOSO}").json()


def test_environments_cannot_be_provisioned_twice(client: httpx2.Client, provisioned: dict[str, Any]) -> None:
    """A second request is rejected, also by the id of an environment, and changes nothing."""
    for key in (CONTOSO, ids_of(provisioned)["prod"]):
        response = client.post(f"/managed_users/{key}/environments")
        assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert client.get(f"/managed_users/{CONTOSO}").json() == provisioned


def test_lists_have_one_entry_for_a_customer(client: httpx2.Client, provisioned: dict[str, Any]) -> None:
    """The list of customers and the task usage have no entries for Test and Production."""
    page = client.get("/managed_users").json()
    assert page["result"][-1] == provisioned
    assert page["count"] == len(page["result"])
    listed = {entry["id"] for entry in page["result"]}
    assert not listed & set(ids_of(provisioned).values())
    assert client.get("/managed_users/usage").json()["result"].keys() == {str(number) for number in listed}


def test_each_environment_has_content_of_its_own(client: httpx2.Client, provisioned: dict[str, Any]) -> None:
    """A folder, a connection, a table and a property of one environment are in no other."""
    test, prod = (f"/managed_users/{number}" for number in ids_of(provisioned).values())
    folder = client.post(f"{test}/folders", json={"name": "Orders"}).json()
    assert client.post(f"{test}/connections", json={"name": "J", "provider": "jira"}).status_code == 200
    table = {"lookup_table": {"name": "T", "schema": [{"label": "a"}]}}
    assert client.post(f"{test}/lookup_tables", json=table).status_code == 200
    assert client.post(f"{test}/properties", json={"properties": {"a": "1"}}).status_code == 200
    for path in ("folders", "projects", "connections", "lookup_tables"):
        assert len(client.get(f"{test}/{path}").json()["result"]) == 1
        assert client.get(f"{prod}/{path}").json()["result"] == []
    query = {"prefix": "a"}
    assert client.get(f"{test}/properties", params=query).json()["result"] == {"a": "1"}
    assert client.get(f"{prod}/properties", params=query).json()["result"] == {}
    assert client.get(f"{prod}/folders", params={"parent_id": folder["id"]}).status_code == 404


def test_members_and_plan_belong_to_the_customer(client: httpx2.Client, provisioned: dict[str, Any]) -> None:
    """A member that is added and a plan that is changed by the id of an environment are those of the customer."""
    prod = f"/managed_users/{ids_of(provisioned)['prod']}"
    member = client.post(f"{prod}/members", json={"name": "Kim Lee"}).json()
    assert client.get(f"/managed_users/{CONTOSO}/members/{member['id']}").json() == member
    assert client.put(f"{prod}/upgrade", json={"plan_id": "gold"}).json()["id"] == CONTOSO
    client.put(prod, json={"name": "Contoso Ltd"})
    changed = client.get(f"/managed_users/{CONTOSO}").json()
    assert (changed["plan_id"], changed["name"]) == ("gold", "Contoso Ltd")


def test_the_usage_of_all_environments_counts(client: httpx2.Client, server: MockServer) -> None:
    """Running recipes and tasks in Production count for the customer."""
    before = client.get("/managed_users/512044").json()
    path = f"/managed_users/{NORTHWIND_PROD}"
    code = {
        "number": 0,
        "keyword": "trigger",
        "provider": "clock",
        "name": "scheduled",
        "block": [{"number": 1, "keyword": "action", "provider": "logger", "name": "log_message", "block": []}],
    }
    sent = {"recipe": {"name": "Nightly", "code": json.dumps(code), "config": "[]"}}
    recipe_id = client.post(f"{path}/recipes", json=sent).json()["id"]
    assert client.put(f"{path}/recipes/{recipe_id}/start").json()["success"] is True
    job = {"managed_user_id": NORTHWIND_PROD, "recipe_id": recipe_id}
    assert client.post(f"{server.root_url}/_mock/jobs", json=job).status_code == 200
    after = client.get("/managed_users/512044").json()
    assert after["active_recipe_count"] == before["active_recipe_count"] + 1
    assert after["task_count"] == before["task_count"] + 1


def test_deleting_the_customer_deletes_its_environments(client: httpx2.Client, provisioned: dict[str, Any]) -> None:
    """The ids of environments are unknown after the customer was deleted; an environment alone cannot be deleted."""
    ids = ids_of(provisioned).values()
    assert client.delete(f"/managed_users/{ids_of(provisioned)['test']}").status_code == 404
    assert client.get(f"/managed_users/{CONTOSO}").status_code == 200
    client.delete(f"/managed_users/{CONTOSO}")
    for number in (CONTOSO, *ids):
        assert client.get(f"/managed_users/{number}/folders").status_code == 404


@pytest.mark.parametrize("suffix", ["_dev", "_test", "_prod"])
@pytest.mark.parametrize("key", ["512044", "Ecust-0042"])
def test_the_suffixes_of_the_documentation_are_placeholders(client: httpx2.Client, key: str, suffix: str) -> None:
    """An id with a suffix is not found, and the reason says which id to use."""
    response = client.get(f"/managed_users/{key}{suffix}/folders")
    assert (response.status_code, response.json()) == (404, {"message": "Not found"})
    reason = response.headers["X-Mock-Reason"]
    assert f"the suffix {suffix} is a placeholder" in reason
    assert f"of the customer {key}" in reason
    assert ("environments of" in reason) is (suffix != "_dev")


def test_an_external_id_can_end_like_a_placeholder(client: httpx2.Client) -> None:
    """A customer with an external id that ends in `_test` is found by it."""
    sent = {"name": "Globex", "notification_email": "ops@example.com", "external_id": "globex_test"}
    assert client.post("/managed_users", json=sent).status_code == 200
    assert client.get("/managed_users/Eglobex_test").json()["name"] == "Globex"


def test_the_state_of_environments_can_be_exported_and_imported(
    client: httpx2.Client, server: MockServer, provisioned: dict[str, Any]
) -> None:
    """An imported state has the environments of the exported one."""
    state = client.get(f"{server.root_url}/_mock/state").json()
    client.post(f"{server.root_url}/_mock/reset")
    assert "environments" not in client.get(f"/managed_users/{CONTOSO}").json()
    assert client.put(f"{server.root_url}/_mock/state", json=state).status_code == 200
    assert client.get(f"/managed_users/{CONTOSO}").json() == provisioned
