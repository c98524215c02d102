"""The operations on connections behave as documented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from workato_embedded_mock import MockServer


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({}, [7101, 7102, 7103]),
        ({"provider": "jira"}, [7101]),
        ({"provider": "Jira"}, []),
        ({"folder_id": "5512"}, [7101, 7102, 7103]),
        ({"folder_id": "1"}, []),
        ({"folder_id": "9" * 40}, []),
        ({"external_id": "nw-42"}, [7101]),
        ({"external_id": "nw-42", "provider": "salesforce"}, []),
        ({"parent_id": "7101"}, []),
        ({"include_runtime_connections": "true"}, [7101, 7102, 7103]),
    ],
)
def test_filters_are_combined_and_exact(
    client: httpx2.Client, northwind: str, query: dict[str, str], ids: list[int]
) -> None:
    """Only connections that match all filters are returned, by ascending id."""
    response = client.get(f"{northwind}/connections", params=query)
    assert [connection["id"] for connection in response.json()["result"]] == ids


def test_connections_of_an_unknown_customer_are_not_found(client: httpx2.Client) -> None:
    """The list of an unknown customer returns 404 instead of an empty list."""
    assert client.get("/managed_users/1/connections").status_code == 404


def test_runtime_connections_are_listed_on_demand_only(tmp_path: Path) -> None:
    """Connections of runtime users are listed with `include_runtime_connections` only, children always."""

    def connection(number: int, parent: int | None) -> dict[str, object]:
        time = "2023-10-02T09:15:00.120-07:00"
        return {
            "id": number,
            "name": f"Connection {number}",
            "provider": "jira",
            "authorized_at": None,
            "authorization_status": None,
            "created_at": time,
            "updated_at": time,
            "parent_id": parent,
        }

    time = "2023-05-04T03:12:09.101-07:00"
    user = {
        "id": 1,
        "external_id": None,
        "name": "One",
        "notification_email": "one@example.com",
        "plan_id": "gold",
        "origin_url": None,
        "in_trial": False,
        "created_at": time,
        "updated_at": time,
    }
    seed = {
        "ManagedUser": {"one": {"value": user}},
        "Connection": {
            "parent": {"in": {"managed_user_id": 1}, "value": connection(1, None)},
            "child": {"in": {"managed_user_id": 1}, "value": connection(2, 1)},
            "runtime": {"in": {"managed_user_id": 1, "runtime": True}, "value": connection(3, None)},
        },
    }
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(seed))
    with MockServer(seed=str(path)) as server, httpx2.Client(base_url=server.url) as client:
        client.headers["Authorization"] = "Bearer t"

        def ids(**query: str) -> list[int]:
            response = client.get("/managed_users/1/connections", params=query)
            return [item["id"] for item in response.json()["result"]]

        assert ids() == [1, 2]
        assert ids(include_runtime_connections="true") == [1, 2, 3]
        assert ids(parent_id="1") == [2]


def create(client: httpx2.Client, customer: str, **body: object) -> Any:
    """Create a connection with success."""
    response = client.post(f"{customer}/connections", json=body)
    assert response.status_code == 200, response.headers
    return response.json()


def update(client: httpx2.Client, customer: str, connection_id: int, **body: object) -> Any:
    """Update a connection."""
    response = client.put(f"{customer}/connections/{connection_id}", json=body)
    assert response.status_code == 200, response.headers
    return response.json()


def listed(client: httpx2.Client, customer: str) -> dict[int, Any]:
    """Return the connections of a customer by id."""
    return {item["id"]: item for item in client.get(f"{customer}/connections").json()["result"]}


def test_a_shell_connection_has_no_authorization(client: httpx2.Client, northwind: str) -> None:
    """A shell connection is stored and listed with the fields sent, without authorization."""
    made = create(client, northwind, provider="slack", name="Slack", folder_id=5512, external_id="nw-1")
    assert made == {
        "id": 7104,
        "name": "Slack",
        "provider": "slack",
        "authorized_at": None,
        "authorization_status": None,
        "authorization_error": None,
        "created_at": made["created_at"],
        "updated_at": made["created_at"],
        "external_id": "nw-1",
        "folder_id": 5512,
        "identity": None,
        "parent_id": None,
        "connection_lost_at": None,
        "connection_lost_reason": None,
    }
    assert listed(client, northwind)[7104] == made
    bare = create(client, northwind, provider="jira")
    assert (bare["name"], bare["folder_id"], bare["external_id"]) == (None, None, None)


def test_a_connection_with_input_is_connected_and_counted(client: httpx2.Client, northwind: str) -> None:
    """A connection with input counts as an active connection of the customer, a shell connection does not."""
    made = create(client, northwind, provider="jira", input={"host": "jira.example.com"})
    assert (made["authorization_status"], made["authorization_error"]) == ("success", None)
    assert made["authorized_at"] == made["created_at"]
    assert client.get(northwind).json()["active_connection_count"] == 3
    shell = create(client, northwind, provider="jira", input={"host": "jira.example.com"}, shell_connection=True)
    assert (shell["authorization_status"], shell["authorized_at"]) == (None, None)
    assert client.get(northwind).json()["active_connection_count"] == 3


@pytest.mark.parametrize("credentials", [{}, {"host": ""}, {"host": "jira.example.com", "api_key": None}])
def test_a_connection_with_incomplete_input_is_created_unauthorized(
    client: httpx2.Client, northwind: str, credentials: dict[str, object]
) -> None:
    """A connection with incomplete input has an error, and complete input connects it."""
    made = create(client, northwind, provider="jira", input=credentials)
    assert (made["authorization_status"], made["authorized_at"]) == ("failed", None)
    assert made["authorization_error"]
    assert listed(client, northwind)[made["id"]] == made
    better = update(client, northwind, made["id"], input={"host": "jira.example.com", "api_key": "k"})
    assert (better["authorization_status"], better["authorization_error"]) == ("success", None)
    assert better["authorized_at"] == better["updated_at"]


@pytest.mark.parametrize("credentials", [{"input": {"sandbox": "true"}}, {"oauth_token_pair": {"access_token": "t"}}])
def test_an_oauth_connection_is_created_as_a_shell(
    client: httpx2.Client, northwind: str, credentials: dict[str, object]
) -> None:
    """Credentials of an OAuth connection are ignored with a note on creation; tokens sent later connect it."""
    response = client.post(f"{northwind}/connections", json={"provider": "salesforce", **credentials})
    assert response.json()["authorization_status"] is None
    assert f"/body/{next(iter(credentials))}" in response.headers["X-Mock-Reason"]
    made = response.json()["id"]
    assert update(client, northwind, made, input={"sandbox": "true"})["authorization_status"] is None
    connected = update(client, northwind, made, oauth_token_pair={"access_token": "t", "refresh_token": "r"})
    assert connected["authorization_status"] == "success"


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({}, 400, "/body/provider"),
        ({"provider": ""}, 400, "/body/provider"),
        ({"provider": 7}, 400, "/body/provider"),
        ({"provider": "jira", "name": None}, 400, "/body/name"),
        ({"provider": "jira", "folder_id": "x"}, 400, "/body/folder_id"),
        ({"provider": "jira", "parent_id": 7102}, 400, "/body/parent_id"),
        ({"provider": "jira", "parent_id": 1}, 404, "/body/parent_id"),
        ({"provider": "jira", "input": "host"}, 400, "/body/input"),
    ],
)
def test_an_invalid_connection_is_rejected(
    client: httpx2.Client, northwind: str, body: object, status: int, pointer: str
) -> None:
    """A connector that is not text, or a parent that is unknown or of another connector, is rejected."""
    response = client.post(f"{northwind}/connections", json=body)
    assert response.status_code == status
    assert f'"{pointer}"' in response.headers["X-Mock-Reason"]
    assert list(listed(client, northwind)) == [7101, 7102, 7103]


def test_an_update_changes_only_the_fields_sent(client: httpx2.Client, northwind: str) -> None:
    """An update of a connection never changes the connector, and one without a body changes nothing."""
    before = listed(client, northwind)[7101]
    assert client.put(f"{northwind}/connections/7101").json() == before
    after = update(client, northwind, 7101, name="EU", folder_id=5513)
    assert after == {**before, "name": "EU", "folder_id": 5513, "updated_at": after["updated_at"]}
    assert after["updated_at"] > before["updated_at"]
    assert listed(client, northwind)[7101] == after
    response = client.put(f"{northwind}/connections/7101", json={"provider": "slack", "external_id": "nw-43"})
    assert (response.json()["provider"], response.json()["external_id"]) == ("jira", "nw-43")
    assert '"/body/provider"' in response.headers["X-Mock-Reason"]
    assert "X-Mock-Reason" not in client.put(f"{northwind}/connections/7101", json={"provider": "jira"}).headers


def test_an_update_with_incomplete_input_returns_the_failed_connection(client: httpx2.Client, northwind: str) -> None:
    """An update with incomplete input sets the status `failed`, and keeps the time of the last authorization."""
    before = listed(client, northwind)[7101]
    after = update(client, northwind, 7101, input={"host": ""})
    assert (after["authorization_status"], after["authorized_at"]) == ("failed", before["authorized_at"])
    assert client.get(northwind).json()["active_connection_count"] == 1


def test_a_parent_has_the_same_connector_and_is_not_a_descendant(client: httpx2.Client, northwind: str) -> None:
    """A parent has the same connector and is not a descendant; its children lose it when it is deleted."""
    parent = create(client, northwind, provider="jira")["id"]
    child = create(client, northwind, provider="jira", parent_id=parent)["id"]
    below = create(client, northwind, provider="jira", parent_id=child)["id"]
    found = client.get(f"{northwind}/connections", params={"parent_id": parent}).json()["result"]
    assert [item["id"] for item in found] == [child]
    for wrong, status in ((parent, 400), (below, 400), (7102, 400), (1, 404)):
        response = client.put(f"{northwind}/connections/{parent}", json={"parent_id": wrong})
        assert response.status_code == status
    assert update(client, northwind, below, parent_id=parent)["parent_id"] == parent
    assert client.delete(f"{northwind}/connections/{parent}").json() == {"success": True}
    assert {listed(client, northwind)[number]["parent_id"] for number in (child, below)} == {None}


@pytest.mark.parametrize("sent", [None, {}, {"force": True}, {"force": False}])
def test_a_connection_must_be_disconnected_before_deletion(
    client: httpx2.Client, northwind: str, sent: dict[str, bool] | None
) -> None:
    """A connected connection cannot be deleted, and a second disconnect changes nothing."""
    before = create(client, northwind, provider="jira", input={"host": "jira.example.com"})
    path = f"{northwind}/connections/{before['id']}"
    assert client.delete(path).status_code == 400
    for _ in range(2):
        response = client.post(f"{path}/disconnect", json=sent)
        assert response.json() == {"success": True, "status": "disconnected"}
    after = listed(client, northwind)[before["id"]]
    assert after == {**before, "authorization_status": None, "updated_at": after["updated_at"]}
    assert client.get(northwind).json()["active_connection_count"] == 2
    assert client.delete(path).json() == {"success": True}
    assert list(listed(client, northwind)) == [7101, 7102, 7103]
    assert client.delete(path).status_code == client.post(f"{path}/disconnect").status_code == 404


def test_a_connection_that_is_not_connected_can_be_deleted(client: httpx2.Client, northwind: str) -> None:
    """Disconnecting a failed connection does not change it."""
    failed = create(client, northwind, provider="jira", input={})
    client.post(f"{northwind}/connections/{failed['id']}/disconnect")
    assert listed(client, northwind)[failed["id"]] == failed
    for number in (failed["id"], 7103):
        assert client.delete(f"{northwind}/connections/{number}").json() == {"success": True}


@pytest.mark.parametrize(
    ("method", "below", "body"),
    [
        ("PUT", "", {"name": "x"}),
        ("DELETE", "", None),
        ("POST", "/disconnect", None),
        ("POST", "/pick_list", {"pick_list_name": "all_sobjects"}),
    ],
)
@pytest.mark.parametrize("path", ["/managed_users/512101/connections/7102", "/managed_users/512044/connections/1"])
def test_a_connection_of_another_customer_is_not_found(
    client: httpx2.Client, method: str, below: str, body: object, path: str
) -> None:
    """A connection of another customer, or one that does not exist, returns 404."""
    response = client.request(method, f"{path}{below}", json=body)
    assert (response.status_code, response.json()) == (404, {"message": "Not found"})


@pytest.mark.parametrize("folder_id", [1, 2**63 - 1])
def test_an_unknown_folder_is_not_found(client: httpx2.Client, northwind: str, folder_id: int) -> None:
    """An unknown folder returns 404 on create and on update, and nothing changes."""
    before = client.get(f"{northwind}/connections").json()
    made = client.post(f"{northwind}/connections", json={"provider": "jira", "folder_id": folder_id})
    changed = client.put(f"{northwind}/connections/7103", json={"folder_id": folder_id})
    for response in (made, changed):
        assert (response.status_code, "/body/folder_id" in response.headers["x-mock-reason"]) == (404, True)
    assert client.get(f"{northwind}/connections").json() == before


def test_connections_can_be_filtered_by_project(client: httpx2.Client, northwind: str) -> None:
    """`project_id` keeps the connections in any folder of the project; an unknown project has none."""
    deep = {"name": "Deep", "provider": "slack", "folder_id": 5513}
    elsewhere = client.post(f"{northwind}/folders", json={"name": "Other"}).json()
    inside = client.post(f"{northwind}/connections", json=deep).json()["id"]
    outside = client.post(f"{northwind}/connections", json={**deep, "folder_id": elsewhere["id"]}).json()["id"]

    def ids(project_id: object) -> list[int]:
        listed = client.get(f"{northwind}/connections", params={"project_id": str(project_id)}).json()["result"]
        return [row["id"] for row in listed]

    assert ids(523200) == [7101, 7102, 7103, inside]
    assert ids(elsewhere["project_id"]) == [outside]
    assert ids(1) == []


def test_connections_can_be_filtered_by_their_last_change(client: httpx2.Client, northwind: str) -> None:
    """`updated_after` keeps the connections that changed after a time, in whatever offset it is given."""

    def ids(time: str) -> list[int]:
        listed = client.get(f"{northwind}/connections", params={"updated_after": time}).json()["result"]
        return [row["id"] for row in listed]

    assert ids("2023-10-02T16:15:00Z") == [7101, 7102, 7103]
    assert ids("2023-10-02T16:15:01Z") == [7102, 7103]
    assert ids("2023-11-06T11:30:00-08:00") == []


def test_a_connection_is_lost_if_new_credentials_fail(client: httpx2.Client, northwind: str) -> None:
    """A connection that worked is lost from the time at which new credentials fail, until others succeed."""
    path = f"{northwind}/connections/7101"
    lost = client.put(path, json={"input": {"apitoken": ""}}).json()
    assert lost["authorization_status"] == "failed"
    assert lost["connection_lost_at"] == lost["updated_at"]
    assert lost["connection_lost_reason"] == lost["authorization_error"]
    again = client.put(path, json={"input": {}}).json()
    assert again["connection_lost_at"] == lost["connection_lost_at"]
    listed = client.get(f"{northwind}/connections").json()["result"]
    assert [row["id"] for row in listed if row["connection_lost_at"]] == [7101]
    found = client.put(path, json={"input": {"apitoken": "x"}}).json()
    assert (found["connection_lost_at"], found["connection_lost_reason"]) == (None, None)


def test_an_update_as_a_shell_does_not_authorize(client: httpx2.Client, northwind: str) -> None:
    """`shell_connection` stores the input of an update without testing it."""
    path = f"{northwind}/connections/7101"
    changed = client.put(path, json={"shell_connection": True, "input": {"apitoken": ""}, "name": "Jira"}).json()
    assert (changed["name"], changed["authorization_status"]) == ("Jira", "success")
