"""The privileges of members behave as documented."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

SAM, DANA, ROBIN, KIM = 771203, 771377, 88101, 88102


def privileges(client: httpx2.Client, customer: str, member: int) -> Any:
    """Return the roles of a member, with their privileges."""
    return client.get(f"{customer}/members/{member}/privileges").json()


def test_a_member_has_the_privileges_of_the_role(client: httpx2.Client, northwind: str) -> None:
    """A member with a custom role has one entry with its privileges, and the folders of role and grants."""
    custom = {"Recipes": ["read"], "Folders": ["read"], "Workbot": ["read"]}
    entry = {"environment_type": "dev", "name": "Operator", "privileges": custom, "folder_ids": [5512]}
    assert privileges(client, northwind, DANA) == {"data": [entry], "total": 1}
    client.put(f"{northwind}/members/{DANA}", json={"role_name": "Auditor"})
    (changed,) = privileges(client, northwind, DANA)["data"]
    assert changed == {**entry, "name": "Auditor", "folder_ids": [5512, 5513]}


def test_a_grant_adds_the_folder_of_its_project(client: httpx2.Client, northwind: str) -> None:
    """The folder of a project is among those of a member for as long as the member has a role there."""
    assert [entry["folder_ids"] for entry in privileges(client, northwind, DANA)["data"]] == [[5512]]
    client.delete(f"{northwind}/project_grants/pg-MOCK0442-ID")
    assert [entry["folder_ids"] for entry in privileges(client, northwind, DANA)["data"]] == [[]]


def test_built_in_roles_differ(client: httpx2.Client) -> None:
    """The built-in roles have privileges in several areas, and an administrator has more than others."""
    contoso = "/managed_users/512101"
    found = {}
    for role in ("Admin", "Analyst", "Operator"):
        member = client.post(f"{contoso}/members", json={"name": role, "role_name": role}).json()["id"]
        (entry,) = privileges(client, contoso, member)["data"]
        assert (entry["name"], entry["folder_ids"]) == (role, [])
        found[role] = entry["privileges"]
    assert found["Admin"].keys() > found["Analyst"].keys() == found["Operator"].keys()
    for area, actions in found["Operator"].items():
        assert set(actions) < set(found["Analyst"][area]) < set(found["Admin"][area])


def test_a_customer_manager_has_the_role_of_the_partner(client: httpx2.Client, northwind: str) -> None:
    """A manager with a built-in role has its privileges; those of the partner's own roles are not known."""
    assert privileges(client, northwind, ROBIN)["data"][0]["name"] == "Admin"
    assert privileges(client, northwind, ROBIN)["data"][0]["privileges"] != {}
    (kim,) = privileges(client, northwind, KIM)["data"]
    assert (kim["name"], kim["privileges"]) == ("Support engineer", {})


@pytest.mark.parametrize("path", ["members/1/privileges", "members/1/project_grants", "members/1/projects_privileges"])
def test_an_unknown_member_is_not_found(client: httpx2.Client, northwind: str, path: str) -> None:
    """The privileges and grants of an unknown member are a 404."""
    assert client.get(f"{northwind}/{path}").status_code == 404
