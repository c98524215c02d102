"""The migration of roles replaces legacy roles and what they give access to."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

MIGRATED = {
    "environment_roles": ["EnvironmentAdmin", "EnvironmentManager", "Member"],
    "project_roles": ["ProjectAdmin", "AdvancedBuilder", "ProjectOperator"],
}
REJECTED = {"errors": [{"title": "Legacy roles are not supported after the migration of roles"}]}


def _migrate(client: httpx2.Client, customer: str, kind: str = "system_roles", **body: object) -> Any:
    response = client.post(f"{customer}/roles_migration/{kind}", json=body)
    assert response.status_code == 200, response.text
    return response.json()["data"]


def _counts(client: httpx2.Client, customer: str, kind: str) -> dict[str, int]:
    listed = client.get(f"{customer}/{kind}").json()["data"]
    return {role["name"]: role["members_count"] for role in listed if role["members_count"]}


def _role_names(client: httpx2.Client, customer: str) -> dict[str, str]:
    members = client.get(f"{customer}/members").json()
    return {member["name"]: member["role_name"] for member in members if member["grant_type"] == "team"}


def test_system_roles_are_replaced(client: httpx2.Client, northwind: str) -> None:
    """Members get an environment role, and a project role in each project in which they have none yet."""
    data = _migrate(client, northwind)
    for kind, names in MIGRATED.items():
        assert [role["name"] for role in data[kind]] == names
    sam = {"user_id": 771203, "email": "sam.rivers@example.com", "name": "Sam Rivers"}
    dana = {"user_id": 771377, "email": "dana.ortiz@example.com", "name": "Dana Ortiz"}
    assert data["collaborators"] == [
        {**sam, "roles": [{"environment": "dev", "name": "EnvironmentAdmin"}]},
        {**dana, "roles": [{"environment": "dev", "name": "Member"}]},
    ]
    people = [{**sam, "project_role": "ProjectAdmin"}, {**dana, "project_role": "Tester"}]
    listed = client.get(f"{northwind}/projects").json()["result"]
    place = [{"id": each["id"], "name": each["name"], "environment": "dev"} for each in listed]
    assert data["projects"] == [{**each, "collaborators": people} for each in place]
    assert _role_names(client, northwind) == {"Sam Rivers": "EnvironmentAdmin", "Dana Ortiz": "Member"}
    assert _counts(client, northwind, "environment_roles") == {"EnvironmentAdmin": 1, "Member": 1}
    assert _counts(client, northwind, "project_roles") == {"ProjectAdmin": 1, "Tester": 2}


def test_a_dry_run_changes_nothing(client: httpx2.Client, northwind: str) -> None:
    """A dry run returns what the migration would return, and changes neither members nor roles."""
    before = _role_names(client, northwind)
    tried = _migrate(client, northwind, dry_run=True)
    of_custom_role = _migrate(client, northwind, "custom_role", role_id=2202, dry_run=True)
    assert _role_names(client, northwind) == before
    assert _counts(client, northwind, "environment_roles") == {}
    assert client.get(f"{northwind}/environment_roles", params={"name": "Auditor"}).json()["total"] == 0
    assert client.put(f"{northwind}/members/771203", json={"role_name": "Analyst"}).status_code == 200
    client.put(f"{northwind}/members/771203", json={"role_name": "Admin"})
    assert _migrate(client, northwind, "custom_role", role_id=2202) == of_custom_role
    assert _migrate(client, northwind) == tried


def test_a_second_migration_returns_the_same(client: httpx2.Client, northwind: str) -> None:
    """A repeated migration of system roles finds nothing to change and returns the same roles and collaborators."""
    first = client.post(f"{northwind}/roles_migration/system_roles").json()
    assert client.post(f"{northwind}/roles_migration/system_roles").json() == first
    assert _counts(client, northwind, "project_roles") == {"ProjectAdmin": 1, "Tester": 2}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "members", {"name": "Kim"}),
        ("POST", "members", {"name": "Kim", "role_name": "Admin"}),
        ("POST", "members", {"name": "Kim", "env_roles": [{"environment_type": "dev", "name": "Admin"}]}),
        ("POST", "member", {"name": "Kim", "oauth_id": "idp-3", "role_name": "Admin"}),
        ("PUT", "members/771203", {"role_name": "Operator"}),
        ("POST", "member_invitations", {"name": "Kim", "email": "kim@example.com", "role_name": "Admin"}),
        ("POST", "member_invitations", {"name": "Kim", "email": "kim@example.com"}),
    ],
)
def test_a_migrated_customer_rejects_legacy_roles(
    client: httpx2.Client, northwind: str, method: str, path: str, body: object
) -> None:
    """After the migration, a role name and a legacy role are rejected; another customer accepts them."""
    _migrate(client, northwind)
    before = _role_names(client, northwind)
    response = client.request(method, f"{northwind}/{path}", json=body)
    assert (response.status_code, response.json()) == (422, REJECTED)
    assert _role_names(client, northwind) == before
    other = client.post("/managed_users/512101/members", json={"name": "Kim", "role_name": "Admin"})
    assert other.json()["role_name"] == "Admin"


def test_a_migrated_customer_takes_environment_roles(client: httpx2.Client, northwind: str) -> None:
    """After the migration, members are added, changed and invited with environment roles."""
    _migrate(client, northwind)
    roles = [{"environment_type": "prod", "name": "Member", "role_type": "environment"}]
    roles += [{"environment_type": "dev", "name": "EnvironmentManager", "role_type": "environment"}]
    kim = client.post(f"{northwind}/members", json={"name": "Kim", "env_roles": roles}).json()
    assert kim["role_name"] == "EnvironmentManager"
    changed = client.put(f"{northwind}/members/771203", json={"env_roles": roles, "role_name": "Admin"})
    assert changed.json()["role_name"] == "EnvironmentManager"
    body = {"name": "Lou", "email": "lou@example.com", "env_roles": roles}
    assert client.post(f"{northwind}/member_invitations", json=body).status_code == 200
    assert _counts(client, northwind, "environment_roles") == {"EnvironmentManager": 2, "Member": 3}


def test_pending_invitations_are_migrated(client: httpx2.Client, northwind: str) -> None:
    """A person who was invited before the migration joins with the role that replaces the invited one."""
    body = {"name": "Lou", "email": "lou@example.com", "role_name": "Analyst"}
    client.post(f"{northwind}/member_invitations", json=body)
    _migrate(client, northwind)
    accept = str(client.base_url).removesuffix("/api/") + "/_mock/invitations/accept"
    accepted = client.post(accept, json={"managed_user_id": 512044, "email": "lou@example.com"}).json()
    assert accepted["member"]["role_name"] == "EnvironmentManager"


def test_roles_of_other_environments_are_migrated(client: httpx2.Client, northwind: str) -> None:
    """Legacy roles in Test and Production are replaced there, with the projects of that environment."""
    folder = client.post("/managed_users/512045/folders", json={"name": "Trial"}).json()
    roles = [{"environment_type": name, "name": "Analyst"} for name in ("prod", "test")]
    client.put(f"{northwind}/members/771203", json={"env_roles": roles})
    data = _migrate(client, northwind)
    (sam,) = [each for each in data["collaborators"] if each["user_id"] == 771203]
    assert sam["roles"] == [{"environment": name, "name": "EnvironmentManager"} for name in ("test", "prod")]
    (trial,) = [each for each in data["projects"] if each["environment"] == "test"]
    assert (trial["id"], trial["name"]) == (folder["project_id"], "Trial")
    assert [person["project_role"] for person in trial["collaborators"]] == ["AdvancedBuilder"]


def test_a_custom_role_is_migrated_with_its_privileges(client: httpx2.Client, northwind: str) -> None:
    """A legacy role becomes an environment role and a project role, which its members have in its projects."""
    client.put(f"{northwind}/members/771203", json={"role_name": "Auditor"})
    data = _migrate(client, northwind, "custom_role", role_id=2202)
    config = {"Recipes": ["read"], "Folders": ["read"], "Workbot": ["read"]}
    made = {"name": "Auditor", "config": {area: {"privileges": names} for area, names in config.items()}}
    assert (data["environment_roles"], data["project_roles"]) == ([made], [made])
    assert [(each["user_id"], each["roles"][0]["name"]) for each in data["collaborators"]] == [(771203, "Auditor")]
    (project,) = data["projects"]
    people = {person["user_id"]: person["project_role"] for person in project["collaborators"]}
    assert (project["id"], people) == (523200, {771203: "Auditor", 771377: "Tester"})
    for kind in ("environment_roles", "project_roles"):
        assert _counts(client, northwind, kind)["Auditor"] == 1
        (role,) = client.get(f"{northwind}/{kind}", params={"name": "Auditor"}).json()["data"]
        assert client.get(f"{northwind}/{kind}/{role['id']}").json()["data"]["config"] == made["config"]
        assert client.delete(f"{northwind}/{kind}/{role['id']}").status_code == 422
    assert client.put(f"{northwind}/members/771377", json={"role_name": "Analyst"}).status_code == 200


def test_a_migrated_custom_role_is_no_legacy_role(client: httpx2.Client, northwind: str) -> None:
    """A custom role is not listed among the legacy roles after its migration, and cannot be given or migrated again."""
    _migrate(client, northwind, "custom_role", role_id=2202)
    assert [role["id"] for role in client.get(f"{northwind}/roles").json()] == [2201]
    assert client.put(f"{northwind}/members/771203", json={"role_name": "Auditor"}).status_code == 400
    assert client.post(f"{northwind}/roles_migration/custom_role", json={"role_id": 2202}).status_code == 404


@pytest.mark.parametrize("kind", ["environment_role", "project_role"])
def test_a_name_that_is_taken_prevents_the_migration(client: httpx2.Client, northwind: str, kind: str) -> None:
    """A custom role whose name another environment role or project role has is not migrated."""
    client.post(f"{northwind}/{kind}s", json={kind: {"name": "Auditor", "config": {}}})
    response = client.post(f"{northwind}/roles_migration/custom_role", json={"role_id": 2202})
    assert (response.status_code, response.json()) == (422, {"errors": [{"title": "Name has already been taken"}]})
    assert len(client.get(f"{northwind}/roles").json()) == 2


@pytest.mark.parametrize(("customer", "role"), [(512101, 2202), (512044, 1)])
def test_only_a_role_of_the_customer_is_migrated(client: httpx2.Client, customer: int, role: int) -> None:
    """A role of another customer, or one that does not exist, is a 404."""
    response = client.post(f"/managed_users/{customer}/roles_migration/custom_role", json={"role_id": role})
    assert response.status_code == 404
    assert "/body/role_id" in response.headers["X-Mock-Reason"]


def test_the_migration_counts_for_all_environments(client: httpx2.Client, northwind: str) -> None:
    """A migration by the id of an environment migrates the whole customer."""
    _migrate(client, "/managed_users/512045")
    assert _role_names(client, northwind)["Sam Rivers"] == "EnvironmentAdmin"


def test_privileges_follow_the_migration(client: httpx2.Client, northwind: str) -> None:
    """After the migration, the privileges of a member are those of the new roles in environment and projects."""
    _migrate(client, northwind)
    (role,) = client.get(f"{northwind}/members/771203/privileges").json()["data"]
    assert (role["name"], role["privileges"]) == ("EnvironmentAdmin", {"team": ["all"]})
    grants = client.get(f"{northwind}/members/771203/project_grants").json()["data"]
    assert {grant["project_role"]["name"] for grant in grants} == {"ProjectAdmin"}
    for grant in grants:
        assert client.delete(f"{northwind}/project_grants/{grant['id']}").status_code == 204
    assert _counts(client, northwind, "project_roles") == {"Tester": 2}
