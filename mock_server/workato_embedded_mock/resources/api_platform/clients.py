"""The rules of API clients. Their access profiles define what they can call."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, find_project
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.api_platform import api_clients

_T = api_clients.c
_PAGE = (
    select(_T.id, _T.name, _T.project_id, _T.created_at, _T.updated_at)
    .where(_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
    .order_by(_T.id)
    .limit(bindparam("size"))
    .offset(bindparam("before"))
)
_INSERT = insert(api_clients).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))


def list_api_clients(context: Context, managed_user_id: str, page: int, per_page: int) -> Json:
    """List clients by ascending id."""
    owner = find_customer(context, managed_user_id)
    return {"result": context.session.all(_PAGE, owner=owner, size=per_page, before=offset(page, per_page))}


def create_api_client(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create a client without access profiles."""
    owner = find_customer(context, managed_user_id)
    project_id = None
    if "project_id" in body:
        project_id = find_project(context, owner, body["project_id"], "/body/project_id")
    now = context.time()
    created = {
        "id": context.session.next_id("api_clients"),
        "name": body["name"],
        "project_id": project_id,
        "created_at": now,
        "updated_at": now,
    }
    context.session.execute(_INSERT, owner=owner, **created)
    return {"result": created}
