"""The pages of connections: the widget, the list, and the window of the application that a connection leads to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select

from workato_embedded_mock.embedding.link_paths import kind_of
from workato_embedded_mock.embedding.messages import WIDGET, Message, status_change
from workato_embedded_mock.embedding.pages.fields import fields_of, value_at
from workato_embedded_mock.embedding.pages.page import CONSENT, Notice, Page
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.connections.connections import SUCCESS, find_connection, running_recipes_with
from workato_embedded_mock.resources.connections.connectors import uses_oauth
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.connectors import connectors
from workato_embedded_mock.store.tables.custom_oauth_profiles import custom_oauth_assignments

# The errors that the simulation suggests; any other text is possible.
ERRORS = ("Authorization failed", "Invalid credentials", "Access denied", "The account is locked")

# The window of the application behind a connection. Workato has no such page; the path is the mock's own.
CONSENT_PATH = "/mock/consent/"

# The states of the form of a connection.
FORM, WAITING = "form", "waiting"

_C, _A = connections.c, custom_oauth_assignments.c
_OWN = (_C.namespace == NAMESPACE_ID, _C.managed_user_id == bindparam("owner"))
_LIST = select(_C.id, _C.name, _C.provider, _C.authorization_status).where(*_OWN, _C.runtime.is_(False)).order_by(_C.id)
_SETTINGS = select(_C.settings).where(*_OWN, _C.id == bindparam("wanted"))
_TITLE = select(connectors.c.title).where(connectors.c.namespace == NAMESPACE_ID, connectors.c.name == bindparam("of"))
_PROFILE = select(_A.custom_oauth_profile_id).where(
    _A.namespace == NAMESPACE_ID, _A.managed_user_id == bindparam("owner"), _A.provider == bindparam("of")
)


def list_page(context: Context, owner: int, url: str) -> Page:
    """Return the list of a workspace's connections."""
    rows = context.session.all(_LIST, owner=owner)
    titles = {provider: connector_title(context, provider) for provider in {row["provider"] for row in rows}}
    found = [{**row, "connector": titles[row["provider"]]} for row in rows]
    return Page(kind_of(url), url, "Connections", "connections.html", {"connections": found})


def connection_page(
    context: Context,
    owner: int,
    connection_id: int,
    url: str,
    *,
    state: str = FORM,
    sent: Mapping[str, Json] | None = None,
    errors: Mapping[str, str] | None = None,
    window: str = "",
    notice: Notice | None = None,
) -> Page:
    """Return the form of a connection.

    Args:
        context: The context of the rule.
        owner: The workspace of the connection.
        connection_id: Its id.
        url: The path of the page.
        state: `form`, or `waiting` while the window of the application is open.
        sent: The input that the form has; None for the saved settings.
        errors: What is wrong with the input, by field.
        window: The path of the window of the application.
        notice: A sentence about the last action.

    Raises:
        NotFoundError: The workspace has no such connection.
    """
    row = find_connection(context, owner, connection_id)
    provider = row["provider"]
    oauth = bool(uses_oauth(context, provider))
    values = context.session.scalar(_SETTINGS, owner=owner, wanted=connection_id) or {} if sent is None else sent
    fields = [
        {"field": field, "value": _shown(field.control, value_at(values, field.name), field.default)}
        for field in fields_of(provider, oauth=oauth)
    ]
    connector = connector_title(context, provider)
    return Page(
        kind_of(url),
        url,
        row["name"] or connector,
        "connection.html",
        {
            "connection": row,
            "connected": is_connected(row),
            "connector": connector,
            "fields": fields,
            "input_errors": errors or {},
            "suggestions": ERRORS,
            "users": running_recipes_with(context, owner, connection_id),
            "waiting": state == WAITING,
            "window": window,
        },
        {"connection_id": connection_id},
        _at_opening(row) if kind_of(url) == WIDGET else (),
        notice,
    )


def consent_page(context: Context, owner: int, connection_id: int, url: str, opener: str) -> Page:
    """Return the page on which the application behind a connection asks for consent.

    Args:
        context: The context of the rule.
        owner: The workspace of the connection.
        connection_id: Its id.
        url: The path of the page.
        opener: The path of the page that has opened it.

    Raises:
        NotFoundError: The workspace has no such connection.
    """
    row = find_connection(context, owner, connection_id)
    title = connector_title(context, row["provider"])
    profile = context.session.scalar(_PROFILE, owner=owner, of=row["provider"])
    values = {"connection": row, "connector": title, "profile": profile, "suggestions": ERRORS}
    subject = {"connection_id": connection_id, "path": opener}
    return Page(CONSENT, url, f"Sign in to {title}", "consent.html", values, subject)


def connector_title(context: Context, provider: str) -> str:
    """Return the title of a connector; its name if the mock does not know it."""
    return context.session.scalar(_TITLE, of=provider) or provider


def is_connected(connection: Row) -> bool:
    """Return whether a connection is authorized."""
    return bool(connection["authorization_status"] == SUCCESS)


def _at_opening(row: Row) -> list[Message]:
    return [status_change(row["id"], row["provider"], connected=is_connected(row), inferred=True)]


def _shown(control: str, value: Json, default: str) -> Any:
    """Return what a form shows of a value; nothing of passwords."""
    if control == "password":
        return ""
    text = default if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text == "true" if control == "checkbox" else text
