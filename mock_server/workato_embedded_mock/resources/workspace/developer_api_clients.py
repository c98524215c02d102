"""The rules of Developer API clients: a token is shown once and works until it is replaced or its client is deleted.

Clients and their roles belong to a customer, whichever of its environments the request names. A client of a customer
with environments is for one of them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from workato_embedded_mock.errors import NotFoundError, Reason, bad_request, not_found
from workato_embedded_mock.instruments.clock import format_utc_time
from workato_embedded_mock.instruments.developer_tokens import digest_of, new_token, parse_ip_allow_list
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.workspace.client_environments import client_environment
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account, find_folder
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.developer_api_clients import developer_api_client_roles, developer_api_clients

_T = developer_api_clients.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
_ONE = (*_OWN, _T.id == bindparam("wanted"))
_SELECT = select(
    _T.id,
    _T.name,
    _T.api_privilege_group_id,
    _T.created_at,
    _T.updated_at,
    _T.all_folders,
    _T.folder_ids,
    _T.environment_name,
    _T.environment_id,
    _T.ip_allow_list,
    _T.token_updated_at,
)
_GET = _SELECT.where(*_ONE)
_PAGE = _SELECT.where(*_OWN).order_by(_T.id).limit(bindparam("size")).offset(bindparam("before"))
_COUNT = select(func.count()).select_from(developer_api_clients).where(*_OWN)
_INSERT = insert(developer_api_clients).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_UPDATE = update(developer_api_clients).where(*_ONE)
_DELETE = delete(developer_api_clients).where(*_ONE)

_R = developer_api_client_roles.c
_OWN_ROLE = (_R.namespace == NAMESPACE_ID, _R.managed_user_id == bindparam("owner"))
_SELECT_ROLE = select(_R.id, _R.name, _R.created_at, _R.updated_at)
_GET_ROLE = _SELECT_ROLE.where(*_OWN_ROLE, _R.id == bindparam("wanted"))
_ROLE_PAGE = _SELECT_ROLE.where(*_OWN_ROLE).order_by(_R.id).limit(bindparam("size")).offset(bindparam("before"))
_COUNT_ROLES = select(func.count()).select_from(developer_api_client_roles).where(*_OWN_ROLE)
_INSERT_ROLE = insert(developer_api_client_roles).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))

_NEW: Row = {"folder_ids": [], "environment_name": None, "environment_id": None, "ip_allow_list": None}


def list_developer_api_clients(context: Context, managed_user_id: str, page: int, per_page: int) -> Json:
    """List clients by ascending id. The count is that of all clients."""
    owner = find_account(context, managed_user_id)
    rows = context.session.all(_PAGE, owner=owner, size=per_page, before=offset(page, per_page))
    count = context.session.scalar(_COUNT, owner=owner)
    return {"result": {"count": count, "items": [_client(row) for row in rows]}}


def create_developer_api_client(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create a client; return it with its token."""
    owner = find_account(context, managed_user_id)
    fields = {**_NEW, **_changes(context, owner, body, _NEW)}
    _check_folders(fields)
    client_id = context.session.next_id("developer_api_clients")
    now = context.time()
    token, columns = _issue(context)
    context.session.execute(_INSERT, owner=owner, id=client_id, created_at=now, updated_at=now, **fields, **columns)
    return {"result": _client(_read(context, owner, client_id), token)}


def get_developer_api_client(context: Context, managed_user_id: str, client_id: int) -> Json:
    """Return a client without its token."""
    return {"result": _client(_read(context, find_account(context, managed_user_id), client_id))}


def update_developer_api_client(context: Context, managed_user_id: str, client_id: int, body: Json) -> Json:
    """Update the fields that are sent. The token stays valid."""
    owner = find_account(context, managed_user_id)
    before = _read(context, owner, client_id)
    changes = _changes(context, owner, body, before)
    _check_folders({**before, **changes})
    if body:
        context.session.execute(_UPDATE, owner=owner, wanted=client_id, updated_at=context.time(), **changes)
    return {"result": _client(_read(context, owner, client_id))}


def delete_developer_api_client(context: Context, managed_user_id: str, client_id: int) -> Json:
    """Delete a client. Its token stops working at once."""
    owner = find_account(context, managed_user_id)
    if not context.session.execute(_DELETE, owner=owner, wanted=client_id):
        raise _client_not_found(client_id)
    return {"result": {"success": True}}


def regenerate_developer_api_client_token(context: Context, managed_user_id: str, client_id: int) -> Json:
    """Replace the token; return the client with the new one."""
    owner = find_account(context, managed_user_id)
    token, columns = _issue(context)
    if not context.session.execute(_UPDATE, owner=owner, wanted=client_id, updated_at=context.time(), **columns):
        raise _client_not_found(client_id)
    return {"result": _client(_read(context, owner, client_id), token)}


def list_developer_api_client_roles(context: Context, managed_user_id: str, page: int, per_page: int) -> Json:
    """List client roles by ascending id. The count is that of all roles."""
    owner = find_account(context, managed_user_id)
    rows = context.session.all(_ROLE_PAGE, owner=owner, size=per_page, before=offset(page, per_page))
    return {"result": {"count": context.session.scalar(_COUNT_ROLES, owner=owner), "items": rows}}


def copy_developer_api_client_role(context: Context, managed_user_id: str, role_id: int) -> Json:
    """Copy a client role; its name gets a suffix."""
    owner = find_account(context, managed_user_id)
    source = context.session.first(_GET_ROLE, owner=owner, wanted=role_id)
    if source is None:
        raise not_found("/path/role_id", f"the customer has no client role {role_id}")
    now = context.time()
    created = {
        "id": context.session.next_id("developer_api_client_roles"),
        "name": f"{source['name']} (copy)",
        "created_at": now,
        "updated_at": now,
    }
    context.session.execute(_INSERT_ROLE, owner=owner, **created)
    return created


def _read(context: Context, owner: int, client_id: int) -> Row:
    row = context.session.first(_GET, owner=owner, wanted=client_id)
    if row is None:
        raise _client_not_found(client_id)
    return row


def _client_not_found(client_id: int) -> NotFoundError:
    return not_found("/path/client_id", f"the customer has no Developer API client {client_id}")


def _client(row: Row, token: str | None = None) -> Json:
    """Return a client in the form of the API, with the value of its token if that was just issued."""
    fields = {name: value for name, value in row.items() if name != "token_updated_at"}
    shown = {} if token is None else {"value": token}
    return {**fields, "token": {**shown, "updated_at": row["token_updated_at"]}}


def _issue(context: Context) -> tuple[str, Row]:
    """Return a new token and the columns that change with it."""
    token = new_token()
    return token, {"token_digest": digest_of(token), "token_updated_at": format_utc_time(context.clock.now())}


def _changes(context: Context, owner: int, body: Json, before: Row) -> dict[str, Any]:
    """Return the columns that a body changes.

    Raises:
        BadRequestError: The role is unknown, or an address or the environment is invalid.
        NotFoundError: The customer has no such folder.
    """
    changes = {name: body[name] for name in ("name", "api_privilege_group_id", "all_folders") if name in body}
    changes |= client_environment(context, owner, body, before)
    role = changes.get("api_privilege_group_id")
    if role is not None and context.session.first(_GET_ROLE, owner=owner, wanted=role) is None:
        raise bad_request("/body/api_privilege_group_id", "exists", f"the customer has no client role {role}")
    if "ip_allow_list" in body:
        changes["ip_allow_list"] = _ip_allow_list(body["ip_allow_list"])
    if changes.get("all_folders", before.get("all_folders")):
        changes["folder_ids"] = []
        if body.get("folder_ids"):
            context.notes.append(Reason("/body/folder_ids", "not", "ignored: the client can access all projects"))
    elif "folder_ids" in body:
        workspace = changes.get("environment_id", before["environment_id"]) or owner
        changes["folder_ids"] = _folder_ids(context, workspace, body["folder_ids"])
    elif changes.get("environment_id", before["environment_id"]) != before["environment_id"]:
        # The folders are those of another environment.
        changes["folder_ids"] = []
    return changes


def _folder_ids(context: Context, workspace: int, sent: list[int]) -> list[int]:
    """Return folders of a workspace without duplicates.

    Raises:
        NotFoundError: The workspace has no such folder.
    """
    for index, folder_id in enumerate(sent):
        find_folder(context, workspace, str(folder_id), f"/body/folder_ids/{index}")
    return list(dict.fromkeys(sent))


def _check_folders(fields: Row) -> None:
    """Check that a client can access something: all projects, or those in its list.

    Raises:
        BadRequestError: The client can access no project.
    """
    if not fields["all_folders"] and not fields["folder_ids"]:
        raise bad_request("/body/folder_ids", "required", "folder_ids is required if all_folders is false")


def _ip_allow_list(sent: str | list[str]) -> str | None:
    """Return the addresses as one text, or None if there are none.

    Raises:
        BadRequestError: A part is neither an address nor a CIDR block.
    """
    parts = sent.split(",") if isinstance(sent, str) else sent
    text = ",".join(part.strip() for part in parts)
    if not text:
        return None
    try:
        parse_ip_allow_list(text)
    except ValueError as error:
        raise bad_request("/body/ip_allow_list", "format", str(error)) from error
    return text
