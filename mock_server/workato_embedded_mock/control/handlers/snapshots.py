"""Handlers for the snapshots of a namespace."""

from __future__ import annotations

from workato_embedded_mock.control.invalid_states import invalid_state
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import NotFoundError, bad_request, not_found
from workato_embedded_mock.instruments import snapshots
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.states import StateError


def list_snapshots(tools: Tools, namespace: str) -> Json:
    """Return the snapshots of a namespace."""
    return tools.read(namespace, _list)


def get_snapshot(tools: Tools, namespace: str, name: str) -> Json:
    """Return the state in a snapshot."""
    return tools.read(namespace, _get, name=name)


def put_snapshot(tools: Tools, namespace: str, name: str, body: Json) -> Json:
    """Save the current state, or an exported state, as a snapshot."""
    return tools.write(namespace, _put, name=name, state=body)


def delete_snapshot(tools: Tools, namespace: str, name: str) -> Json:
    """Delete a snapshot."""
    return tools.write(namespace, _delete, name=name)


def restore_snapshot(tools: Tools, namespace: str, name: str) -> Json:
    """Replace the state of a namespace by a snapshot."""
    return tools.write(namespace, _restore, name=name)


def _list(context: Context) -> Json:
    return {"snapshots": snapshots.list_snapshots(context.session)}


def _get(context: Context, name: str) -> Json:
    return _saved(context, name)


def _put(context: Context, name: str, state: Json) -> Json:
    try:
        snapshots.save_snapshot(context.session, name, context.time(), state)
    except StateError as error:
        raise invalid_state("/body", error) from error
    except snapshots.SnapshotError as error:
        raise bad_request("/path/name", "maxLength", str(error)) from error
    return {"saved": name}


def _delete(context: Context, name: str) -> Json:
    if not snapshots.delete_snapshot(context.session, name):
        raise _unknown(name)
    return {"deleted": name}


def _restore(context: Context, name: str) -> Json:
    try:
        snapshots.restore_snapshot(context.session, name, _saved(context, name))
    except StateError as error:
        raise invalid_state("/path/name", error, f"the snapshot {name} cannot be restored: ") from error
    context.failed_changes.forget(context.namespace)
    return {"restored": name}


def _saved(context: Context, name: str) -> Json:
    state = snapshots.load_snapshot(context.session, name)
    if state is None:
        raise _unknown(name)
    return state


def _unknown(name: str) -> NotFoundError:
    return not_found("/path/name", f"the namespace has no snapshot {name}")
