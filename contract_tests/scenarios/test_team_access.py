"""A partner gives the team of a customer groups and roles."""

from __future__ import annotations

from typing import Any

import pytest
from workato_embedded import NotFoundError, UnprocessableEntityError, WorkatoEmbedded

NORTHWIND, PROJECT = "Ecust-0042", 523200
SAM, DANA = 771203, 771377


def access_of(client: WorkatoEmbedded, member: int) -> dict[int, dict[str, Any]]:
    """Return what a member may do, by project."""
    found = client.managed_users.members.get_projects_privileges(NORTHWIND, member)
    return {entry["project"]["id"]: entry["privileges"] for entry in (each.to_dict() for each in found)}


@pytest.mark.round_trip(
    "create_collaborator_group",
    "add_collaborator_group_members",
    "remove_collaborator_group_members",
    "upsert_project_grants",
    "update_project_grant",
    "delete_project_grant",
    "delete_collaborator_group",
    "create_project_role",
    "delete_project_role",
    "list_collaborator_group_members",
    "list_collaborator_group_project_grants",
    "list_member_project_grants",
    "get_member_projects_privileges",
)
def test_give_a_team_groups_and_roles(client: WorkatoEmbedded) -> None:
    """A team gets access by a group with a project role, and loses it with membership, grant and group."""
    for grant in client.project_grants.list(NORTHWIND, PROJECT):
        client.project_grants.delete(NORTHWIND, grant.id)
    assert access_of(client, SAM) == access_of(client, DANA) == {}

    reviewer = client.project_roles.create(
        NORTHWIND, name="Reviewer", config={"recipes": {"privileges": ["read"]}, "jobs": {"privileges": "all"}}
    )
    group = client.collaborator_groups.create(NORTHWIND, name="Reviewers", description="Review before a release")
    client.collaborator_groups.members.add(NORTHWIND, group.id, user_ids=[SAM, DANA])
    people = client.collaborator_groups.members.list(NORTHWIND, group.id)
    assert [person.id for person in people] == [SAM, DANA]

    (granted,) = client.project_grants.upsert(
        NORTHWIND,
        PROJECT,
        project_grants=[
            {"assignment_type": "UserGroup", "assignment_id": group.id, "project_role_id": str(reviewer.id)}
        ],
    )
    assert granted.user_group is not None
    assert granted.user_group.name == "Reviewers"
    assert client.project_roles.get(NORTHWIND, reviewer.id).members_count == 2
    expected = {PROJECT: {"recipes": ["read"], "jobs": ["all"]}}
    assert access_of(client, SAM) == access_of(client, DANA) == expected
    assert list(client.managed_users.members.list_project_grants(NORTHWIND, SAM)) == []
    assert list(client.collaborator_groups.list_project_grants(NORTHWIND, group.id)) == [granted]

    client.collaborator_groups.members.remove(NORTHWIND, group.id, user_ids=[SAM])
    assert access_of(client, SAM) == {}
    assert access_of(client, DANA) == expected
    with pytest.raises(UnprocessableEntityError):
        client.project_roles.delete(NORTHWIND, reviewer.id)

    (administrator,) = client.project_roles.list(NORTHWIND, name="ProjectAdmin")
    changed = client.project_grants.update(NORTHWIND, granted.id, project_role_id=str(administrator.id))
    assert changed.project_role.name == "ProjectAdmin"
    assert access_of(client, DANA) == {PROJECT: {"team": ["all"]}}
    client.project_roles.delete(NORTHWIND, reviewer.id)

    client.collaborator_groups.delete(NORTHWIND, group.id)
    assert access_of(client, DANA) == {}
    with pytest.raises(NotFoundError):
        client.project_grants.get(NORTHWIND, granted.id)
    assert {member.id for member in client.managed_users.members.list(NORTHWIND)} >= {SAM, DANA}
