"""Roles of people and groups in projects behave as documented."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from workato_embedded_mock.openapi.document import load_fixtures

SEEDED = {name: entry["value"] for name, entry in load_fixtures()[1]["ProjectGrant"].items()}
DEVELOPERS, EVERYONE = "pf-MOCK0431-ID", "am-MOCK512044-ID"
SAM, DANA = 771203, 771377
BUILDER, TESTER, ADMIN = "pr-MOCK0421-ID", "pr-MOCK0422-ID", "pr-MOCK0351-ID"


@pytest.fixture
def project(northwind: str) -> str:
    """Return the path of the project of the seed."""
    return f"{northwind}/projects/523200"


def grant(holder: int | str, role: str) -> dict[str, str]:
    """Return a grant as it is sent."""
    kind = "User" if isinstance(holder, int) else "UserGroup"
    return {"assignment_type": kind, "assignment_id": str(holder), "project_role_id": role}


def give(client: httpx2.Client, project: str, *grants: dict[str, str]) -> httpx2.Response:
    """Add or change grants of a project."""
    return client.put(f"{project}/project_grants", json={"project_grants": grants})


def read(client: httpx2.Client, path: str) -> list[Any]:
    """Return the entries in a response."""
    return list(client.get(path).json()["data"])


def privileges(client: httpx2.Client, northwind: str, member: int) -> dict[int, Any]:
    """Return what a member may do, by project."""
    found = read(client, f"{northwind}/members/{member}/projects_privileges")
    return {entry["project"]["id"]: entry["privileges"] for entry in found}


def test_a_project_lists_its_grants(client: httpx2.Client, project: str) -> None:
    """The grants of a project equal the seed, in pages."""
    page = client.get(f"{project}/project_grants").json()
    assert page == {"data": list(SEEDED.values()), "total": 2, "page": {"number": 1, "size": 100}}
    second = client.get(f"{project}/project_grants?page[number]=2&page[size]=1").json()
    assert (second["data"], second["total"]) == ([SEEDED["dana"]], 2)


def test_people_and_groups_list_their_own_grants(client: httpx2.Client, northwind: str) -> None:
    """A member lists the grants to the person, and a group those to the group."""
    assert read(client, f"{northwind}/members/{DANA}/project_grants") == [SEEDED["dana"]]
    assert read(client, f"{northwind}/members/{SAM}/project_grants") == []
    assert read(client, f"{northwind}/user_groups/{DEVELOPERS}/project_grants") == [SEEDED["developers"]]
    assert read(client, f"{northwind}/user_groups/{EVERYONE}/project_grants") == []
    assert client.get(f"{northwind}/members/1/project_grants").status_code == 404


def test_one_request_adds_and_changes_grants(client: httpx2.Client, northwind: str, project: str) -> None:
    """A grant of a person or group is changed, a new one is added, and all others stay."""
    response = give(client, project, grant(SAM, ADMIN), grant(DEVELOPERS, BUILDER), grant(EVERYONE, TESTER))
    assert response.status_code == 200
    sam, developers, everyone = response.json()["data"]
    assert (sam["user"]["id"], sam["user_group"], sam["project_role"]["name"]) == (SAM, None, "ProjectAdmin")
    assert developers == {**SEEDED["developers"], "project_role": {"id": BUILDER, "name": "Builder"}}
    assert (everyone["user_group"]["id"], everyone["user"]) == (EVERYONE, None)
    assert read(client, f"{project}/project_grants") == [developers, SEEDED["dana"], sam, everyone]
    assert read(client, f"{northwind}/members/{SAM}/project_grants") == [sam]
    assert read(client, f"{northwind}/user_groups/{EVERYONE}/project_grants") == [everyone]


def test_the_last_grant_of_a_request_wins(client: httpx2.Client, project: str) -> None:
    """Two grants for one person in a request are one grant with the last role."""
    (made,) = give(client, project, grant(SAM, ADMIN), grant(SAM, BUILDER)).json()["data"]
    assert made["project_role"]["name"] == "Builder"
    assert read(client, f"{project}/project_grants")[2:] == [made]


def test_a_role_may_be_named_by_its_number(client: httpx2.Client, project: str) -> None:
    """The number of a project role, also as a number, means the same as its text; ids of people may be numbers."""
    sent = {"assignment_type": "User", "assignment_id": SAM, "project_role_id": 421}
    response = client.put(f"{project}/project_grants", json={"project_grants": [sent]})
    assert response.json()["data"][0]["project_role"] == {"id": BUILDER, "name": "Builder"}
    assert "X-Mock-Reason" in response.headers


@pytest.mark.parametrize(
    ("bad", "title"),
    [
        (grant(1, TESTER), "User 1 not found"),
        (grant(88102, TESTER), "User 88102 not found"),
        (grant("pf-MOCK9999-ID", TESTER), "Group pf-MOCK9999-ID not found"),
        ({**grant(SAM, TESTER), "assignment_type": "UserGroup"}, "Group 771203 not found"),
        (grant(SAM, "pr-MOCK9999-ID"), "Project role pr-MOCK9999-ID not found"),
    ],
)
def test_a_request_with_an_unknown_object_changes_nothing(
    client: httpx2.Client, project: str, bad: dict[str, str], title: str
) -> None:
    """An unknown person, group or role is rejected with 422, and no grant of the request is written."""
    response = give(client, project, grant(SAM, ADMIN), bad)
    assert (response.status_code, response.json()) == (422, {"errors": [{"title": title}]})
    assert "/body/project_grants/1/" in response.headers["X-Mock-Reason"]
    assert read(client, f"{project}/project_grants") == list(SEEDED.values())


def test_at_most_100_grants_are_sent_at_once(client: httpx2.Client, project: str) -> None:
    """101 grants in a request are rejected with 400; none are accepted."""
    assert give(client, project, *[grant(SAM, ADMIN)] * 101).status_code == 400
    assert give(client, project).json() == {"data": []}
    assert read(client, f"{project}/project_grants") == list(SEEDED.values())


def test_a_grant_gets_another_role(client: httpx2.Client, northwind: str) -> None:
    """An update changes the role of a grant; an unknown role and an unknown grant are a 404."""
    path = f"{northwind}/project_grants/{SEEDED['dana']['id']}"
    assert client.get(path).json() == {"data": SEEDED["dana"]}
    changed = client.put(path, json={"project_role_id": ADMIN}).json()["data"]
    assert changed == {**SEEDED["dana"], "project_role": {"id": ADMIN, "name": "ProjectAdmin"}}
    assert client.get(path).json() == {"data": changed}
    assert client.put(path, json={"project_role_id": "pr-MOCK9999-ID"}).status_code == 404
    assert client.put(f"{northwind}/project_grants/x", json={"project_role_id": ADMIN}).status_code == 404
    assert client.get(path.replace("512044", "512101")).status_code == 404


def test_a_deleted_grant_is_gone(client: httpx2.Client, northwind: str, project: str) -> None:
    """A deleted grant is a 404, and the person cannot reach the project any more."""
    path = f"{northwind}/project_grants/{SEEDED['dana']['id']}"
    response = client.delete(path)
    assert (response.status_code, response.content) == (204, b"")
    assert [client.request(method, path).status_code for method in ("GET", "DELETE")] == [404, 404]
    assert read(client, f"{project}/project_grants") == [SEEDED["developers"]]
    assert privileges(client, northwind, DANA) == {}


def test_other_spellings_of_the_paths_are_served(client: httpx2.Client, northwind: str, project: str) -> None:
    """The path without projects, and the paths below /v2, are served with a note."""
    seeded = list(SEEDED.values())
    for path in (f"{northwind}/523200/project_grants", f"/v2{project}/project_grants"):
        response = client.get(path)
        assert response.json()["data"] == seeded
        assert "/projects/{project_id}/project_grants" in response.headers["X-Mock-Reason"]
    assert client.get(f"/v2{northwind}/project_grants/{seeded[0]['id']}").json() == {"data": seeded[0]}


def test_a_project_must_belong_to_the_customer(client: httpx2.Client) -> None:
    """A project of another customer is a 404."""
    path = "/managed_users/512101/projects/523200"
    assert client.get(f"{path}/project_grants").status_code == 404
    assert give(client, path).status_code == 404


def test_a_grant_shows_in_the_privileges_of_the_person(client: httpx2.Client, northwind: str, project: str) -> None:
    """The privileges of a member in a project are those of the role, and change with it."""
    assert privileges(client, northwind, DANA) == {523200: {"recipes": ["read", "run"]}}
    give(client, project, grant(DANA, ADMIN))
    assert privileges(client, northwind, DANA) == {523200: {"team": ["all"]}}


def test_privileges_of_several_roles_add_up(client: httpx2.Client, northwind: str, project: str) -> None:
    """A member with a role of the person and one of a group has the privileges of both."""
    config = {"recipes": {"privileges": ["create", "read"]}, "team": {"privileges": "all"}}
    role = {"project_role": {"name": "Author", "config": config}}
    made = client.post(f"{northwind}/project_roles", json=role).json()["data"]["id"]
    give(client, project, grant(SAM, str(made)))
    assert privileges(client, northwind, SAM) == {523200: {"recipes": ["read", "run", "create"], "team": ["all"]}}
    everything = {"project_role": {"name": "Author", "config": {"recipes": {"privileges": "all"}}}}
    client.put(f"{northwind}/project_roles/{made}", json=everything).raise_for_status()
    assert privileges(client, northwind, SAM) == {523200: {"recipes": ["all"]}}


def test_a_group_gives_and_takes_access(client: httpx2.Client, northwind: str) -> None:
    """Members of a group have its roles as long as they are in it, and as long as it exists."""
    group = f"{northwind}/user_groups/{DEVELOPERS}"
    client.delete(f"{northwind}/project_grants/{SEEDED['dana']['id']}")
    assert privileges(client, northwind, DANA) == {}
    client.post(f"{group}/members?user_ids={DANA}")
    assert privileges(client, northwind, DANA) == {523200: {"recipes": ["read", "run"]}}
    client.delete(f"{group}/members?user_ids={DANA}")
    assert privileges(client, northwind, DANA) == {}
    assert privileges(client, northwind, SAM) != {}
    client.delete(group)
    assert privileges(client, northwind, SAM) == {}
    assert client.get(f"{northwind}/project_grants/{SEEDED['developers']['id']}").status_code == 404


def test_the_group_of_all_collaborators_gives_access_to_everybody(
    client: httpx2.Client, northwind: str, project: str
) -> None:
    """A role of the group of all collaborators is one of each member, also of a new one; a manager is not in it."""
    give(client, project, grant(EVERYONE, ADMIN))
    lou = client.post(f"{northwind}/members", json={"name": "Lou"}).json()["id"]
    assert privileges(client, northwind, lou) == {523200: {"team": ["all"]}}
    assert privileges(client, northwind, 88101) == {}
    assert client.get(f"{northwind}/members/1/projects_privileges").status_code == 404


def test_a_role_counts_the_people_who_have_it(client: httpx2.Client, northwind: str, project: str) -> None:
    """The number of collaborators of a project role counts each member once, by own grants and by groups."""
    role = f"{northwind}/project_roles/422"
    assert client.get(role).json()["data"]["members_count"] == 2
    give(client, project, grant(SAM, TESTER))
    assert client.get(role).json()["data"]["members_count"] == 2
    give(client, project, grant(DANA, BUILDER))
    assert client.get(role).json()["data"]["members_count"] == 1


def test_a_role_of_a_group_without_members_cannot_be_deleted(client: httpx2.Client, northwind: str) -> None:
    """A project role that only an empty group has is assigned, and is deleted only after its grants."""
    client.delete(f"{northwind}/user_groups/{DEVELOPERS}/members?user_ids={SAM}")
    client.delete(f"{northwind}/project_grants/{SEEDED['dana']['id']}")
    role = f"{northwind}/project_roles/422"
    assert client.get(role).json()["data"]["members_count"] == 0
    assert client.delete(role).status_code == 422
    client.delete(f"{northwind}/project_grants/{SEEDED['developers']['id']}")
    assert client.delete(role).status_code == 204


def test_a_grant_names_the_environment_of_its_project(client: httpx2.Client, northwind: str) -> None:
    """A project of Production has its own grants, listed together with those of Development."""
    prod = 512046
    folder = client.post(f"/managed_users/{prod}/folders", json={"name": "Order to cash"}).json()
    (found,) = client.get(f"/managed_users/{prod}/projects").json()["result"]
    (made,) = give(client, f"/managed_users/{prod}/projects/{found['id']}", grant(DANA, TESTER)).json()["data"]
    assert made["project"] == {
        "id": found["id"],
        "name": folder["name"],
        "environment": {"id": prod, "type": "prod"},
    }
    for customer in (northwind, f"/managed_users/{prod}"):
        assert read(client, f"{customer}/members/{DANA}/project_grants") == [SEEDED["dana"], made]
        assert privileges(client, customer, DANA).keys() == {523200, found["id"]}
    assert client.get(f"{northwind}/projects/{found['id']}/project_grants").status_code == 404
