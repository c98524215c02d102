"""Reads and writes the roles that members have in environments.

A legacy role in Development is in the row of the member, as the oldest editions have it. All other roles have rows of
their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import and_, bindparam, delete, func, insert, select, update

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.environment_roles import member_roles
from workato_embedded_mock.store.tables.managed_users import members

DEVELOPMENT: Final = "dev"
ENVIRONMENT_TYPES: Final = (DEVELOPMENT, "test", "prod")

# The kinds of roles.
LEGACY: Final = "privilege_group"
ENVIRONMENT: Final = "environment"

_T, _MEMBER = member_roles.c, members.c
_OWN = (_T.namespace == NAMESPACE_ID, _MEMBER.managed_user_id == bindparam("owner"))

_OF_CUSTOMER = (
    select(_T.member_id, _T.environment_type, _T.environment_role_id, _T.role_name)
    .join(members, and_(_MEMBER.namespace == _T.namespace, _MEMBER.id == _T.member_id))
    .where(*_OWN)
)
_COUNTS = (
    select(_T.environment_role_id, func.count(_T.member_id.distinct()).label("members"))
    .join(members, and_(_MEMBER.namespace == _T.namespace, _MEMBER.id == _T.member_id))
    .where(*_OWN, _T.environment_role_id.is_not(None))
    .group_by(_T.environment_role_id)
)
_INSERT = insert(member_roles).values(namespace=NAMESPACE_ID, member_id=bindparam("member"))
_DELETE = delete(member_roles).where(_T.namespace == NAMESPACE_ID, _T.member_id == bindparam("wanted"))
_SET_LEGACY = update(members).where(_MEMBER.namespace == NAMESPACE_ID, _MEMBER.id == bindparam("wanted"))


class MemberRole(NamedTuple):
    """The role of a member in one environment.

    Attributes:
        environment_type: The environment: `dev`, `test` or `prod`.
        role_name: The name of a legacy role, or None.
        environment_role_id: The id of an environment role, or None.
    """

    environment_type: str
    role_name: str | None = None
    environment_role_id: int | None = None


def count_members(context: Context, owner: int) -> dict[int, int]:
    """Return the number of a customer's members with each environment role, by the id of the role."""
    return {row["environment_role_id"]: row["members"] for row in context.session.all(_COUNTS, owner=owner)}


def roles_of(context: Context, owner: int, rows: Iterable[Row]) -> dict[int, list[MemberRole]]:
    """Return the roles of members by the id of the member, Development first.

    Args:
        context: The context of the rule.
        owner: The id of the customer.
        rows: The rows of the members, with `id` and `role_name`.
    """
    found = {
        row["id"]: [MemberRole(DEVELOPMENT, row["role_name"])] if row["role_name"] is not None else [] for row in rows
    }
    for row in context.session.all(_OF_CUSTOMER, owner=owner):
        if row["member_id"] in found:
            role = MemberRole(row["environment_type"], row["role_name"], row["environment_role_id"])
            found[row["member_id"]].append(role)
    for roles in found.values():
        roles.sort(key=lambda role: ENVIRONMENT_TYPES.index(role.environment_type))
    return found


def assign(context: Context, member_id: int, roles: Sequence[MemberRole]) -> None:
    """Replace all roles of a member."""
    context.session.execute(_DELETE, wanted=member_id)
    legacy = next((role.role_name for role in roles if role.environment_type == DEVELOPMENT), None)
    context.session.execute(_SET_LEGACY, wanted=member_id, role_name=legacy)
    own = [
        {"member": member_id, **role._asdict()}
        for role in roles
        if not (role.environment_type == DEVELOPMENT and role.role_name is not None)
    ]
    context.session.execute_many(_INSERT, own)


def development_name(roles: Sequence[MemberRole], names: Mapping[int, str]) -> str | None:
    """Return the name of the role in Development, or None; `names` has those of environment roles by id."""
    role = next((role for role in roles if role.environment_type == DEVELOPMENT), None)
    if role is None or role.environment_role_id is None:
        return None if role is None else role.role_name
    return names.get(role.environment_role_id)


def as_env_role(role: MemberRole, names: Mapping[int, str]) -> Json:
    """Return a role as an entry of `env_roles`; `names` has the names of environment roles by id."""
    if role.environment_role_id is None:
        return {"environment_type": role.environment_type, "name": role.role_name, "role_type": LEGACY}
    name = names.get(role.environment_role_id)
    return {"environment_type": role.environment_type, "name": name, "role_type": ENVIRONMENT}
