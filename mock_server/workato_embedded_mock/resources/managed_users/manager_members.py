"""Lists customer managers as members: they belong to the team of each customer that they manage; must not write.

A customer manager who was also added to a team directly appears there only as that member.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, exists, func, literal, null, or_, select

from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.customer_managers import (
    customer_managers,
    manager_workspaces,
    privilege_groups,
    team_collaborators,
)
from workato_embedded_mock.store.tables.managed_users import members

# The `grant_type` of customer managers; the API's value is unknown.
CUSTOMER_MANAGER = "customer_manager"

_M, _USER, _ROLE = customer_managers.c, team_collaborators.c, privilege_groups.c
_DIRECT_MEMBER = exists().where(
    members.c.namespace == _M.namespace,
    members.c.managed_user_id == bindparam("owner"),
    or_(members.c.id == _USER.id, func.lower(members.c.email) == func.lower(_USER.email)),
)
_LIMIT = manager_workspaces.c
_LIMITED = exists().where(_LIMIT.namespace == _M.namespace, _LIMIT.customer_manager_id == _M.id)
_PERMITTED = _LIMITED.where(_LIMIT.managed_user_id == bindparam("owner"))
_ALL = (
    select(
        _USER.id,
        literal(CUSTOMER_MANAGER).label("grant_type"),
        _ROLE.name.label("role_name"),
        null().label("external_id"),
        _USER.name,
        _USER.email,
        null().label("time_zone"),
        null().label("created_at"),
        null().label("last_activity_log"),
    )
    .join(team_collaborators, and_(_USER.namespace == _M.namespace, _USER.id == _M.team_collaborator_id))
    .join(privilege_groups, and_(_ROLE.namespace == _M.namespace, _ROLE.id == _M.privilege_group_id))
    .where(_M.namespace == NAMESPACE_ID, ~_DIRECT_MEMBER, or_(~_LIMITED, _PERMITTED))
)
_ONE = _ALL.where(_USER.id == bindparam("wanted"))


def load_managers(context: Context, owner: int) -> list[Row]:
    """Return the customer managers in a team as members, with the ids of the people."""
    return context.session.all(_ALL, owner=owner)


def load_manager(context: Context, owner: int, member_id: int) -> Any:
    """Return one customer manager in a team as a member, or None."""
    return context.session.first(_ONE, owner=owner, wanted=member_id)
