"""The rules of custom roles of a customer."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select

from workato_embedded_mock.errors import not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account, find_folder
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.roles import roles

_T = roles.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))

_SELECT = select(_T.id, _T.name, _T.inheritable, _T.folder_ids, _T.created_at, _T.updated_at, _T.privileges)
_GET = _SELECT.where(*_OWN, _T.id == bindparam("wanted"))
_PAGE = _SELECT.where(*_OWN).order_by(_T.id).limit(bindparam("size")).offset(bindparam("before"))
_PAGE_BY_NAME = _PAGE.where(_T.name == bindparam("wanted"))
_INSERT = insert(roles).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))


def list_roles(context: Context, managed_user_id: str, role_name: str | None, page: int, per_page: int) -> Json:
    """List roles by ascending id. The name filter matches exactly."""
    owner = find_account(context, managed_user_id)
    page_of = {"owner": owner, "size": per_page, "before": offset(page, per_page)}
    if role_name is None:
        rows = context.session.all(_PAGE, **page_of)
    else:
        rows = context.session.all(_PAGE_BY_NAME, wanted=role_name, **page_of)
    for row in rows:
        if row["privileges"] is None:
            del row["privileges"]
    return rows


def copy_role(context: Context, managed_user_id: str, role_id: int, body: Json) -> Json:
    """Copy a role with its privileges, which the response omits. The folders default to those of the source."""
    owner = find_account(context, managed_user_id)
    source = context.session.first(_GET, owner=owner, wanted=role_id)
    if source is None:
        raise not_found("/path/role_id", f"the customer has no role {role_id}")
    folder_ids = body.get("folder_ids") or source["folder_ids"]
    for index, folder_id in enumerate(body.get("folder_ids", ())):
        find_folder(context, owner, folder_id, f"/body/folder_ids/{index}")
    now = context.time()
    created = {
        "id": context.session.next_id("roles"),
        "name": body["name"],
        "inheritable": source["inheritable"],
        "folder_ids": folder_ids,
        "created_at": now,
        "updated_at": now,
    }
    context.session.execute(_INSERT, owner=owner, privileges=source["privileges"], **created)
    return created
