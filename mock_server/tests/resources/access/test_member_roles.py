"""Members have a role in each environment."""

from __future__ import annotations

import httpx2
import pytest

MANAGER = {"environment_type": "dev", "name": "Release manager", "role_type": "environment"}
OPERATOR = {"environment_type": "test", "name": "Operator"}


def _members_count(client: httpx2.Client, customer: str, role_id: int) -> int:
    return int(client.get(f"{customer}/environment_roles/{role_id}").json()["data"]["members_count"])


def _update(client: httpx2.Client, customer: str, *roles: dict[str, str], **more: object) -> httpx2.Response:
    return client.put(f"{customer}/members/771203", json={"env_roles": list(roles), **more})


def test_an_environment_role_counts_its_members(client: httpx2.Client, northwind: str) -> None:
    """A member with an environment role is counted by the role, and shows the role of Development."""
    assert _update(client, northwind, MANAGER, {**MANAGER, "environment_type": "prod"}).status_code == 200
    assert client.get(f"{northwind}/members/771203").json()["role_name"] == "Release manager"
    assert _members_count(client, northwind, 411) == 1
    made = client.post(f"{northwind}/members", json={"name": "Kim", "env_roles": [MANAGER]}).json()
    assert made["role_name"] == "Release manager"
    assert _members_count(client, northwind, 411) == 2
    listed = client.get(f"{northwind}/environment_roles").json()["data"]
    assert [role["members_count"] for role in listed] == [0, 0, 0, 2]
    client.delete(f"{northwind}/members/{made['id']}")
    assert _members_count(client, northwind, 411) == 1


def test_the_name_of_a_role_is_current(client: httpx2.Client, northwind: str) -> None:
    """Members show the current name of an environment role that was renamed."""
    _update(client, northwind, MANAGER)
    client.put(f"{northwind}/environment_roles/411", json={"environment_role": {"name": "Release lead"}})
    roles = {member["id"]: member["role_name"] for member in client.get(f"{northwind}/members").json()}
    assert roles[771203] == "Release lead"
    assert roles[771377] == "Operator"


def test_a_role_in_use_cannot_be_deleted(client: httpx2.Client, northwind: str) -> None:
    """An environment role is kept while a member has it in any environment, and can be deleted afterwards."""
    _update(client, northwind, {**MANAGER, "environment_type": "prod"})
    response = client.delete(f"{northwind}/environment_roles/411")
    assert (response.status_code, response.json()) == (
        422,
        {"errors": [{"title": "Role is assigned to collaborators"}]},
    )
    assert client.get(f"{northwind}/environment_roles/411").status_code == 200
    _update(client, northwind, {"environment_type": "dev", "name": "Admin"})
    assert client.delete(f"{northwind}/environment_roles/411").status_code == 204


def test_legacy_and_environment_roles_may_be_mixed(client: httpx2.Client, northwind: str) -> None:
    """A member may have a legacy role in one environment and an environment role in another one."""
    _update(client, northwind, {"environment_type": "dev", "name": "Auditor"}, {**MANAGER, "environment_type": "prod"})
    assert client.get(f"{northwind}/members/771203").json()["role_name"] == "Auditor"
    assert _members_count(client, northwind, 411) == 1


def test_a_member_without_a_role_in_development_has_no_role_name(client: httpx2.Client, northwind: str) -> None:
    """The role name of a member is that of Development; roles of other environments do not show there."""
    _update(client, northwind, OPERATOR)
    assert client.get(f"{northwind}/members/771203").json()["role_name"] is None


def test_an_update_replaces_all_roles(client: httpx2.Client, northwind: str) -> None:
    """An update with `role_name` or `env_roles` replaces the roles of all environments; one without keeps them."""
    _update(client, northwind, {**MANAGER, "environment_type": "prod"})
    client.put(f"{northwind}/members/771203", json={"env_roles": []})
    client.put(f"{northwind}/members/771203", json={})
    assert _members_count(client, northwind, 411) == 1
    client.put(f"{northwind}/members/771203", json={"role_name": "Analyst"})
    assert _members_count(client, northwind, 411) == 0
    assert client.get(f"{northwind}/members/771203").json()["role_name"] == "Analyst"


def test_the_older_form_of_a_role_is_noted(client: httpx2.Client, northwind: str) -> None:
    """A `role_name` is served with a note; together with `env_roles` it is ignored, even if it does not exist."""
    alone = client.put(f"{northwind}/members/771203", json={"role_name": "Analyst"})
    assert "older form of env_roles" in alone.headers["X-Mock-Reason"]
    both = _update(client, northwind, MANAGER, role_name="Gardener")
    assert "ignored, because env_roles was sent too" in both.headers["X-Mock-Reason"]
    assert both.json()["role_name"] == "Release manager"


@pytest.mark.parametrize("environment", ["test", "prod"])
def test_a_role_needs_an_existing_environment(client: httpx2.Client, environment: str) -> None:
    """A role in an environment that the customer does not have is rejected, and the title names it."""
    customer = "/managed_users/512101"
    role = {"environment_type": environment, "name": "Admin"}
    body = {"name": "Zoe", "email": "zoe@example.com", "env_roles": [role]}
    for path in ("members", "member_invitations"):
        response = client.post(f"{customer}/{path}", json=body)
        assert response.status_code == 422
        assert response.json() == {"errors": [{"title": f"Environment {environment} not found"}]}
    assert "Zoe" not in client.get(f"{customer}/members").text


@pytest.mark.parametrize(
    "roles",
    [
        [{"environment_type": "dev", "name": "Gardener"}],
        [{"environment_type": "dev", "name": "Admin", "role_type": "environment"}],
        [{"environment_type": "dev", "name": "Release manager"}],
        [MANAGER, MANAGER],
        [{"environment_type": "stage", "name": "Admin"}],
        [{"environment_type": "dev"}],
        [{**MANAGER, "role_type": "project"}],
        "Admin",
    ],
)
def test_an_unknown_role_is_rejected(client: httpx2.Client, northwind: str, roles: object) -> None:
    """A role of an unknown name, kind or environment is rejected, and so are two roles for one environment."""
    response = client.put(f"{northwind}/members/771203", json={"env_roles": roles})
    assert response.status_code == 400
    assert "/body/env_roles" in response.headers["X-Mock-Reason"]
    assert client.get(f"{northwind}/members/771203").json()["role_name"] == "Admin"


def test_an_invited_person_gets_the_roles(client: httpx2.Client, northwind: str) -> None:
    """A person who accepts an invitation has the roles of the invitation in each environment."""
    body = {"name": "Lou", "email": "lou@example.com", "env_roles": [MANAGER, OPERATOR]}
    assert client.post(f"{northwind}/member_invitations", json=body).json() == {"result": "ok"}
    control = str(client.base_url).removesuffix("/api/") + "/_mock/invitations"
    (pending,) = client.get(control).json()["invitations"]
    assert pending["env_roles"] == [MANAGER, OPERATOR]
    assert _members_count(client, northwind, 411) == 0
    accepted = client.post(f"{control}/accept", json={"managed_user_id": 512044, "email": "lou@example.com"})
    assert accepted.json()["member"]["role_name"] == "Release manager"
    assert _members_count(client, northwind, 411) == 1


def test_an_invitation_needs_a_role(client: httpx2.Client, northwind: str) -> None:
    """An invitation without `role_name` and `env_roles` is rejected."""
    lou = {"name": "Lou", "email": "lou@example.com"}
    for body in (lou, {**lou, "env_roles": []}):
        assert client.post(f"{northwind}/member_invitations", json=body).status_code == 400


def test_each_role_gives_its_privileges(client: httpx2.Client, northwind: str) -> None:
    """The privileges of a member have an entry for each environment, with what the role there allows."""
    _update(client, northwind, {**MANAGER, "environment_type": "prod"}, {"environment_type": "dev", "name": "Auditor"})
    development, production = client.get(f"{northwind}/members/771203/privileges").json()["data"]
    assert (development["environment_type"], development["name"]) == ("dev", "Auditor")
    assert development["privileges"]["Recipes"] == ["read"]
    assert production == {
        "environment_type": "prod",
        "name": "Release manager",
        "privileges": {"team": ["all"]},
        "folder_ids": [],
    }
