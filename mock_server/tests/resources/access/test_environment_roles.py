"""The operations on environment roles behave as documented."""

from __future__ import annotations

import httpx2
import pytest
from workato_embedded_mock.openapi.document import load_fixtures

SEEDED = load_fixtures()[1]["EnvironmentRole"]["release_manager"]["value"]
SYSTEM = ["EnvironmentAdmin", "EnvironmentManager", "Member"]
CONFIG = {"team": {"privileges": ["read", "update"]}}


def _names(client: httpx2.Client, customer: str, **query: str | int) -> list[str]:
    response = client.get(f"{customer}/environment_roles", params=query)
    return [role["name"] for role in response.json()["data"]]


def _create(client: httpx2.Client, customer: str, name: str) -> httpx2.Response:
    body = {"environment_role": {"name": name, "config": CONFIG}}
    return client.post(f"{customer}/environment_roles", json=body)


def test_the_list_has_the_roles_of_the_system_and_of_the_seed(client: httpx2.Client, northwind: str) -> None:
    """The roles of the system are listed first, then those of the customer, without their privileges."""
    listed = client.get(f"{northwind}/environment_roles").json()
    assert [(role["name"], role["type"]) for role in listed["data"][:3]] == [(name, "system") for name in SYSTEM]
    assert listed["data"][3:] == [{key: value for key, value in SEEDED.items() if key != "config"}]
    assert (listed["total"], listed["page"]) == (4, {"number": 1, "size": 100})
    assert _names(client, "/managed_users/512101") == SYSTEM


def test_pages_have_a_number_and_a_size(client: httpx2.Client, northwind: str) -> None:
    """The parameters `page[number]` and `page[size]` choose a page, and the response repeats them."""
    response = client.get(f"{northwind}/environment_roles", params={"page[number]": 2, "page[size]": 3}).json()
    assert [role["id"] for role in response["data"]] == [411]
    assert (response["total"], response["page"]) == (4, {"number": 2, "size": 3})
    assert _names(client, northwind, **{"page[number]": 9}) == []


def test_brackets_may_be_escaped(client: httpx2.Client, northwind: str) -> None:
    """Percent-encoded brackets in the names of the paging parameters mean the same as plain ones."""
    plain = client.get(f"{northwind}/environment_roles?page[size]=1&page[number]=4").json()
    escaped = client.get(f"{northwind}/environment_roles?page%5Bsize%5D=1&page%5Bnumber%5D=4").json()
    assert plain == escaped
    assert [role["id"] for role in plain["data"]] == [411]


def test_a_larger_page_is_reduced_to_the_maximum(client: httpx2.Client, northwind: str) -> None:
    """A page size above 100 is served as 100, with a note."""
    response = client.get(f"{northwind}/environment_roles", params={"page[size]": 500})
    assert response.json()["page"] == {"number": 1, "size": 100}
    assert "/query/page[size]" in response.headers["X-Mock-Reason"]


@pytest.mark.parametrize(("name", "found"), [("Member", ["Member"]), ("member", []), ("", [])])
def test_a_name_is_compared_exactly(client: httpx2.Client, northwind: str, name: str, found: list[str]) -> None:
    """The filter of environment roles by name is case-sensitive."""
    assert _names(client, northwind, name=name) == found


def test_a_created_role_can_be_read(client: httpx2.Client, northwind: str) -> None:
    """A created environment role is custom, has no collaborators, and is listed for its customer only."""
    made = _create(client, northwind, "Auditor").json()["data"]
    assert made == {
        "id": made["id"],
        "name": "Auditor",
        "members_count": 0,
        "type": "custom",
        "created_at": made["created_at"],
        "updated_at": made["created_at"],
        "config": CONFIG,
    }
    assert client.get(f"{northwind}/environment_roles/{made['id']}").json() == {"data": made}
    assert _names(client, northwind)[-1] == "Auditor"
    assert client.get(f"/managed_users/512101/environment_roles/{made['id']}").status_code == 404


@pytest.mark.parametrize("name", ["Release manager", "Member"])
def test_a_name_is_used_once(client: httpx2.Client, northwind: str, name: str) -> None:
    """A second environment role of a name is rejected; another customer may use the name of a custom role."""
    response = _create(client, northwind, name)
    assert (response.status_code, response.json()) == (422, {"errors": [{"title": "Name has already been taken"}]})
    assert "/body/environment_role/name" in response.headers["X-Mock-Reason"]
    other = _create(client, "/managed_users/512101", name)
    assert other.status_code == (422 if name == "Member" else 200)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"name": "a"},
        {"name": "", "config": {}},
        {"name": "a", "config": {"team": "all"}},
        {"name": "a", "config": {"team": {"privileges": "some"}}},
    ],
)
def test_a_role_needs_a_name_and_privileges(client: httpx2.Client, northwind: str, settings: object) -> None:
    """An environment role without a name or with invalid privileges is not created."""
    response = client.post(f"{northwind}/environment_roles", json={"environment_role": settings})
    assert response.status_code == 400
    assert len(_names(client, northwind)) == 4


def test_an_update_keeps_what_it_omits(client: httpx2.Client, northwind: str) -> None:
    """An update changes the name or the privileges of an environment role, and keeps the other one."""
    path = f"{northwind}/environment_roles/411"
    renamed = client.put(path, json={"environment_role": {"name": "Release lead"}}).json()["data"]
    assert (renamed["name"], renamed["config"]) == ("Release lead", SEEDED["config"])
    assert renamed["created_at"] == SEEDED["created_at"] != renamed["updated_at"]
    client.put(path, json={"environment_role": {"name": "Release lead", "config": CONFIG}})
    changed = client.get(path).json()["data"]
    assert (changed["name"], changed["config"]) == ("Release lead", CONFIG)
    unchanged = client.put(path, json={"environment_role": {}}).json()["data"]
    assert unchanged == changed


def test_an_update_cannot_take_the_name_of_another_role(client: httpx2.Client, northwind: str) -> None:
    """Renaming an environment role to the name of another one is rejected."""
    response = client.put(f"{northwind}/environment_roles/411", json={"environment_role": {"name": "Member"}})
    assert (response.status_code, response.json()) == (422, {"errors": [{"title": "Name has already been taken"}]})
    assert client.get(f"{northwind}/environment_roles/411").json()["data"]["name"] == "Release manager"


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_role_of_the_system_cannot_be_changed(client: httpx2.Client, northwind: str, method: str) -> None:
    """A role of the system can be neither changed nor deleted."""
    body = {"environment_role": {"name": "Boss"}} if method == "PUT" else None
    response = client.request(method, f"{northwind}/environment_roles/301", json=body)
    assert (response.status_code, response.json()) == (422, {"errors": [{"title": "Role cannot be changed"}]})
    assert _names(client, northwind)[:3] == SYSTEM


def test_a_deleted_role_is_gone(client: httpx2.Client, northwind: str) -> None:
    """Deleting an environment role returns 204 without a body; reading the role returns 404 then."""
    response = client.delete(f"{northwind}/environment_roles/411")
    assert (response.status_code, response.content) == (204, b"")
    assert not {"content-type", "content-length"} & response.headers.keys()
    assert client.get(f"{northwind}/environment_roles/411").status_code == 404
    assert _names(client, northwind) == SYSTEM
    assert client.delete(f"{northwind}/environment_roles/411").status_code == 404


def test_the_paths_of_the_newest_edition_are_served(client: httpx2.Client, northwind: str) -> None:
    """The paths below /v2 of the newest edition are served with a note that names the documented path."""
    for path in ("environment_roles", "environment_roles/411"):
        newest = client.get(f"/v2{northwind}/{path}")
        assert newest.json() == client.get(f"{northwind}/{path}").json()
        assert "/managed_users/{managed_user_id}/environment_roles" in newest.headers["X-Mock-Reason"]


def test_environment_roles_are_deleted_with_their_customer(client: httpx2.Client, northwind: str) -> None:
    """The environment roles of a deleted customer return 404."""
    client.delete(northwind)
    assert client.get(f"{northwind}/environment_roles/411").status_code == 404
