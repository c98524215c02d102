"""The rules of customer managers: people of the partner who work in all or in some customer workspaces."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, select, update

from workato_embedded_mock.errors import NotFoundError, bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import ACCOUNT_BY_ID, parse_id
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.customer_managers import (
    customer_managers,
    manager_workspaces,
    privilege_groups,
    team_collaborators,
)
from workato_embedded_mock.store.tables.managed_users import managed_users

_T = customer_managers.c
_USER = team_collaborators.c
_ROLE = privilege_groups.c
_ONE = (_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))

_LIST = (
    select(
        _T.id,
        _USER.id.label("user_id"),
        _USER.name.label("user_name"),
        _USER.email,
        _USER.avatar_url,
        _ROLE.id.label("role_id"),
        _ROLE.name.label("role_name"),
        _ROLE.system,
    )
    .join(team_collaborators, and_(_USER.namespace == _T.namespace, _USER.id == _T.team_collaborator_id))
    .join(privilege_groups, and_(_ROLE.namespace == _T.namespace, _ROLE.id == _T.privilege_group_id))
    .where(_T.namespace == NAMESPACE_ID)
    .order_by(_T.id)
)
_GET = _LIST.where(_T.id == bindparam("wanted"))
_OF_PERSON = select(_T.id).where(_T.namespace == NAMESPACE_ID, _T.team_collaborator_id == bindparam("wanted"))
_PERSON = select(_USER.id).where(_USER.namespace == NAMESPACE_ID, _USER.id == bindparam("wanted"))
_PRIVILEGE_GROUP = select(_ROLE.id).where(_ROLE.namespace == NAMESPACE_ID, _ROLE.id == bindparam("wanted"))
_INSERT = insert(customer_managers).values(namespace=NAMESPACE_ID)
_UPDATE = update(customer_managers).where(*_ONE).values(privilege_group_id=bindparam("role"))
_DELETE = delete(customer_managers).where(*_ONE)

_LIMIT = manager_workspaces.c
_CUSTOMER = managed_users.c
_WORKSPACES = (
    select(_LIMIT.customer_manager_id, _CUSTOMER.id, _CUSTOMER.name)
    .join(managed_users, and_(_CUSTOMER.namespace == _LIMIT.namespace, _CUSTOMER.id == _LIMIT.managed_user_id))
    .where(_LIMIT.namespace == NAMESPACE_ID)
    .order_by(_CUSTOMER.id)
)
_WORKSPACES_OF = _WORKSPACES.where(_LIMIT.customer_manager_id == bindparam("wanted"))
_CLEAR_LIMIT = delete(manager_workspaces).where(
    _LIMIT.namespace == NAMESPACE_ID, _LIMIT.customer_manager_id == bindparam("wanted")
)
_INSERT_LIMIT = insert(manager_workspaces).values(namespace=NAMESPACE_ID)


def list_customer_managers(context: Context) -> Json:
    """List all customer managers by ascending id."""
    workspaces = context.session.all(_WORKSPACES)
    return {"result": {"items": [_response(row, workspaces) for row in context.session.all(_LIST)]}}


def create_customer_manager(context: Context, body: Json) -> Json:
    """Make a team collaborator a customer manager, or change the role and the limit of an existing one."""
    person = body["team_collaborator_id"]
    if context.session.scalar(_PERSON, wanted=person) is None:
        raise bad_request("/body/team_collaborator_id", "exists", f"the partner has no team collaborator {person}")
    role, workspaces = _role(context, body["role_id"]), _permitted_workspaces(context, body)
    manager_id = context.session.scalar(_OF_PERSON, wanted=person)
    if manager_id is None:
        manager_id = context.session.next_id("customer_managers")
        context.session.execute(_INSERT, id=manager_id, team_collaborator_id=person, privilege_group_id=role)
    else:
        context.session.execute(_UPDATE, wanted=manager_id, role=role)
    _limit(context, manager_id, workspaces)
    return {"result": _read(context, manager_id)}


def update_customer_manager(context: Context, id: int, body: Json) -> Json:  # noqa: A002  # the name in the path
    """Change the role of a customer manager, and limit the manager as the request says; one without a limit ends it."""
    _read(context, id)
    role, workspaces = _role(context, body["role_id"]), _permitted_workspaces(context, body)
    context.session.execute(_UPDATE, wanted=id, role=role)
    _limit(context, id, workspaces)
    return {"result": _read(context, id)}


def delete_customer_manager(context: Context, id: int) -> Json:  # noqa: A002  # the name in the path
    """Delete a customer manager; the person stays in the partner's team."""
    if not context.session.execute(_DELETE, wanted=id):
        raise _manager_not_found(id)
    return {"result": {"success": True}}


def _role(context: Context, role_id: int | str) -> int:
    """Return the id of a role, which is sent as a number or as text."""
    wanted = parse_id(str(role_id))
    if wanted is None or context.session.scalar(_PRIVILEGE_GROUP, wanted=wanted) is None:
        raise bad_request("/body/role_id", "exists", f"the partner has no role {role_id}")
    return wanted


def _permitted_workspaces(context: Context, body: Json) -> list[int]:
    """Return the customers that a request limits a manager to; none for all. An environment means its customer."""
    found: dict[int, None] = {}
    for wanted in body.get("permitted_workspace_ids", ()):
        customer = context.session.scalar(ACCOUNT_BY_ID, wanted=wanted)
        if customer is None:
            raise bad_request("/body/permitted_workspace_ids", "exists", f"there is no customer {wanted}")
        found[customer] = None
    return list(found)


def _limit(context: Context, manager_id: int, workspaces: list[int]) -> None:
    """Limit a manager to some customers; without any, end the limit."""
    context.session.execute(_CLEAR_LIMIT, wanted=manager_id)
    rows = [{"customer_manager_id": manager_id, "managed_user_id": customer} for customer in workspaces]
    context.session.execute_many(_INSERT_LIMIT, rows)


def _read(context: Context, manager_id: int) -> Json:
    row = context.session.first(_GET, wanted=manager_id)
    if row is None:
        raise _manager_not_found(manager_id)
    return _response(row, context.session.all(_WORKSPACES_OF, wanted=manager_id))


def _manager_not_found(manager_id: int) -> NotFoundError:
    return not_found("/path/id", f"there is no customer manager {manager_id}")


def _response(row: Row, workspaces: list[Row]) -> dict[str, Any]:
    """Return a manager as the API does; `workspaces` has the customers of this manager, and maybe of others."""
    return {
        "id": row["id"],
        "user": {
            "id": row["user_id"],
            "name": row["user_name"],
            "email": row["email"],
            "avatar_url": row["avatar_url"],
        },
        "privilege_group": {"id": row["role_id"], "name": row["role_name"], "system": row["system"]},
        "moderated_workspaces": [
            {"id": workspace["id"], "name": workspace["name"]}
            for workspace in workspaces
            if workspace["customer_manager_id"] == row["id"]
        ],
    }
