"""The rules of connections; must not call other applications."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from workato_embedded_mock.errors import NotFoundError, Reason, bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.connections.authorization import AuthorizationResult, authorize
from workato_embedded_mock.resources.connections.connectors import note_unknown_connector, uses_oauth
from workato_embedded_mock.resources.connections.input_catalogue import settings_of
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, find_folder
from workato_embedded_mock.rules.filters import equal_texts, in_project, later_than
from workato_embedded_mock.rules.tags import CONNECTION_TAGS
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.recipes import recipes

# The status of an authorized connection.
SUCCESS = "success"

_T = connections.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
_ONE = (*_OWN, _T.id == bindparam("wanted"))
_SELECT = select(
    _T.id,
    _T.name,
    _T.provider,
    _T.authorized_at,
    _T.authorization_status,
    _T.authorization_error,
    _T.created_at,
    _T.updated_at,
    _T.external_id,
    _T.folder_id,
    _T.identity,
    _T.parent_id,
    _T.connection_lost_at,
    _T.connection_lost_reason,
)
_LIST_ALL = _SELECT.where(*_OWN).order_by(_T.id)
_LIST = _LIST_ALL.where(_T.runtime.is_(False))
_GET = _SELECT.where(*_ONE)
_INSERT = insert(connections).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_UPDATE = update(connections).where(*_ONE)
_DELETE = delete(connections).where(*_ONE)
_CLEAR_PARENT = update(connections).where(*_OWN, _T.parent_id == bindparam("wanted")).values(parent_id=None)

_NEW: Row = {
    "name": None,
    "authorized_at": None,
    "authorization_status": None,
    "authorization_error": None,
    "external_id": None,
    "folder_id": None,
    "identity": None,
    "parent_id": None,
    "runtime": False,
    "connection_lost_at": None,
    "connection_lost_reason": None,
    "settings": None,
}

_RUNNING = select(recipes.c.id, recipes.c.config).where(
    recipes.c.namespace == NAMESPACE_ID,
    recipes.c.managed_user_id == bindparam("owner"),
    recipes.c.running,
)


def list_connections(
    context: Context,
    managed_user_id: str,
    provider: str | None,
    folder_id: str | None,
    parent_id: str | None,
    external_id: str | None,
    project_id: str | None,
    updated_after: str | None,
    include_runtime_connections: str,
    includes: list[str] | None,
) -> Json:
    """List connections by ascending id. Filters are combined with AND."""
    owner = find_customer(context, managed_user_id)
    wanted = {"provider": provider, "folder_id": folder_id, "parent_id": parent_id, "external_id": external_id}
    keep = [
        *equal_texts(**wanted),
        *in_project(context, owner, project_id),
        *later_than("/query/updated_after", "updated_at", updated_after),
    ]
    rows = context.session.all(_LIST_ALL if include_runtime_connections == "true" else _LIST, owner=owner)
    found = [row for row in rows if all(check(row) for check in keep)]
    return {"result": CONNECTION_TAGS.with_tags(context, found) if includes else found}


def create_connection(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create a shell connection, or authorize the connection at once with the input."""
    owner = find_customer(context, managed_user_id)
    provider = body["provider"]
    oauth = uses_oauth(context, provider)
    if oauth is None:
        note_unknown_connector(context, provider)
    if "parent_id" in body:
        _check_parent(context, owner, body["parent_id"], provider)
    _check_folder(context, owner, body)
    shell = oauth or body.get("shell_connection", False)
    _note_unused(context, body, () if oauth else ("input",))
    result = None if shell else authorize(body.get("input"))
    sent = {name: body.get(name) for name in ("name", "external_id", "folder_id", "parent_id")}
    sent["settings"] = settings_of(provider, body.get("input", {}))
    connection_id = add_connection(context, owner, provider, **sent, **_authorization(result, context.time()))
    return find_connection(context, owner, connection_id)


def update_connection(context: Context, managed_user_id: str, connection_id: int, body: Json) -> Json:
    """Update the fields that are sent; new credentials authorize the connection at once."""
    owner = find_customer(context, managed_user_id)
    before = find_connection(context, owner, connection_id)
    sent = body or {}
    changes = {name: sent[name] for name in ("name", "folder_id", "parent_id", "external_id") if name in sent}
    if "parent_id" in changes:
        _check_parent(context, owner, changes["parent_id"], before["provider"], own=connection_id)
    _check_folder(context, owner, sent)
    if sent.get("provider", before["provider"]) != before["provider"]:
        text = "the connector of a connection cannot be changed"
        context.notes.append(Reason("/body/provider", "readOnly", text))
    credentials = "oauth_token_pair" if uses_oauth(context, before["provider"]) else "input"
    _note_unused(context, sent, (credentials,))
    result = None if sent.get("shell_connection") else authorize(sent.get(credentials))
    if sent:
        _save(context, owner, before, changes, result, sent.get("input"))
    return find_connection(context, owner, connection_id)


def authorize_connection(
    context: Context, owner: int, connection_id: int, result: AuthorizationResult | None, sent: Json
) -> Row:
    """Save the result of an authorization, or only its input, and return the connection in the form of the API.

    Args:
        context: The context of the rule.
        owner: The workspace of the connection.
        connection_id: Its id.
        result: The result; None as long as there is none.
        sent: The input that the credentials were in; None if there was no input, as with OAuth.

    Raises:
        NotFoundError: The customer has no such connection.
    """
    before = find_connection(context, owner, connection_id)
    _save(context, owner, before, {}, result, sent)
    return find_connection(context, owner, connection_id)


def disconnect_connection(context: Context, managed_user_id: str, connection_id: int, body: Json) -> Json:
    """Remove the authorization. `force` is required if a running recipe uses the connection."""
    owner = find_customer(context, managed_user_id)
    if find_connection(context, owner, connection_id)["authorization_status"] == SUCCESS:
        if not (body or {}).get("force"):
            _check_unused(context, owner, connection_id)
        changes = {"authorization_status": None, "authorization_error": None, "updated_at": context.time()}
        context.session.execute(_UPDATE, owner=owner, wanted=connection_id, **changes)
    return {"success": True, "status": "disconnected"}


def delete_connection(context: Context, managed_user_id: str, connection_id: int) -> Json:
    """Delete a connection that is neither authorized nor used by a running recipe. Its children lose their parent."""
    owner = find_customer(context, managed_user_id)
    if find_connection(context, owner, connection_id)["authorization_status"] == SUCCESS:
        raise bad_request("/path/connection_id", "const", "the connection is connected; disconnect it first")
    _check_unused(context, owner, connection_id)
    context.session.execute(_CLEAR_PARENT, owner=owner, wanted=connection_id)
    context.session.execute(_DELETE, owner=owner, wanted=connection_id)
    return {"success": True}


def add_connection(context: Context, owner: int, provider: str, **fields: Any) -> int:
    """Add a connection with validated columns, by default unauthorized; return its id."""
    connection_id = context.session.next_id("connections")
    now = context.time()
    context.session.execute(
        _INSERT,
        owner=owner,
        id=connection_id,
        provider=provider,
        created_at=now,
        updated_at=now,
        **{**_NEW, **fields},
    )
    return connection_id


def find_connection(context: Context, owner: int, connection_id: int) -> Row:
    """Return a connection of a customer in the form of the API.

    Raises:
        NotFoundError: The customer has no such connection.
    """
    row = context.session.first(_GET, owner=owner, wanted=connection_id)
    if row is None:
        raise _connection_not_found(connection_id, "/path/connection_id")
    return row


def running_recipes_with(context: Context, owner: int, connection_id: int) -> list[int]:
    """Return the ids of the running recipes that use a connection."""
    rows = context.session.all(_RUNNING, owner=owner)
    return [row["id"] for row in rows if any(entry.get("account_id") == connection_id for entry in row["config"])]


def _save(
    context: Context, owner: int, before: Row, changes: Row, result: AuthorizationResult | None, sent: Json
) -> None:
    """Save changes of a connection, with the result of an authorization and the settings in an input, if any."""
    now = context.time()
    if result is not None:
        changes = changes | _authorization(result, now) | _loss(before, result, now)
    if sent:
        changes = {**changes, "settings": settings_of(before["provider"], sent)}
    context.session.execute(_UPDATE, owner=owner, wanted=before["id"], updated_at=now, **changes)


def _check_unused(context: Context, owner: int, connection_id: int) -> None:
    """Check that no running recipe uses a connection."""
    for recipe_id in running_recipes_with(context, owner, connection_id):
        raise bad_request("/path/connection_id", "not", f"the running recipe {recipe_id} uses the connection")


def _check_parent(context: Context, owner: int, parent_id: int, provider: str, own: int | None = None) -> None:
    """Check that a parent exists, has the same connector, and is not a descendant of the connection."""
    pointer = "/body/parent_id"
    ancestor_id: int | None = parent_id
    while ancestor_id is not None:
        if ancestor_id == own:
            raise bad_request(pointer, "not", "a connection cannot be its own parent")
        row = context.session.first(_GET, owner=owner, wanted=ancestor_id)
        if row is None:
            raise _connection_not_found(ancestor_id, pointer)
        if row["provider"] != provider:
            text = f"the connection {ancestor_id} has the connector {row['provider']}, not {provider}"
            raise bad_request(pointer, "const", text)
        ancestor_id = row["parent_id"]


def _check_folder(context: Context, owner: int, sent: Json) -> None:
    """Check that the customer has the folder."""
    if sent.get("folder_id") is not None:
        find_folder(context, owner, str(sent["folder_id"]), "/body/folder_id")


def _note_unused(context: Context, sent: Json, used: tuple[str, ...]) -> None:
    """Note credentials that are ignored: OAuth connectors use `oauth_token_pair`, others use `input`."""
    for name in ("input", "oauth_token_pair"):
        if name in sent and name not in used:
            text = "ignored: connections of this connector are not authorized with this"
            context.notes.append(Reason(f"/body/{name}", "readOnly", text))


def _authorization(result: AuthorizationResult | None, now: str) -> dict[str, Any]:
    """Return the columns that an authorization changes. A failure keeps the time of the last success."""
    if result is None:
        return {"authorization_status": None, "authorization_error": None}
    changes = {"authorization_status": result.status, "authorization_error": result.error}
    return {**changes, "authorized_at": now} if result.status == SUCCESS else changes


def _loss(before: Row, result: AuthorizationResult, now: str) -> Row:
    """Return the columns of a lost connection: one that was authorized and is not after new credentials."""
    if result.status == SUCCESS:
        return {"connection_lost_at": None, "connection_lost_reason": None}
    if before["authorization_status"] == SUCCESS:
        return {"connection_lost_at": now, "connection_lost_reason": result.error}
    return {}


def _connection_not_found(connection_id: int, pointer: str) -> NotFoundError:
    return not_found(pointer, f"the customer has no connection {connection_id}")
