"""The operations on project roles behave as documented."""

from __future__ import annotations

import httpx2
import pytest
from workato_embedded_mock.openapi.document import load_fixtures

FIXTURES = [entry["value"] for entry in load_fixtures()[1]["ProjectRole"].values()]
SEEDED = FIXTURES[0]
SYSTEM = ["ProjectAdmin", "AdvancedBuilder", "ProjectOperator"]
CONFIG = {"team": {"privileges": ["read", "update"]}}


def _names(client: httpx2.Client, customer: str, **query: str | int) -> list[str]:
    response = client.get(f"{customer}/project_roles", params=query)
    return [role["name"] for role in response.json()["data"]]


def _create(client: httpx2.Client, customer: str, name: str, **more: object) -> httpx2.Response:
    return client.post(f"{customer}/project_roles", json={"project_role": {"name": name, "config": CONFIG, **more}})


def test_the_list_has_the_roles_of_the_system_and_of_the_seed(client: httpx2.Client, northwind: str) -> None:
    """The project roles of the system are listed first, then those of the customer, without their privileges."""
    listed = client.get(f"{northwind}/project_roles").json()
    assert [(role["name"], role["type"]) for role in listed["data"][:3]] == [(name, "system") for name in SYSTEM]
    assert listed["data"][3:] == [{key: role[key] for key in role if key != "config"} for role in FIXTURES]
    assert (listed["total"], listed["page"]) == (5, {"number": 1, "size": 100})
    assert _names(client, northwind, **{"page[number]": 2, "page[size]": 3}) == ["Builder", "Tester"]
    assert _names(client, northwind, name="Builder") == ["Builder"]


@pytest.mark.parametrize("role_id", ["421", "pr-MOCK0421-ID"])
def test_the_id_of_a_role_may_be_a_text(client: httpx2.Client, northwind: str, role_id: str) -> None:
    """A project role can be read by its number, and by the text that project grants have."""
    assert client.get(f"{northwind}/project_roles/{role_id}").json() == {"data": SEEDED}


@pytest.mark.parametrize("role_id", ["pg-MOCK0421-ID", "pr-MOCK00421-ID", "pr-MOCK9999-ID", "pr-", "Builder"])
def test_another_text_is_not_the_id_of_a_role(client: httpx2.Client, northwind: str, role_id: str) -> None:
    """A text that is not the id of a project role is a 404."""
    assert client.get(f"{northwind}/project_roles/{role_id}").status_code == 404


def test_a_created_role_can_be_read(client: httpx2.Client, northwind: str) -> None:
    """A created project role is custom, has no collaborators, and is listed for its customer only."""
    made = _create(client, northwind, "Reviewer").json()["data"]
    assert (made["type"], made["members_count"], made["config"]) == ("custom", 0, CONFIG)
    assert client.get(f"{northwind}/project_roles/{made['id']}").json() == {"data": made}
    assert _names(client, northwind)[-1] == "Reviewer"
    assert client.get(f"/managed_users/512101/project_roles/{made['id']}").status_code == 404
    assert _create(client, northwind, "Reviewer").status_code == 422


def test_child_workspaces_may_inherit_a_role(client: httpx2.Client, northwind: str) -> None:
    """The option `inheritable` decides the type of a project role; an update without it keeps the type."""
    made = _create(client, northwind, "Reviewer", inheritable=True).json()["data"]
    path = f"{northwind}/project_roles/{made['id']}"
    types = [made["type"]]
    for more in ({}, {"inheritable": False}):
        client.put(path, json={"project_role": {"name": "Reviewer", "config": CONFIG, **more}})
        types.append(client.get(path).json()["data"]["type"])
    assert types == ["inheritable", "inheritable", "custom"]


def test_an_update_needs_name_and_privileges(client: httpx2.Client, northwind: str) -> None:
    """An update of a project role needs its name and its privileges, and changes both."""
    path = f"{northwind}/project_roles/421"
    for settings in ({"name": "Builder"}, {"config": CONFIG}, {}):
        assert client.put(path, json={"project_role": settings}).status_code == 400
    assert client.get(path).json()["data"] == SEEDED
    client.put(path, json={"project_role": {"name": "Senior builder", "config": CONFIG}})
    changed = client.get(path).json()["data"]
    assert (changed["name"], changed["config"]) == ("Senior builder", CONFIG)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_role_of_the_system_cannot_be_changed(client: httpx2.Client, northwind: str, method: str) -> None:
    """A project role of the system can be neither changed nor deleted."""
    body = {"project_role": {"name": "Boss", "config": CONFIG}} if method == "PUT" else None
    response = client.request(method, f"{northwind}/project_roles/351", json=body)
    assert (response.status_code, response.json()) == (422, {"errors": [{"title": "Role cannot be changed"}]})
    assert _names(client, northwind)[:3] == SYSTEM


def test_a_deleted_role_is_gone(client: httpx2.Client, northwind: str) -> None:
    """Deleting a project role returns 204 without a body; reading the role returns 404 then."""
    response = client.delete(f"{northwind}/project_roles/421")
    assert (response.status_code, response.content) == (204, b"")
    assert client.get(f"{northwind}/project_roles/421").status_code == 404
    assert _names(client, northwind) == [*SYSTEM, "Tester"]


def test_the_paths_of_the_newest_edition_are_served(client: httpx2.Client, northwind: str) -> None:
    """The paths of project roles below /v2 are served with a note that names the documented path."""
    newest = client.get(f"/v2{northwind}/project_roles/421")
    assert newest.json() == {"data": SEEDED}
    assert "/managed_users/{managed_user_id}/project_roles/{id}" in newest.headers["X-Mock-Reason"]
