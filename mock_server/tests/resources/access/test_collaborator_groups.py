"""The operations on groups of collaborators behave as documented."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from workato_embedded_mock.openapi.document import load_fixtures

SEEDED: dict[str, Any] = load_fixtures()[1]["CollaboratorGroup"]["developers"]["value"]
DEVELOPERS, EVERYONE = SEEDED["id"], "am-MOCK512044-ID"
CONTOSO = "/managed_users/512101"


def listed(client: httpx2.Client, customer: str, **query: str | int) -> list[str]:
    """Return the names of the groups in a list."""
    return [group["name"] for group in client.get(f"{customer}/user_groups", params=query).json()["data"]]


def create(client: httpx2.Client, customer: str, **group: Any) -> httpx2.Response:
    """Create a group."""
    return client.post(f"{customer}/user_groups", json={"user_group": group})


def test_the_list_begins_with_the_group_of_all_collaborators(client: httpx2.Client, northwind: str) -> None:
    """The list has the group of all members first, which the system made, and then those of the customer."""
    page = client.get(f"{northwind}/user_groups").json()
    everyone, *others = page["data"]
    assert (everyone["id"], everyone["system"], everyone["members_count"]) == (EVERYONE, True, 2)
    assert others == [SEEDED]
    assert (page["total"], page["page"]) == (2, {"number": 1, "size": 100})
    assert listed(client, CONTOSO) == [everyone["name"]]


def test_a_page_is_chosen_by_number_and_size(client: httpx2.Client, northwind: str) -> None:
    """The second page of one group has the second group."""
    page = client.get(f"{northwind}/user_groups", params={"page[number]": 2, "page[size]": 1}).json()
    assert (page["data"], page["total"]) == ([SEEDED], 2)


@pytest.mark.parametrize(("name", "found"), [("DEVEL", ["Developers"]), ("Developers2", []), ("", None)])
def test_the_filter_matches_a_part_of_the_name(
    client: httpx2.Client, northwind: str, name: str, found: list[str] | None
) -> None:
    """The filter by name matches a part of the name in any case."""
    assert listed(client, northwind, name=name) == (listed(client, northwind) if found is None else found)


def test_a_created_group_can_be_read(client: httpx2.Client, northwind: str) -> None:
    """A new group has no members and belongs to its customer only."""
    made = create(client, northwind, name="Release managers", description="Deploy").json()["data"]
    assert made == {
        "id": made["id"],
        "name": "Release managers",
        "description": "Deploy",
        "members_count": 0,
        "system": False,
        "created_at": made["created_at"],
        "updated_at": made["created_at"],
    }
    assert client.get(f"{northwind}/user_groups/{made['id']}").json() == {"data": made}
    assert listed(client, northwind)[-1] == "Release managers"
    assert client.get(f"{CONTOSO}/user_groups/{made['id']}").status_code == 404
    assert create(client, northwind, name="Plain").json()["data"]["description"] is None


def test_an_update_changes_only_what_was_sent(client: httpx2.Client, northwind: str) -> None:
    """An update keeps the properties that it does not name."""
    path = f"{northwind}/user_groups/{DEVELOPERS}"
    changed = client.put(path, json={"user_group": {"name": "Builders"}}).json()["data"]
    assert changed == {**SEEDED, "name": "Builders", "updated_at": changed["updated_at"]}
    assert changed["updated_at"] != SEEDED["updated_at"]
    assert client.get(path).json() == {"data": changed}
    assert client.put(path, json={"user_group": {"name": "Builders", "description": ""}}).status_code == 200
    assert client.get(path).json()["data"]["description"] == ""


def test_a_deleted_group_is_gone(client: httpx2.Client, northwind: str) -> None:
    """A deleted group returns 404, and its members stay in the workspace."""
    path = f"{northwind}/user_groups/{DEVELOPERS}"
    response = client.delete(path)
    assert (response.status_code, response.content) == (204, b"")
    assert [client.request(method, path).status_code for method in ("GET", "DELETE")] == [404, 404]
    assert client.get(f"{northwind}/members/771203").status_code == 200


@pytest.mark.parametrize("name", ["Developers", "All collaborators"])
def test_a_name_is_used_once(client: httpx2.Client, northwind: str, name: str) -> None:
    """A second group of a name is rejected with 422, also by an update; the same name for the same group is not."""
    made = create(client, northwind, name="Others").json()["data"]["id"]
    rename = {"user_group": {"name": name}}
    for response in (
        create(client, northwind, name=name),
        client.put(f"{northwind}/user_groups/{made}", json=rename),
    ):
        assert (response.status_code, response.json()) == (422, {"errors": [{"title": "Name has already been taken"}]})
    assert create(client, CONTOSO, name="Developers").status_code == 200
    same = {"user_group": {"name": "Others"}}
    assert client.put(f"{northwind}/user_groups/{made}", json=same).status_code == 200


def test_a_blank_name_is_rejected(client: httpx2.Client, northwind: str) -> None:
    """A group needs a name with other characters than spaces."""
    assert create(client, northwind, name="  ").status_code == 400
    assert listed(client, northwind)[1:] == ["Developers"]


def test_the_group_of_all_collaborators_cannot_be_changed(client: httpx2.Client, northwind: str) -> None:
    """Changes of the group that the system made, and of its members, are rejected with 422."""
    path = f"{northwind}/user_groups/{EVERYONE}"
    before = client.get(path).json()
    for response in (
        client.put(path, json={"user_group": {"name": "All"}}),
        client.delete(path),
        client.post(f"{path}/members?user_ids=771203"),
        client.delete(f"{path}/members?user_ids=771203"),
    ):
        assert (response.status_code, response.json()) == (
            422,
            {"errors": [{"title": "System group cannot be changed"}]},
        )
    assert client.get(path).json() == before


@pytest.mark.parametrize("group", ["pf-MOCK9999-ID", "am-MOCK512101-ID", "431", "x"])
def test_an_unknown_group_is_not_found(client: httpx2.Client, northwind: str, group: str) -> None:
    """An id that no group of the customer has is a 404 for each operation."""
    path = f"{northwind}/user_groups/{group}"
    for response in (
        client.get(path),
        client.put(path, json={"user_group": {}}),
        client.delete(path),
        client.get(f"{path}/members"),
        client.post(f"{path}/members?user_ids=771203"),
        client.delete(f"{path}/members?user_ids=771203"),
        client.get(f"{path}/project_grants"),
    ):
        assert response.status_code == 404


def test_groups_belong_to_all_environments_of_a_customer(client: httpx2.Client, northwind: str) -> None:
    """The groups of a customer can be read and changed by the id of any of its environments."""
    for environment in (512045, 512046):
        assert listed(client, f"/managed_users/{environment}") == listed(client, northwind)
    create(client, "/managed_users/512046", name="Production")
    assert listed(client, northwind)[-1] == "Production"
