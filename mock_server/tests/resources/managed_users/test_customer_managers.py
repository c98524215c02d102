"""The operations on customer managers behave as documented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.openapi.document import load_fixtures

MANAGERS = "/customer_managers"
KIM = {"team_collaborator_id": 88102, "role_id": 318}


def items(client: httpx2.Client) -> list[dict[str, Any]]:
    """Return all customer managers."""
    return list(client.get(MANAGERS).json()["result"]["items"])


def test_the_list_is_wrapped_twice_and_equals_the_seed(client: httpx2.Client) -> None:
    """The list of customer managers is in `result.items`, equals the seed and is sorted by ascending id."""
    seeded = [entry["value"] for entry in load_fixtures()[1]["CustomerManager"].values()]
    assert client.get(MANAGERS).json() == {"result": {"items": seeded}}


def test_a_removed_manager_can_be_added_again(client: httpx2.Client) -> None:
    """A removed customer manager stays in the partner's team, and can be added again under a new id."""
    assert client.delete(f"{MANAGERS}/6602").json() == {"result": {"success": True}}
    assert [manager["id"] for manager in items(client)] == [6601]
    made = client.post(MANAGERS, json={**KIM, "role_id": "2"}).json()["result"]
    assert (made["id"], made["user"]["name"]) == (66001, "Kim Tarn")
    assert made["privilege_group"] == {"id": 2, "name": "Admin", "system": True}
    assert items(client)[-1] == made


def test_adding_an_existing_manager_changes_the_role(client: httpx2.Client) -> None:
    """Adding a person who is a customer manager already changes the role of the existing manager."""
    made = client.post(MANAGERS, json={**KIM, "role_id": 2}).json()["result"]
    assert (made["id"], made["privilege_group"]["id"]) == (6602, 2)
    assert items(client)[1:] == [made]


@pytest.mark.parametrize("role", [318, "318"])
def test_an_update_changes_the_role(client: httpx2.Client, role: object) -> None:
    """An update changes the role, sent as a number or as text, and keeps the person."""
    before = items(client)[0]
    after = client.put(f"{MANAGERS}/6601", json={"role_id": role}).json()["result"]
    assert after == {**before, "privilege_group": {"id": 318, "name": "Support engineer", "system": False}}
    assert items(client)[0] == after


def teams(client: httpx2.Client) -> list[int]:
    """Return the customers in whose teams Kim is."""
    customers = [customer["id"] for customer in client.get("/managed_users").json()["result"]]
    return [each for each in customers if client.get(f"/managed_users/{each}/members/88102").status_code == 200]


def test_a_limited_manager_is_only_in_the_permitted_teams(client: httpx2.Client) -> None:
    """A manager is a member of the permitted customers, which responses show with their names, and of no others."""
    made = client.post("/managed_users", json={"name": "New", "notification_email": "n@example.com"}).json()["id"]
    assert teams(client) == [512044, 512101]
    body = {**KIM, "permitted_workspace_ids": [512101, 512101]}
    contoso = [{"id": 512101, "name": "Contoso Freight"}]
    assert client.post(MANAGERS, json=body).json()["result"]["moderated_workspaces"] == contoso
    assert (items(client)[-1]["moderated_workspaces"], teams(client)) == (contoso, [512101])
    client.put("/managed_users/512101", json={"name": "Contoso"})
    assert items(client)[-1]["moderated_workspaces"] == [{"id": 512101, "name": "Contoso"}]
    changed = client.put(f"{MANAGERS}/6602", json={"role_id": 318, "permitted_workspace_ids": [made, 512044]})
    assert [workspace["id"] for workspace in changed.json()["result"]["moderated_workspaces"]] == [512044, made]
    assert teams(client) == [512044, made]


@pytest.mark.parametrize("more", [{}, {"permitted_workspace_ids": []}])
def test_an_update_without_workspaces_ends_the_limit(client: httpx2.Client, more: dict[str, Any]) -> None:
    """A manager works everywhere after an update that names no workspaces."""
    made = client.post("/managed_users", json={"name": "New", "notification_email": "n@example.com"}).json()["id"]
    assert made not in teams(client)
    changed = client.put(f"{MANAGERS}/6602", json={"role_id": 318, **more}).json()["result"]
    assert changed["moderated_workspaces"] == []
    assert made in teams(client)


def test_a_manager_who_is_sent_back_loses_the_limit(client: httpx2.Client) -> None:
    """A manager that was read and is sent back has only a read-only list: the limit ends, with a note."""
    response = client.put(f"{MANAGERS}/6602", json={**items(client)[-1], "role_id": 2})
    assert response.json()["result"]["moderated_workspaces"] == []
    assert "moderated_workspaces" in response.headers["X-Mock-Reason"]


def test_a_manager_whose_only_customer_is_deleted_is_in_no_team(client: httpx2.Client) -> None:
    """Deleting the only permitted customer of a manager does not give access to the others."""
    client.put(f"{MANAGERS}/6602", json={"role_id": 318, "permitted_workspace_ids": [512101]})
    assert client.delete("/managed_users/512101").status_code == 200
    assert items(client)[-1]["moderated_workspaces"] == []
    assert teams(client) == []


@pytest.mark.parametrize("way", ["POST /customer_managers", "PUT /customer_managers/6602"])
def test_an_unknown_workspace_is_rejected(client: httpx2.Client, way: str) -> None:
    """A workspace that does not exist is rejected with 400, and nothing changes."""
    before = items(client)
    method, path = way.split()
    response = client.request(method, path, json={**KIM, "role_id": 2, "permitted_workspace_ids": [512044, 1]})
    assert response.status_code == 400
    assert "/body/permitted_workspace_ids" in response.headers["X-Mock-Reason"]
    assert items(client) == before


@pytest.mark.parametrize("body", [{}, {**KIM, "role_id": 5}, {**KIM, "role_id": "9" * 40}, {**KIM, "role_id": -2}])
@pytest.mark.parametrize("way", ["POST /customer_managers", "PUT /customer_managers/6601"])
def test_an_unknown_role_is_rejected(client: httpx2.Client, body: object, way: str) -> None:
    """An unknown or missing role is rejected with 400, and nothing changes."""
    before = items(client)
    method, path = way.split()
    response = client.request(method, path, json=body)
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert "/body/role_id" in response.headers["X-Mock-Reason"]
    assert items(client) == before


@pytest.mark.parametrize("person", [1, 771203, None, "x"])
def test_an_unknown_person_is_rejected(client: httpx2.Client, person: object) -> None:
    """A member of a customer's workspace is not a collaborator of the partner and cannot become a manager."""
    response = client.post(MANAGERS, json={**KIM, "team_collaborator_id": person})
    assert response.status_code == 400
    assert "/body/team_collaborator_id" in response.headers["X-Mock-Reason"]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_unknown_manager_is_not_found(client: httpx2.Client, method: str) -> None:
    """A manager is not found by an unknown id or by the id of the person."""
    for manager in (1, 88102):
        response = client.request(method, f"{MANAGERS}/{manager}", json={"role_id": 2})
        assert (response.status_code, response.json()) == (404, {"message": "Not found"})


def test_a_manager_can_be_removed_only_once(client: httpx2.Client) -> None:
    """The second removal of a customer manager returns 404."""
    assert [client.delete(f"{MANAGERS}/6601").status_code for _ in range(2)] == [200, 404]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"user": "robin"}, "/CustomerManager/kim/value/user/id"),
        (
            {"privilege_group": {"id": 2, "name": "Boss", "system": True}},
            "/CustomerManager/kim/value/privilege_group/name",
        ),
        (
            {"moderated_workspaces": [{"id": 512044, "name": "Northwind Tools"}]},
            "/CustomerManager/kim/value/moderated_workspaces/0/id",
        ),
    ],
)
def test_a_seed_that_contradicts_itself_is_rejected(tmp_path: Path, change: dict[str, Any], pointer: str) -> None:
    """A seed is rejected if a person is two managers, a role has two names, or a workspace does not exist."""
    managers = load_fixtures()[1]["CustomerManager"]
    robin, kim = managers["robin"]["value"], {**managers["kim"]["value"], "moderated_workspaces": [], **change}
    if kim["user"] == "robin":
        kim["user"] = robin["user"]
    path = tmp_path / "seed.yaml"
    content = {"CustomerManager": {"robin": {"value": robin}, "kim": {"value": kim}}}
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    with pytest.raises(StartError, match=pointer), MockServer(seed=str(path)):
        pass
