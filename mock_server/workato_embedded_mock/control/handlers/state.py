"""Handlers for the state of a namespace as JSON."""

from __future__ import annotations

from workato_embedded_mock.control.invalid_states import invalid_state
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.store.states import StateError, parse_state


def get_state(tools: Tools, namespace: str) -> Json:
    """Return the state of a namespace."""
    return tools.namespaces.state(namespace)


def put_state(tools: Tools, namespace: str, body: Json) -> Json:
    """Replace the state of a namespace."""
    try:
        rows = parse_state(body)
    except StateError as error:
        raise invalid_state("/body", error) from error
    tools.namespaces.replace_state(namespace, rows)
    return {"restored": namespace}


def delete_state(tools: Tools, namespace: str) -> Json:
    """Delete a namespace; its next use creates it from the seed."""
    tools.namespaces.delete(namespace)
    return {"deleted": namespace}
