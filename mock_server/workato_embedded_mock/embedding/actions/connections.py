"""What people do with connections: connect, cancel, disconnect, and what the application behind one responds."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from workato_embedded_mock.activity.recording import Resource
from workato_embedded_mock.embedding.actions.bodies import as_object, id_in, path_in, text_in
from workato_embedded_mock.embedding.actions.records import record_event
from workato_embedded_mock.embedding.messages import Message, failure, height_change, status_change
from workato_embedded_mock.embedding.pages.connections import (
    CONSENT_PATH,
    WAITING,
    connection_page,
    connector_title,
    is_connected,
)
from workato_embedded_mock.embedding.pages.fields import fields_of, leads_to_oauth, missing_fields
from workato_embedded_mock.embedding.pages.page import ActionResult, Notice
from workato_embedded_mock.embedding.sessions import Session
from workato_embedded_mock.errors import Reason, bad_request
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.connections.authorization import AuthorizationResult
from workato_embedded_mock.resources.connections.connections import (
    SUCCESS,
    authorize_connection,
    disconnect_connection,
    find_connection,
    running_recipes_with,
)
from workato_embedded_mock.resources.connections.connectors import uses_oauth
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.embedding import read_settings
from workato_embedded_mock.store.session import Row

_AUTHORIZE = "authorize_in_application"


def connect(context: Context, session: Session, body: Json, _denial: str | None) -> ActionResult:
    """Check the form of a connection; what follows is the check by the application, or its window.

    A body without `input` stands for a form that is filled in correctly.

    Raises:
        BadRequestError: The body is not that of the action.
        NotFoundError: The customer has no such connection.
    """
    sent, row, path = _read(context, session, body)
    owner, provider = session.managed_user_id, row["provider"]
    oauth = bool(uses_oauth(context, provider))
    fields = fields_of(provider, oauth=oauth)
    entered = _input(sent)
    missing = {} if entered is None else missing_fields(fields, entered)
    if missing:
        notice = Notice("Enter the values that are missing", "bad")
        page = connection_page(context, owner, row["id"], path, sent=entered, errors=missing, notice=notice)
        return ActionResult(page, [height_change()])
    if not oauth and not leads_to_oauth(fields, entered or {}):
        page = connection_page(context, owner, row["id"], path, sent=entered)
        return ActionResult(page, (), {"action": _AUTHORIZE})
    if entered:
        authorize_connection(context, owner, row["id"], None, entered)
    window = session.url(f"{CONSENT_PATH}{row['id']}?from={quote(path, safe='/')}")
    page = connection_page(context, owner, row["id"], path, state=WAITING, window=window)
    return ActionResult(page, [height_change()], {"window": window})


def authorize(context: Context, session: Session, body: Json, denial: str | None) -> ActionResult:
    """Take what the application responds: access, or the error in the body or in `denial`.

    Raises:
        BadRequestError: The body is not that of the action.
        NotFoundError: The customer has no such connection.
    """
    sent, before, path = _read(context, session, body)
    owner, provider = session.managed_user_id, before["provider"]
    error = denial or text_in(sent, "error").strip()
    result = AuthorizationResult("failed", error) if error else AuthorizationResult(SUCCESS, None)
    row = authorize_connection(context, owner, before["id"], result, _input(sent))
    record_event(context, session, "connection_updated", "SharedAccount", Resource(row["id"], row["name"]))
    title = connector_title(context, provider)
    notice = Notice(f"{title} rejected the connection", "bad") if error else Notice(f"Connected to {title}")
    posted: list[Message]
    if error:
        posted = failure(row["id"], provider, error, read_settings(context.session).failure)
    else:
        posted = [status_change(row["id"], provider, connected=True)]
    return ActionResult(connection_page(context, owner, row["id"], path, notice=notice), [*posted, height_change()])


def cancel(context: Context, session: Session, body: Json, _denial: str | None) -> ActionResult:
    """Show the form as it was before. Nothing else changes, and no source has a message for it.

    Raises:
        BadRequestError: The body is not that of the action.
        NotFoundError: The customer has no such connection.
    """
    _, row, path = _read(context, session, body)
    notice = Notice("Canceled", "warning")
    page = connection_page(context, session.managed_user_id, row["id"], path, notice=notice)
    return ActionResult(page, [height_change()])


def disconnect(context: Context, session: Session, body: Json, _denial: str | None) -> ActionResult:
    """Remove the authorization of a connection, also if running recipes use it.

    Raises:
        BadRequestError: The body is not that of the action.
        NotFoundError: The customer has no such connection.
    """
    _, row, path = _read(context, session, body)
    owner = session.managed_user_id
    if is_connected(row):
        for recipe_id in running_recipes_with(context, owner, row["id"]):
            text = f"the running recipe {recipe_id} uses the connection; the API would reject this without force"
            context.notes.append(Reason("/body/connection_id", "not", text))
        disconnect_connection(context, str(owner), row["id"], {"force": True})
        record_event(context, session, "connection_disconnected", "SharedAccount", Resource(row["id"], row["name"]))
    page = connection_page(context, owner, row["id"], path, notice=Notice("Disconnected", "warning"))
    return ActionResult(page, [status_change(row["id"], row["provider"], connected=False), height_change()])


def _read(context: Context, session: Session, body: Json) -> tuple[dict[str, Json], Row, str]:
    """Return a body, the connection that it is about, and the path of the page.

    Raises:
        BadRequestError: The body is not that of an action about a connection.
        NotFoundError: The customer has no such connection.
    """
    sent = as_object(body)
    connection_id = id_in(sent, "connection_id")
    row = find_connection(context, session.managed_user_id, connection_id)
    return sent, row, path_in(sent, f"/embedded/connections/{connection_id}")


def _input(sent: Mapping[str, Json]) -> dict[str, Json] | None:
    """Return the input in a body; None if it has none.

    Raises:
        BadRequestError: It is not an object.
    """
    value = sent.get("input")
    if value is not None and not isinstance(value, dict):
        raise bad_request("/body/input", "type", "input is not an object")
    return value
