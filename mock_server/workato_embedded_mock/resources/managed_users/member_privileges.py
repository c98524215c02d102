"""The rules of what a member may do: by roles in environments, and by grants in projects."""

from __future__ import annotations

from typing import Any

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.access.grants import (
    DEVELOPMENT,
    grants_by_member,
    load_grants,
    project_of,
)
from workato_embedded_mock.resources.access.privileges import add_privileges
from workato_embedded_mock.resources.access.project_grants import shown_grants
from workato_embedded_mock.resources.access.project_roles import PROJECT_ROLE
from workato_embedded_mock.resources.managed_users.members import get_member
from workato_embedded_mock.resources.workspace.role_privileges import access_of
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account
from workato_embedded_mock.rules.paging import numbered_page_of


def get_member_privileges(context: Context, managed_user_id: str, member_id: int) -> Json:
    """Return the role of a member in Development, with the folders that the role and the member's grants reach."""
    owner = find_account(context, managed_user_id)
    member = get_member(context, managed_user_id, member_id)
    grants = grants_by_member(context, owner).get(member_id, ())
    found = []
    if member["role_name"] is not None:
        privileges, folder_ids = access_of(context, owner, member["role_name"])
        granted = [grant["folder_id"] for grant in grants if grant["folder_id"] is not None]
        found.append(
            {
                "environment_type": DEVELOPMENT,
                "name": member["role_name"],
                "privileges": privileges,
                "folder_ids": list(dict.fromkeys([*folder_ids, *granted])),
            }
        )
    return {"data": found, "total": len(found)}


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
        add_privileges(entry["privileges"], configs[grant["project_role_id"]])
    return {"data": list(found.values())}
