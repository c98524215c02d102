"""Loads project grants."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only
from workato_embedded_mock.seeds.loaders.collaborator_groups import check_member, find_group_row, number_in
from workato_embedded_mock.store import text_ids
from workato_embedded_mock.store.tables.folders import projects
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.project_roles import project_grants, project_roles


def load_project_grant(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a grant. Its project role is found by its name."""
    allow_only(scope, "managed_user_id")
    owner = builder.parent(managed_users, scope, "managed_user_id")["id"]
    project = builder.rows[projects].get(value["project"]["id"])
    if project is None or project["managed_user_id"] != value["project"]["environment"]["id"]:
        raise SeedObjectError("/value/project/id", "the environment has no such project")
    user, group = value["user"], value["user_group"]
    if (user is None) == (group is None):
        raise SeedObjectError("/value/user", "a grant must have either a user or a user_group")
    if user is not None:
        check_member(builder, owner, user["id"], "/value/user/id")
    else:
        group = find_group_row(builder, owner, group["id"], "/value/user_group/id")
    number = number_in(value["id"], text_ids.PROJECT_GRANT, "/value/id")
    row = {
        "id": number,
        "project_id": project["id"],
        "project_role_id": _role(builder, owner, value["project_role"]),
        "member_id": None if user is None else user["id"],
        "user_group_id": None if group is None else group["id"],
    }
    builder.add(project_grants, number, row)


def _role(builder: SeedBuilder, owner: int, value: Json) -> int:
    """Return the number of the project role of a grant.

    Raises:
        SeedObjectError: The customer has no such role, or it has another name.
    """
    number = number_in(value["id"], text_ids.PROJECT_ROLE, "/value/project_role/id")
    row = builder.rows[project_roles].get(number)
    if row is None or row["managed_user_id"] != owner:
        raise SeedObjectError("/value/project_role/id", f"the customer has no project role {value['id']}")
    if row["name"] != value["name"]:
        raise SeedObjectError("/value/project_role/name", f"the role {value['id']} has another name")
    return number


LOADERS: Loaders = {
    "ProjectGrant": load_project_grant,
}
