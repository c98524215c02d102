"""Saves and restores named states of a namespace; must not interpret a state."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, func, insert, select

from workato_embedded_mock.instruments.namespaces import replace_rows
from workato_embedded_mock.plain_json import Json, count_values, read_stored_json, write_json
from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession, Row
from workato_embedded_mock.store.states import export_state, parse_state
from workato_embedded_mock.store.tables import snapshots

# The limits of one snapshot. Requests with a state may be twice as long, because clients write JSON with spaces.
LARGEST_SNAPSHOT = 16 * 2**20
MOST_VALUES = 1_000_000
# The limits of all snapshots of a namespace.
MOST_SNAPSHOTS = 100
LARGEST_TOTAL = 32 * 2**20

_T = snapshots.c
_OWN = _T.namespace == NAMESPACE_ID
_ONE = (_OWN, _T.name == bindparam("wanted"))
_LIST = select(_T.name, _T.saved_at).where(_OWN).order_by(_T.name)
_STATE = select(_T.state).where(*_ONE)
_OTHERS = select(func.count(), func.coalesce(func.sum(func.length(_T.state)), 0)).where(
    _OWN, _T.name != bindparam("wanted")
)
_INSERT = insert(snapshots).values(namespace=NAMESPACE_ID)
_DELETE = delete(snapshots).where(*_ONE)


class SnapshotError(Exception):
    """A snapshot is too large, or a namespace has too many."""


def list_snapshots(session: NamespaceSession) -> list[Row]:
    """Return the name and time of each snapshot, sorted by name."""
    return session.all(_LIST)


def save_snapshot(session: NamespaceSession, name: str, saved_at: str, state: Json = None) -> None:
    """Save the namespace's current state, or a given one, as a snapshot; replace one of the same name.

    Raises:
        StateError: The given state is invalid.
        SnapshotError: The snapshot is too large, or the namespace has too many.
    """
    if state is None:
        state = export_state(session)
    else:
        parse_state(state)
    data = write_json(state)
    _check_size(session, name, data)
    session.execute(_DELETE, wanted=name)
    session.execute(_INSERT, name=name, saved_at=saved_at, state=data.decode())


def load_snapshot(session: NamespaceSession, name: str) -> Json:
    """Return the state of a snapshot as it was saved, or None if there is no such snapshot."""
    text = session.scalar(_STATE, wanted=name)
    return None if text is None else read_stored_json(text)


def restore_snapshot(session: NamespaceSession, name: str, state: Json) -> None:
    """Replace the state of the namespace by that of a snapshot. A state of an older version is upgraded.

    Raises:
        StateError: The state cannot be read; nothing was changed.
    """
    replace_rows(session, parse_state(state), f"snapshot {name}")


def delete_snapshot(session: NamespaceSession, name: str) -> bool:
    """Delete a snapshot; return whether it existed."""
    return session.execute(_DELETE, wanted=name) > 0


def _check_size(session: NamespaceSession, name: str, data: bytes) -> None:
    """Check the limits of a new snapshot.

    Raises:
        SnapshotError: It exceeds one.
    """
    if len(data) > LARGEST_SNAPSHOT or count_values(data) > MOST_VALUES:
        text = (
            f"the state is too large for a snapshot: expected at most {LARGEST_SNAPSHOT} bytes and {MOST_VALUES} values"
        )
        raise SnapshotError(text)
    ((count, size),) = session.tuples(_OTHERS, wanted=name)
    if count >= MOST_SNAPSHOTS or size + len(data) > LARGEST_TOTAL:
        text = (
            f"expected at most {MOST_SNAPSHOTS} snapshots with {LARGEST_TOTAL} bytes in a namespace; delete some first"
        )
        raise SnapshotError(text)
