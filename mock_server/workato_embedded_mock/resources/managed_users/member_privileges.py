"""The rules of what a member may do: by roles in environments, and by grants in projects."""

from __future__ import annotations

from typing import Any

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.access.environment_roles import ENVIRONMENT_ROLE
from workato_embedded_mock.resources.access.grants import grants_by_member, load_grants, project_of
from workato_embedded_mock.resources.access.member_roles import MemberRole
from workato_embedded_mock.resources.access.privileges import add_privileges
from workato_embedded_mock.resources.access.project_grants import shown_grants
from workato_embedded_mock.resources.access.project_roles import PROJECT_ROLE
from workato_embedded_mock.resources.managed_users.members import get_member, roles_of_member
from workato_embedded_mock.resources.workspace.role_privileges import access_of
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account
from workato_embedded_mock.rules.paging import numbered_page_of


def get_member_privileges(context: Context, managed_user_id: str, member_id: int) -> Json:
    """Return the role of a member in each environment, with the folders that the role and the member's grants reach."""
    owner = find_account(context, managed_user_id)
    roles = roles_of_member(context, owner, member_id)
    grants = grants_by_member(context, owner).get(member_id, ())
    found = []
    for role in roles:
        access = _access(context, owner, role)
        granted = [grant["folder_id"] for grant in grants if grant["environment_type"] == role.environment_type]
        reached = (folder_id for folder_id in granted if folder_id is not None)
        folder_ids = list(dict.fromkeys([*access.pop("folder_ids"), *reached]))
        found.append({"environment_type": role.environment_type, **access, "folder_ids": folder_ids})
    return {"data": found, "total": len(found)}


def _access(context: Context, owner: int, role: MemberRole) -> dict[str, Any]:
    """Return name, privileges and folders of a role. An environment role has no folders of its own."""
    if role.environment_role_id is None:
        privileges, folder_ids = access_of(context, owner, role.role_name or "")
        return {"name": role.role_name, "privileges": privileges, "folder_ids": folder_ids}
    found = ENVIRONMENT_ROLE.find(context, owner, role.environment_role_id)
    actions: dict[str, list[str]] = {}
    add_privileges(actions, found["config"])
    return {"name": found["name"], "privileges": actions, "folder_ids": []}


def list_member_project_grants(
    context: Context, managed_user_id: str, member_id: int, page_number: int, page_size: int
) -> Json:
    """List the grants that a member has directly, in all environments, oldest first."""
    get_member(context, managed_user_id, member_id)
    owner = find_account(context, managed_user_id)
    grants = [grant for grant in load_grants(context, owner) if grant["member_id"] == member_id]
    return numbered_page_of(shown_grants(context, owner, grants), page_number, page_size)


def get_member_projects_privileges(context: Context, managed_user_id: str, member_id: int) -> Json:
    """Return the projects that a member reaches directly or by groups, with all privileges of the roles there."""
    get_member(context, managed_user_id, member_id)
    owner = find_account(context, managed_user_id)
    configs = {role["id"]: role["config"] for role in PROJECT_ROLE.roles(context, owner)}
    found: dict[int, dict[str, Any]] = {}
    for grant in grants_by_member(context, owner).get(member_id, ()):
        entry = found.setdefault(grant["project_id"], {"project": project_of(grant), "privileges": {}})
        add_privileges(entry["privileges"], configs.get(grant["project_role_id"], {}))
    return {"data": list(found.values())}
