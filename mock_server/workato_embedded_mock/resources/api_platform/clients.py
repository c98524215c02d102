"""The rules of API clients of version 1. Their access profiles define what they can call.

Version 2 shows these clients, too. Clients that version 2 created are unknown here: they have no access profiles.
"""

from __future__ import annotations

from sqlalchemy import bindparam, insert

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.api_platform.client_view import SELECT_LEGACY
from workato_embedded_mock.resources.api_platform.version_1 import check_open
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, find_project
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.api_platform import api_clients

_PAGE = SELECT_LEGACY.limit(bindparam("size")).offset(bindparam("before"))
_INSERT = insert(api_clients).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))


def list_api_clients(context: Context, managed_user_id: str, page: int, per_page: int) -> Json:
    """List clients by ascending id."""
    owner = find_customer(context, managed_user_id)
    return {"result": context.session.all(_PAGE, owner=owner, size=per_page, before=offset(page, per_page))}


def create_api_client(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create a client without access profiles."""
    check_open(context)
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
