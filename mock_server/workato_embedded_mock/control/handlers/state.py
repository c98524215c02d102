"""Handlers: the state of a namespace as JSON; must not know what is in it."""

from __future__ import annotations

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.store.states import StateError, parse_state


def get_state(tools: Tools, namespace: str) -> Json:
    """Answer everything that a namespace holds."""
    return tools.namespaces.state(namespace)


def put_state(tools: Tools, namespace: str, body: Json) -> Json:
    """Put a state in the place of everything that a namespace holds."""
    try:
        rows = parse_state(body)
    except StateError as error:
        raise bad_request(f"/body{error.pointer}", "state", str(error)) from error
    tools.namespaces.replace_state(namespace, rows)
    return {"restored": namespace}


def delete_state(tools: Tools, namespace: str) -> Json:
    """Forget a namespace altogether; the next use makes it from the seed."""
    tools.namespaces.delete(namespace)
    return {"deleted": namespace}
