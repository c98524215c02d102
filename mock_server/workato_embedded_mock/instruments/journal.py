"""Stores the latest requests and responses of each namespace; must not interpret an entry."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select

from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.plain_json import Json, write_json
from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession
from workato_embedded_mock.store.tables import journal

# The namespace of requests without a token.
ANONYMOUS = ""

_J = journal.c
_OWN = _J.namespace == NAMESPACE_ID
_LAST = select(func.coalesce(func.max(_J.id), 0)).where(_OWN)
_INSERT = insert(journal).values(namespace=NAMESPACE_ID)
_TRIM = delete(journal).where(_OWN, _J.id <= bindparam("old"))
_CLEAR = delete(journal).where(_OWN)
_LIST = select(_J.id, _J.entry).where(_OWN).order_by(_J.id)

_RECENT = select(_J.entry).where(_OWN).order_by(_J.id.desc()).limit(bindparam("limit"))


@dataclass(frozen=True, slots=True)
class JournalRecord:
    """One request and its response.

    Attributes:
        operation_id: The operation; None if none matched.
        status: The status code of the response.
        path: The path of the request.
        write: Returns the journal entry; called only when the entry is needed.
    """

    operation_id: str | None
    status: int
    path: str
    write: Callable[[], dict[str, Any]]


@dataclass(slots=True)
class _Pending:
    """Records of a namespace that are not written yet, and the number of earlier ones that were dropped."""

    records: deque[JournalRecord] = field(default_factory=deque)
    dropped: int = 0


class Journal:
    """The journal of all namespaces.

    With an unshared database, records stay in memory until the journal is read; most are dropped before. With a shared
    database, each record is written before its response is sent.

    Args:
        namespaces: The namespaces whose journals these are.
        capacity: The number of records to keep for each namespace; 0 keeps none.
    """

    def __init__(self, namespaces: Namespaces, capacity: int) -> None:
        self._namespaces = namespaces
        self._capacity = capacity
        self._pending: dict[str, _Pending] = defaultdict(_Pending)
        namespaces.on_reset(self._forget)

    @property
    def enabled(self) -> bool:
        """Whether records are kept."""
        return self._capacity > 0

    def record(self, name: str, record: JournalRecord) -> None:
        """Add a record to the journal of a namespace."""
        pending = self._pending[name]
        pending.records.append(record)
        if len(pending.records) > self._capacity:
            pending.records.popleft()
            pending.dropped += 1
        if self._namespaces.shared:
            with self._namespaces.transaction(name, write=True) as session:
                self._write(session, name)

    def entries(self, name: str) -> list[Json]:
        """Return the entries of a namespace with their ids, oldest first."""
        with self._namespaces.transaction(name, write=True) as session:
            self._write(session, name)
            return [{"id": row["id"], **json.loads(row["entry"])} for row in session.all(_LIST)]

    def recent(self, name: str, limit: int) -> list[str]:
        """Return the latest entries of a namespace as JSON texts without their ids, oldest first."""
        with self._namespaces.transaction(name, write=True) as session:
            self._write(session, name)
            return [row["entry"] for row in reversed(session.all(_RECENT, limit=limit))]

    def kept(self, name: str, stored: int) -> int:
        """Return the number of entries of a namespace: those that are stored, and those that wait in memory."""
        pending = self._pending.get(name)
        return min(self._capacity, stored + (len(pending.records) if pending else 0))

    def clear(self, name: str) -> None:
        """Delete the entries of a namespace; ids start again at 1."""
        self._forget(name)
        with self._namespaces.transaction(name, write=True) as session:
            session.execute(_CLEAR)

    def _forget(self, name: str) -> None:
        self._pending.pop(name, None)

    def _write(self, session: NamespaceSession, name: str) -> None:
        pending = self._pending.pop(name, None)
        if pending is None:
            return
        last = int(session.scalar(_LAST)) + pending.dropped
        session.execute_many(
            _INSERT,
            [
                {
                    "id": number,
                    "operation_id": record.operation_id,
                    "status": record.status,
                    # PostgreSQL cannot store a NUL character.
                    "path": record.path.replace("\x00", "\ufffd"),
                    "entry": write_json(record.write()).decode(),
                }
                for number, record in enumerate(pending.records, last + 1)
            ],
        )
        session.execute(_TRIM, old=last + len(pending.records) - self._capacity)
