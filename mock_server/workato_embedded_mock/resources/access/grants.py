"""Reads who has which role in which project; must not write."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, func, or_, select

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.collaborator_groups import user_group_members
from workato_embedded_mock.store.tables.folders import folders, projects
from workato_embedded_mock.store.tables.managed_users import environments, members
from workato_embedded_mock.store.tables.project_roles import project_grants

DEVELOPMENT = "dev"

_T, _P, _F, _E, _M, _IN = project_grants.c, projects.c, folders.c, environments.c, members.c, user_group_members.c

_GRANTS = (
    select(
        _T.id.label("number"),
        _T.project_id,
        _T.project_role_id,
        _T.member_id,
        _T.user_group_id,
        func.coalesce(_F.name, "").label("project_name"),
        _P.folder_id,
        _P.managed_user_id.label("environment_id"),
        func.coalesce(_E.environment_type, DEVELOPMENT).label("environment_type"),
        _M.name,
        _M.email,
    )
    .join(projects, and_(_P.namespace == _T.namespace, _P.id == _T.project_id))
    .outerjoin(folders, and_(_F.namespace == _P.namespace, _F.id == _P.folder_id))
    .outerjoin(environments, and_(_E.namespace == _P.namespace, _E.id == _P.managed_user_id))
    .outerjoin(members, and_(_M.namespace == _T.namespace, _M.id == _T.member_id))
    .where(
        _T.namespace == NAMESPACE_ID,
        or_(_P.managed_user_id == bindparam("owner"), _E.managed_user_id == bindparam("owner")),
    )
    .order_by(_T.id)
)
_MEMBERS = select(_M.id).where(_M.namespace == NAMESPACE_ID, _M.managed_user_id == bindparam("owner"))
_MEMBERSHIPS = (
    select(_IN.member_id, _IN.user_group_id)
    .join(members, and_(_M.namespace == _IN.namespace, _M.id == _IN.member_id))
    .where(_IN.namespace == NAMESPACE_ID, _M.managed_user_id == bindparam("owner"))
)


def load_grants(context: Context, owner: int) -> list[Row]:
    """Return the grants in all environments of a customer as rows, oldest first."""
    return context.session.all(_GRANTS, owner=owner)


def grants_by_member(context: Context, owner: int) -> dict[int, list[Row]]:
    """Return the grants that each member of a customer has, directly or by a group, oldest first."""
    # Every member is in the group of all collaborators, whose number is None.
    groups: dict[int, set[int | None]] = {row["id"]: {None} for row in context.session.all(_MEMBERS, owner=owner)}
    for row in context.session.all(_MEMBERSHIPS, owner=owner):
        groups[row["member_id"]].add(row["user_group_id"])
    grants = load_grants(context, owner)
    return {
        member_id: [
            grant
            for grant in grants
            if grant["member_id"] == member_id or (grant["member_id"] is None and grant["user_group_id"] in own)
        ]
        for member_id, own in groups.items()
    }


def count_members(context: Context, owner: int) -> dict[int, int]:
    """Return the number of members with each project role that is granted, by the id of the role."""
    counts = dict.fromkeys((grant["project_role_id"] for grant in load_grants(context, owner)), 0)
    for grants in grants_by_member(context, owner).values():
        for role_id in {grant["project_role_id"] for grant in grants}:
            counts[role_id] += 1
    return counts


def project_of(grant: Row) -> Json:
    """Return the project of a grant as the API does."""
    return {
        "id": grant["project_id"],
        "name": grant["project_name"],
        "environment": {"id": grant["environment_id"], "type": grant["environment_type"]},
    }
