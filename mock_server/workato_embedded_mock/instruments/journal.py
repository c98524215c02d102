"""Keeps what was asked and answered, the latest exchanges of each namespace; must not know what is in an entry."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select

from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.plain_json import Json, write_json
from workato_embedded_mock.store.space import Space
from workato_embedded_mock.store.tables import journal

# The namespace of requests without a token.
ANONYMOUS = ""

_J = journal.c
_OWN = _J.namespace == bindparam("space")
_LAST = select(func.coalesce(func.max(_J.id), 0)).where(_OWN)
_INSERT = insert(journal).values(namespace=bindparam("space"))
_TRIM = delete(journal).where(_OWN, _J.id <= bindparam("old"))
_CLEAR = delete(journal).where(_OWN)
_LIST = select(_J.id, _J.entry).where(_OWN).order_by(_J.id)


@dataclass(frozen=True, slots=True)
class JournalRecord:
    """One exchange: what the journal is searched by, and what writes its entry when that is needed."""

    operation_id: str | None
    status: int
    path: str
    write: Callable[[], dict[str, Any]]


@dataclass(slots=True)
class _Waiting:
    """Exchanges of a namespace that nobody asked for yet, and how many earlier ones were dropped."""

    records: deque[JournalRecord] = field(default_factory=deque)
    dropped: int = 0


class Journal:
    """The journal of all namespaces.

    In a database that no other process has open, exchanges wait in memory until somebody reads them: most are dropped
    unwritten. In a shared one each is written before its answer is sent.

    Args:
        namespaces: Where it is kept.
        capacity: How many exchanges of a namespace are kept; 0 keeps none.
    """

    def __init__(self, namespaces: Namespaces, capacity: int) -> None:
        self._namespaces = namespaces
        self._capacity = capacity
        self._waiting: dict[str, _Waiting] = defaultdict(_Waiting)
        namespaces.on_reset(self._forget)

    @property
    def on(self) -> bool:
        """Whether anything is kept."""
        return self._capacity > 0

    def record(self, name: str, record: JournalRecord) -> None:
        """Keep an exchange of a namespace."""
        waiting = self._waiting[name]
        waiting.records.append(record)
        if len(waiting.records) > self._capacity:
            waiting.records.popleft()
            waiting.dropped += 1
        if self._namespaces.shared:
            with self._namespaces.transaction(name, write=True) as space:
                self._write(space, name)

    def entries(self, name: str) -> list[Json]:
        """Answer the entries of a namespace, oldest first, each with its number."""
        with self._namespaces.transaction(name, write=True) as space:
            self._write(space, name)
            return [{"id": row["id"], **json.loads(row["entry"])} for row in space.all(_LIST)]

    def clear(self, name: str) -> None:
        """Drop the entries of a namespace; numbers begin anew."""
        self._forget(name)
        with self._namespaces.transaction(name, write=True) as space:
            space.change(_CLEAR)

    def _forget(self, name: str) -> None:
        self._waiting.pop(name, None)

    def _write(self, space: Space, name: str) -> None:
        waiting = self._waiting.pop(name, None)
        if waiting is None:
            return
        last = int(space.value(_LAST)) + waiting.dropped
        space.change_many(
            _INSERT,
            [
                {
                    "id": number,
                    "operation_id": record.operation_id,
                    "status": record.status,
                    # PostgreSQL keeps no NUL character in a text.
                    "path": record.path.replace("\x00", "\ufffd"),
                    "entry": write_json(record.write()).decode(),
                }
                for number, record in enumerate(waiting.records, last + 1)
            ],
        )
        space.change(_TRIM, old=last + len(waiting.records) - self._capacity)
