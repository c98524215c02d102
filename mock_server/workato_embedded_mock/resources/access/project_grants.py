"""The rules of project grants: roles of people and groups in projects."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from workato_embedded_mock.errors import not_found, unprocessable
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.access.collaborator_groups import find_group, load_groups
from workato_embedded_mock.resources.access.grants import load_grants, project_of
from workato_embedded_mock.resources.access.project_roles import PROJECT_ROLE, project_role_number
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import account_of, find_account, find_customer, find_project, parse_id
from workato_embedded_mock.rules.paging import numbered_page_of
from workato_embedded_mock.store import text_ids
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.managed_users import members
from workato_embedded_mock.store.tables.project_roles import project_grants

_T = project_grants.c
_ONE = (_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))
_MEMBER = select(members.c.id).where(
    members.c.namespace == NAMESPACE_ID,
    members.c.managed_user_id == bindparam("owner"),
    members.c.id == bindparam("wanted"),
)
_INSERT = insert(project_grants).values(namespace=NAMESPACE_ID)
_UPDATE = update(project_grants).where(*_ONE)
_DELETE = delete(project_grants).where(*_ONE)

# The person or group that has a grant, as the columns of its row.
_Holder = dict[str, int | None]


def list_project_grants(
    context: Context, managed_user_id: str, project_id: int, page_number: int, page_size: int
) -> Json:
    """List the grants of a project, oldest first."""
    workspace = find_customer(context, managed_user_id)
    find_project(context, workspace, str(project_id), "/path/project_id")
    owner = account_of(context, workspace)
    grants = [grant for grant in load_grants(context, owner) if grant["project_id"] == project_id]
    return numbered_page_of(shown_grants(context, owner, grants), page_number, page_size)


def list_collaborator_group_project_grants(
    context: Context,
    managed_user_id: str,
    id: str,  # noqa: A002  # the name in the path
    page_number: int,
    page_size: int,
) -> Json:
    """List the grants of a group, in all environments, oldest first."""
    owner = find_account(context, managed_user_id)
    holder = _of_group(find_group(context, owner, id))
    grants = [grant for grant in load_grants(context, owner) if holder.items() <= grant.items()]
    return numbered_page_of(shown_grants(context, owner, grants), page_number, page_size)


def get_project_grant(context: Context, managed_user_id: str, id: str) -> Json:  # noqa: A002  # see above
    """Return a grant."""
    owner = find_account(context, managed_user_id)
    return {"data": shown_grants(context, owner, [_find(context, owner, id)])[0]}


def update_project_grant(context: Context, managed_user_id: str, id: str, body: Json) -> Json:  # noqa: A002  # see above
    """Change the role of a grant."""
    owner = find_account(context, managed_user_id)
    grant = _find(context, owner, id)
    role_id = _find_role(context, owner, body["project_role_id"])
    if role_id is None:
        raise not_found("/body/project_role_id", f"the customer has no project role {body['project_role_id']!r}")
    context.session.execute(_UPDATE, wanted=grant["number"], project_role_id=role_id)
    return get_project_grant(context, managed_user_id, id)


def delete_project_grant(context: Context, managed_user_id: str, id: str) -> None:  # noqa: A002  # see above
    """Delete a grant."""
    grant = _find(context, find_account(context, managed_user_id), id)
    context.session.execute(_DELETE, wanted=grant["number"])


def upsert_project_grants(context: Context, managed_user_id: str, project_id: int, body: Json) -> Json:
    """Write all grants, or none if a person, group or role does not exist. The last one for a person or group wins."""
    workspace = find_customer(context, managed_user_id)
    find_project(context, workspace, str(project_id), "/path/project_id")
    owner = account_of(context, workspace)
    present = [grant for grant in load_grants(context, owner) if grant["project_id"] == project_id]
    numbers: dict[int, None] = {}
    for index, sent in enumerate(body["project_grants"]):
        pointer = f"/body/project_grants/{index}"
        holder, role_id = _holder(context, owner, sent, pointer), _role(context, owner, sent, pointer)
        found = next((grant for grant in present if holder.items() <= grant.items()), None)
        if found is None:
            found = {"number": context.session.next_id("project_grants"), **holder}
            present.append(found)
            values = {"id": found["number"], "project_id": project_id, "project_role_id": role_id}
            context.session.execute(_INSERT, **values, **holder)
        else:
            context.session.execute(_UPDATE, wanted=found["number"], project_role_id=role_id)
        numbers[found["number"]] = None
    written = {grant["number"]: grant for grant in load_grants(context, owner)}
    return {"data": shown_grants(context, owner, [written[number] for number in numbers])}


def shown_grants(context: Context, owner: int, grants: list[Row]) -> list[Json]:
    """Return grants as the API does."""
    groups = {group["number"]: {"id": group["id"], "name": group["name"]} for group in load_groups(context, owner)}
    roles = {role["id"]: role["name"] for role in PROJECT_ROLE.roles(context, owner)}
    return [
        {
            "id": text_ids.text_id(text_ids.PROJECT_GRANT, grant["number"]),
            "project": project_of(grant),
            "project_role": {
                "id": text_ids.text_id(text_ids.PROJECT_ROLE, grant["project_role_id"]),
                # An edited state can have a role that does not exist.
                "name": roles.get(grant["project_role_id"], ""),
            },
            "user_group": groups.get(grant["user_group_id"]) if grant["member_id"] is None else None,
            "user": None if grant["member_id"] is None else _user_of(grant),
        }
        for grant in grants
    ]


def _user_of(grant: Row) -> Json:
    return {"id": grant["member_id"], "name": grant["name"], "email": grant["email"]}


def _find(context: Context, owner: int, grant_id: str) -> Row:
    number = text_ids.number_of(text_ids.PROJECT_GRANT, grant_id)
    for grant in load_grants(context, owner):
        if grant["number"] == number:
            return grant
    raise not_found("/path/id", f"the customer has no project grant {grant_id}")


def _of_group(group: Row) -> _Holder:
    return {"member_id": None, "user_group_id": group["number"]}


def _holder(context: Context, owner: int, sent: dict[str, Any], pointer: str) -> _Holder:
    """Return who is to get a grant.

    Raises:
        UnprocessableError: The customer has no such member or group.
    """
    wanted = sent["assignment_id"]
    if sent["assignment_type"] == "UserGroup":
        group = next((group for group in load_groups(context, owner) if group["id"] == wanted), None)
        if group is not None:
            return _of_group(group)
    else:
        number = parse_id(wanted)
        if number is not None and context.session.scalar(_MEMBER, owner=owner, wanted=number) is not None:
            return {"member_id": number, "user_group_id": None}
    noun = "group" if sent["assignment_type"] == "UserGroup" else "user"
    text = f"the customer has no {noun} {wanted!r}"
    raise unprocessable(f"{pointer}/assignment_id", "exists", text, _not_found(noun, wanted))


def _not_found(noun: str, wanted: str) -> str:
    """Return the title of the error for an object that does not exist, in the form of the one that is known."""
    return f"{noun.capitalize()} {wanted} not found"


def _role(context: Context, owner: int, sent: dict[str, Any], pointer: str) -> int:
    """Return the number of the role that a grant is to have.

    Raises:
        UnprocessableError: The customer has no such project role.
    """
    wanted = sent["project_role_id"]
    role_id = _find_role(context, owner, wanted)
    if role_id is None:
        text = f"the customer has no project role {wanted!r}"
        raise unprocessable(f"{pointer}/project_role_id", "exists", text, _not_found("project role", wanted))
    return role_id


def _find_role(context: Context, owner: int, wanted: str) -> int | None:
    """Return the number of a project role by its id, or None."""
    number = project_role_number(wanted)
    return number if any(role["id"] == number for role in PROJECT_ROLE.roles(context, owner)) else None
