"""The rules of members: the people in the team of a customer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, insert, null, select

from workato_embedded_mock.errors import NotFoundError, Reason, bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.access.environment_roles import ENVIRONMENT_ROLE
from workato_embedded_mock.resources.access.group_members import add_to_groups, requested_groups
from workato_embedded_mock.resources.access.member_roles import (
    DEVELOPMENT,
    MemberRole,
    assign,
    development_name,
    roles_of,
)
from workato_embedded_mock.resources.access.requested_roles import is_migrated, legacy_role, requested_roles
from workato_embedded_mock.resources.managed_users.manager_members import load_manager, load_managers
from workato_embedded_mock.resources.managed_users.plans import load_plan
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account, parse_id
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.managed_users import managed_users, members

DEFAULT_ROLE = "Admin"
# The `grant_type` of members added through the API.
TEAM = "team"

_T = members.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
_ONE = (*_OWN, _T.id == bindparam("wanted"))

_SELECT = select(
    _T.id,
    _T.grant_type,
    _T.role_name,
    _T.external_id,
    _T.name,
    _T.email,
    _T.time_zone,
    _T.created_at,
    # No member acts in the mock.
    null().label("last_activity_log"),
)
_LIST = _SELECT.where(*_OWN)
_GET = _SELECT.where(*_ONE)
_INSERT = insert(members).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_DELETE = delete(members).where(*_ONE)
_TIME_ZONE = select(managed_users.c.time_zone).where(
    managed_users.c.namespace == NAMESPACE_ID, managed_users.c.id == bindparam("owner")
)


def list_members(context: Context, managed_user_id: str) -> Json:
    """List members and customer managers by ascending id."""
    owner = find_account(context, managed_user_id)
    own = _with_role_names(context, owner, context.session.all(_LIST, owner=owner))
    everyone = [*own, *load_managers(context, owner)]
    return sorted(everyone, key=lambda row: row["id"])


def add_member(context: Context, managed_user_id: str, body: Json) -> Json:
    """Add a member. The email address stays empty until the first sign-in."""
    owner = find_account(context, managed_user_id)
    sent = {name: body[name] for name in ("external_id", "time_zone") if name in body}
    roles = requested_roles(context, owner, body)
    if not roles and is_migrated(context, owner):
        raise legacy_role("/body/env_roles")
    groups = requested_groups(context, owner, body)
    member = add_person(context, owner, body["name"], roles or [MemberRole(DEVELOPMENT, DEFAULT_ROLE)], **sent)
    add_to_groups(context, groups, member["id"])
    return member


def add_person(context: Context, owner: int, name: str, roles: Sequence[MemberRole], **fields: Json) -> Json:
    """Add a member with its roles and return it; `fields` are columns of members."""
    member_id = context.session.next_id("members")
    made = {
        "grant_type": TEAM,
        "external_id": None,
        "email": None,
        "time_zone": context.session.scalar(_TIME_ZONE, owner=owner),
        "created_at": context.time(),
        **fields,
    }
    context.session.execute(_INSERT, owner=owner, id=member_id, name=name, **made)
    assign(context, member_id, roles)
    return _read(context, owner, member_id)


def add_member_deprecated(context: Context, managed_user_id: str, body: Json) -> Json:
    """Add a member, and return the plan of the customer."""
    add_member(context, managed_user_id, body)
    return load_plan(context, find_account(context, managed_user_id))


def get_member(context: Context, managed_user_id: str, member_id: int) -> Json:
    """Return a member or a customer manager."""
    owner = find_account(context, managed_user_id)
    return load_manager(context, owner, member_id) or _read(context, owner, member_id)


def roles_of_member(context: Context, owner: int, member_id: int) -> list[MemberRole]:
    """Return the roles of a member, one for each environment, Development first; a customer manager has one.

    Raises:
        NotFoundError: The customer has no such member.
    """
    manager = load_manager(context, owner, member_id)
    if manager is not None:
        return [MemberRole(DEVELOPMENT, manager["role_name"])]
    row = context.session.first(_GET, owner=owner, wanted=member_id)
    if row is None:
        raise _member_not_found(member_id)
    return roles_of(context, owner, [row])[member_id]


def update_member(context: Context, managed_user_id: str, member_id: int, body: Json) -> Json:
    """Change the roles; note other fields as ignored, unless they are as they were read."""
    owner = find_account(context, managed_user_id)
    _reject_manager(context, owner, member_id, "/path/member_id")
    present = _read(context, owner, member_id)
    roles = requested_roles(context, owner, body)
    if roles:
        assign(context, member_id, roles)
    for name in ("oauth_id", "external_id", "time_zone"):
        if name in body and body[name] != present.get(name):
            context.notes.append(Reason(f"/body/{name}", "readOnly", "ignored: only the role can be changed"))
    return _read(context, owner, member_id)


def remove_member(context: Context, managed_user_id: str, member_id: int) -> Json:
    """Remove a member."""
    owner = find_account(context, managed_user_id)
    _reject_manager(context, owner, member_id, "/path/member_id")
    if not context.session.execute(_DELETE, owner=owner, wanted=member_id):
        raise _member_not_found(member_id)
    return {"id": member_id}


def remove_member_deprecated(context: Context, managed_user_id: str, body: Json) -> Json:
    """Remove the member whose id is in the body as a string."""
    owner = find_account(context, managed_user_id)
    member_id = parse_id(body["member_id"])
    if member_id is not None:
        _reject_manager(context, owner, member_id, "/body/member_id")
    if member_id is None or not context.session.execute(_DELETE, owner=owner, wanted=member_id):
        raise not_found("/body/member_id", f"the customer has no member {body['member_id']!r}")
    return {"id": member_id}


def _read(context: Context, owner: int, member_id: int) -> Json:
    row = context.session.first(_GET, owner=owner, wanted=member_id)
    if row is None:
        raise _member_not_found(member_id)
    return _with_role_names(context, owner, [row])[0]


def _with_role_names(context: Context, owner: int, rows: list[Row]) -> list[Row]:
    """Return members with the names of their roles in Development."""
    roles = roles_of(context, owner, rows)
    names: dict[int, str] = {}
    if any(role.environment_role_id is not None for own in roles.values() for role in own):
        names = {role["id"]: role["name"] for role in ENVIRONMENT_ROLE.roles(context, owner)}
    return [{**row, "role_name": development_name(roles[row["id"]], names)} for row in rows]


def _reject_manager(context: Context, owner: int, member_id: int, pointer: str) -> None:
    """Reject changes of a customer manager, who is managed by other operations."""
    if load_manager(context, owner, member_id) is not None:
        raise bad_request(pointer, "readOnly", f"{member_id} is a customer manager; see /customer_managers")


def _member_not_found(member_id: int) -> NotFoundError:
    return not_found("/path/member_id", f"the customer has no member {member_id}")
