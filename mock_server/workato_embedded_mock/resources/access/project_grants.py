"""Reads the project roles that members have in projects."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, func, select

from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.managed_users import members
from workato_embedded_mock.store.tables.project_roles import project_grants

_T = project_grants.c

_COUNTS = (
    select(_T.project_role_id, func.count(_T.member_id.distinct()).label("members"))
    .join(members, and_(members.c.namespace == _T.namespace, members.c.id == _T.member_id))
    .where(_T.namespace == NAMESPACE_ID, members.c.managed_user_id == bindparam("owner"))
    .group_by(_T.project_role_id)
)


def count_members(context: Context, owner: int) -> dict[int, int]:
    """Return the number of a customer's members with each project role, by the id of the role."""
    return {row["project_role_id"]: row["members"] for row in context.session.all(_COUNTS, owner=owner)}
