"""Keeps named states of a namespace beside it; must not know what is in a state."""

from __future__ import annotations

import json

from sqlalchemy import bindparam, delete, insert, select

from workato_embedded_mock.instruments.namespaces import put_rows
from workato_embedded_mock.plain_json import Json, write_json
from workato_embedded_mock.store.space import Row, Space
from workato_embedded_mock.store.states import rows_of, state_of
from workato_embedded_mock.store.tables import snapshots

_T = snapshots.c
_OWN = _T.namespace == bindparam("space")
_ONE = (_OWN, _T.name == bindparam("wanted"))
_LIST = select(_T.name, _T.saved_at).where(_OWN).order_by(_T.name)
_STATE = select(_T.state).where(*_ONE)
_INSERT = insert(snapshots).values(namespace=bindparam("space"))
_DELETE = delete(snapshots).where(*_ONE)


def saved_snapshots(space: Space) -> list[Row]:
    """Answer name and time of each snapshot, by name."""
    return space.all(_LIST)


def save_snapshot(space: Space, name: str, saved_at: str, state: Json = None) -> None:
    """Keep the namespace as it is, or another state, under a name; what had the name is replaced.

    Raises:
        StateError: The state that was given is none.
    """
    if state is None:
        state = state_of(space)
    else:
        rows_of(state)
    space.change(_DELETE, wanted=name)
    space.change(_INSERT, name=name, saved_at=saved_at, state=write_json(state).decode())


def snapshot(space: Space, name: str) -> Json:
    """Answer the state that was saved under a name, as it was written; None where there is none."""
    text = space.value(_STATE, wanted=name)
    return None if text is None else json.loads(text)


def put_back(space: Space, state: Json) -> None:
    """Put a state in the place of that of the namespace; one of an older version is brought to this one.

    Raises:
        StateError: It cannot be read any more; nothing is changed.
    """
    put_rows(space, rows_of(state))


def forget_snapshot(space: Space, name: str) -> bool:
    """Forget a snapshot; answer whether there was one."""
    return space.change(_DELETE, wanted=name) > 0
