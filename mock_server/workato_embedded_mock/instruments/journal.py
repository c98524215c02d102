"""Stores the latest requests and responses of each namespace; must not interpret an entry."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from workato_embedded_mock.instruments.journal_entries import (
    EVERYTHING,
    JournalFilter,
    RequestSummary,
    add_entries,
    clear_entries,
    list_entries,
    list_summaries,
)
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.store.session import NamespaceSession

# The namespace of requests without a token.
ANONYMOUS = ""


@dataclass(frozen=True, slots=True)
class JournalRecord:
    """One request and its response.

    Attributes:
        rejected: Whether the request was rejected or failed.
        write: Returns the journal entry; called only when the entry is needed.
    """

    rejected: bool
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
        self._pending: dict[str, _Pending] = {}
        namespaces.on_reset(self._forget)

    @property
    def enabled(self) -> bool:
        """Whether records are kept."""
        return self._capacity > 0

    def record(self, name: str, record: JournalRecord) -> None:
        """Add a record to the journal of a namespace."""
        pending = self._pending.get(name)
        if pending is None:
            if not self._namespaces.shared:
                # A request that no rule served may be the first of its namespace.
                # If the database does not respond, the response of the request reports it.
                with suppress(SQLAlchemyError):
                    self._namespaces.ensure(name)
            pending = self._pending[name] = _Pending()
        pending.records.append(record)
        if len(pending.records) > self._capacity:
            pending.records.popleft()
            pending.dropped += 1
        # The first request without a token creates the namespace of such requests, so that lists of accounts have it.
        if self._namespaces.shared or (name == ANONYMOUS and len(pending.records) == 1):
            with self._namespaces.transaction(name, write=True) as session:
                self._write(session, name)

    @contextmanager
    def reading(self, name: str) -> Iterator[NamespaceSession]:
        """Open a session in which all entries of a namespace are stored, to read them.

        Nothing visible changes. A namespace that does not exist is created.
        """
        if name in self._pending:
            with self._namespaces.transaction(name, write=True) as session:
                self._write(session, name)
        with self._namespaces.transaction(name, write=False) as session:
            yield session

    def entries(self, name: str, wanted: JournalFilter = EVERYTHING) -> list[Json]:
        """Return the entries of a namespace that match a filter, with their ids, oldest first."""
        with self.reading(name) as session:
            return list_entries(session, wanted)

    def summaries(self, name: str, limit: int) -> list[RequestSummary]:
        """Return what lists show of the latest entries of a namespace, newest first."""
        with self.reading(name) as session:
            return list_summaries(session, limit=limit)

    def kept(self, name: str, stored: int) -> int:
        """Return the number of entries of a namespace: those that are stored, and those that wait in memory."""
        pending = self._pending.get(name)
        return min(self._capacity, stored + (len(pending.records) if pending else 0))

    def clear(self, name: str) -> None:
        """Delete the entries of a namespace; ids start again at 1."""
        self._forget(name)
        with self._namespaces.transaction(name, write=True) as session:
            clear_entries(session)

    def _forget(self, name: str) -> None:
        self._pending.pop(name, None)

    def _write(self, session: NamespaceSession, name: str) -> None:
        pending = self._pending.pop(name, None)
        if pending is not None:
            entries = [(record.write(), record.rejected) for record in pending.records]
            add_entries(session, entries, dropped=pending.dropped, capacity=self._capacity)
