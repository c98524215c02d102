"""Roles, groups and grants are returned as they were written, and what they permit follows."""

from __future__ import annotations

from typing import Any

import pytest
from workato_embedded import NotFoundError, UnprocessableEntityError, WorkatoEmbedded

from contract_tests.contracts.case import CUSTOMER, ENVIRONMENT_ROLE, GROUP, MEMBER, PROJECT, PROJECT_ROLE, ROLE

CONFIG = {"team": {"privileges": "all"}}


@pytest.mark.round_trip(
    "list_environment_roles", "create_environment_role", "get_environment_role", "delete_environment_role"
)
def test_an_environment_role_is_listed_until_it_is_deleted(client: WorkatoEmbedded) -> None:
    """A created role is in the list and can be read with its privileges, and a deleted one is in neither."""
    made = client.environment_roles.create(CUSTOMER, name="Auditor", config=CONFIG)
    (listed,) = client.environment_roles.list(CUSTOMER, name="Auditor")
    assert listed.id == made.id
    assert client.environment_roles.get(CUSTOMER, made.id) == made
    client.environment_roles.delete(CUSTOMER, made.id)
    assert list(client.environment_roles.list(CUSTOMER, name="Auditor")) == []
    with pytest.raises(NotFoundError):
        client.environment_roles.get(CUSTOMER, made.id)


@pytest.mark.round_trip("update_environment_role")
def test_a_changed_environment_role_is_read_back(client: WorkatoEmbedded) -> None:
    """A new name and new privileges are in the role."""
    changed = client.environment_roles.update(CUSTOMER, ENVIRONMENT_ROLE, name="Release lead", config=CONFIG)
    read = client.environment_roles.get(CUSTOMER, ENVIRONMENT_ROLE)
    assert (read, read.name) == (changed, "Release lead")


@pytest.mark.round_trip("update_project_role", "get_project_role", "list_project_roles")
def test_a_changed_project_role_is_read_back(client: WorkatoEmbedded) -> None:
    """A new name of a project role is in the role and in the list."""
    changed = client.project_roles.update(CUSTOMER, PROJECT_ROLE, name="Senior builder", config=CONFIG)
    assert client.project_roles.get(CUSTOMER, PROJECT_ROLE) == changed
    (listed,) = client.project_roles.list(CUSTOMER, name="Senior builder")
    assert listed.id == changed.id


@pytest.mark.round_trip("update_collaborator_group", "get_collaborator_group", "list_collaborator_groups")
def test_a_changed_group_is_read_back(client: WorkatoEmbedded) -> None:
    """A new name of a group is in the group and in the list."""
    client.collaborator_groups.update(CUSTOMER, GROUP, name="Senior developers")
    assert client.collaborator_groups.get(CUSTOMER, GROUP).name == "Senior developers"
    (listed,) = client.collaborator_groups.list(CUSTOMER, name="senior dev")
    assert listed.id == client.collaborator_groups.get(CUSTOMER, GROUP).id


@pytest.mark.round_trip("get_project_grant", "list_project_grants")
def test_a_grant_is_listed_and_read_alike(client: WorkatoEmbedded) -> None:
    """Each grant in the list of a project is the one that its id returns, until it is deleted."""
    grants = list(client.project_grants.list(CUSTOMER, PROJECT))
    assert [client.project_grants.get(CUSTOMER, grant.id) for grant in grants] == grants
    client.project_grants.delete(CUSTOMER, grants[0].id)
    assert list(client.project_grants.list(CUSTOMER, PROJECT)) == grants[1:]


@pytest.mark.round_trip("get_member_privileges")
def test_the_privileges_of_a_member_follow_the_role(client: WorkatoEmbedded) -> None:
    """With another role a member has other privileges."""

    def privileges() -> Any:
        return [each.to_dict() for each in client.managed_users.members.get_privileges(CUSTOMER, MEMBER)]

    role = client.environment_roles.get(CUSTOMER, ENVIRONMENT_ROLE).name
    dev = {"environment_type": "dev", "name": role, "role_type": "environment"}
    client.managed_users.members.update(CUSTOMER, MEMBER, env_roles=[dev])
    before = privileges()
    client.environment_roles.update(CUSTOMER, ENVIRONMENT_ROLE, config={"recipes": {"privileges": ["read"]}})
    assert privileges() != before
    assert [each["privileges"] for each in privileges()] == [{"recipes": ["read"]}]


@pytest.mark.round_trip("migrate_custom_role")
def test_a_migrated_custom_role_is_an_environment_role(client: WorkatoEmbedded) -> None:
    """A legacy role becomes an environment role of its name, and leaves the list of legacy roles."""
    (role,) = [one for one in client.roles.list(CUSTOMER) if one.id == ROLE]
    client.roles_migration.migrate_custom_role(CUSTOMER, role_id=ROLE)
    assert role.name in [one.name for one in client.environment_roles.list(CUSTOMER)]
    assert ROLE not in [one.id for one in client.roles.list(CUSTOMER)]


@pytest.mark.round_trip("migrate_system_roles")
def test_a_migrated_customer_rejects_legacy_roles(client: WorkatoEmbedded) -> None:
    """After the migration of the system roles a member is rejected with a `role_name`."""
    client.roles_migration.migrate_system_roles(CUSTOMER)
    with pytest.raises(UnprocessableEntityError):
        client.member_invitations.create(CUSTOMER, name="Lou", email="lou@example.com", role_name="Admin")
