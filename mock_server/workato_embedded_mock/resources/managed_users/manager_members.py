"""Shows the partner's customer managers as members, which they are in every team; must not make any.

Where a person was taken into a team by the ordinary way, too, that role counts there, so the manager does not show.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, exists, func, literal, null, or_, select

from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.customer_managers import customer_managers, privilege_groups, team_collaborators
from workato_embedded_mock.store.tables.managed_users import members

CUSTOMER_MANAGER = "customer_manager"
"""How a person got in who manages customers. What the API says here is not known."""

_M, _USER, _ROLE = customer_managers.c, team_collaborators.c, privilege_groups.c
_ORDINARY = exists().where(
    members.c.namespace == _M.namespace,
    members.c.managed_user_id == bindparam("owner"),
    or_(members.c.id == _USER.id, func.lower(members.c.email) == func.lower(_USER.email)),
)
_ALL = (
    select(
        _USER.id,
        literal(CUSTOMER_MANAGER).label("grant_type"),
        _ROLE.name.label("role_name"),
        null().label("external_id"),
        _USER.name,
        _USER.email,
        null().label("time_zone"),
    )
    .join(team_collaborators, and_(_USER.namespace == _M.namespace, _USER.id == _M.team_collaborator_id))
    .join(privilege_groups, and_(_ROLE.namespace == _M.namespace, _ROLE.id == _M.privilege_group_id))
    .where(_M.namespace == NAMESPACE_ID, ~_ORDINARY)
)
_ONE = _ALL.where(_USER.id == bindparam("wanted"))


def list_managers(context: Context, owner: int) -> list[Row]:
    """Answer the customer managers that show in a team, as members; the id is that of the person."""
    return context.session.all(_ALL, owner=owner)


def find_manager(context: Context, owner: int, member_id: int) -> Any:
    """Answer one of them, or None."""
    return context.session.first(_ONE, owner=owner, wanted=member_id)
