"""Saves and restores named states of a namespace; must not interpret a state."""

from __future__ import annotations

import json

from sqlalchemy import bindparam, delete, insert, select

from workato_embedded_mock.instruments.namespaces import replace_rows
from workato_embedded_mock.plain_json import Json, write_json
from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession, Row
from workato_embedded_mock.store.states import export_state, parse_state
from workato_embedded_mock.store.tables import snapshots

_T = snapshots.c
_OWN = _T.namespace == NAMESPACE_ID
_ONE = (_OWN, _T.name == bindparam("wanted"))
_LIST = select(_T.name, _T.saved_at).where(_OWN).order_by(_T.name)
_STATE = select(_T.state).where(*_ONE)
_INSERT = insert(snapshots).values(namespace=NAMESPACE_ID)
_DELETE = delete(snapshots).where(*_ONE)


def list_snapshots(session: NamespaceSession) -> list[Row]:
    """Return the name and time of each snapshot, sorted by name."""
    return session.all(_LIST)


def save_snapshot(session: NamespaceSession, name: str, saved_at: str, state: Json = None) -> None:
    """Save the namespace's current state, or a given one, as a snapshot; replace one of the same name.

    Raises:
        StateError: The given state is invalid.
    """
    if state is None:
        state = export_state(session)
    else:
        parse_state(state)
    session.execute(_DELETE, wanted=name)
    session.execute(_INSERT, name=name, saved_at=saved_at, state=write_json(state).decode())


def load_snapshot(session: NamespaceSession, name: str) -> Json:
    """Return the state of a snapshot as it was saved, or None if there is no such snapshot."""
    text = session.scalar(_STATE, wanted=name)
    return None if text is None else json.loads(text)


def restore_snapshot(session: NamespaceSession, name: str, state: Json) -> None:
    """Replace the state of the namespace by that of a snapshot. A state of an older version is upgraded.

    Raises:
        StateError: The state cannot be read; nothing was changed.
    """
    replace_rows(session, parse_state(state), f"snapshot {name}")


def delete_snapshot(session: NamespaceSession, name: str) -> bool:
    """Delete a snapshot; return whether it existed."""
    return session.execute(_DELETE, wanted=name) > 0
