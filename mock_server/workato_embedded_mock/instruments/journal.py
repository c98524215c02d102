"""Stores the latest requests and responses of each namespace; must not interpret an entry."""

from __future__ import annotations

import heapq
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
    list_summaries,
    list_texts,
    trim_entries,
)
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.store.session import NamespaceSession

# The namespace of requests without a token.
ANONYMOUS = ""


@dataclass(frozen=True, slots=True)
class JournalRecord:
    """One request and its response.

    Attributes:
        rejected: Whether the request was rejected or failed.
        write: Returns the journal entry; called only when the entry is needed.
        size: About how many bytes of memory it takes until then.
    """

    rejected: bool
    write: Callable[[], dict[str, Any]]
    size: int = 0


@dataclass(slots=True)
class _Pending:
    """Records of a namespace that are not written yet, their size, and the number of earlier ones that were dropped."""

    records: deque[JournalRecord] = field(default_factory=deque)
    dropped: int = 0
    size: int = 0

    def drop(self, count: int) -> None:
        """Drop the oldest records."""
        for _ in range(count):
            self.size -= self.records.popleft().size
        self.dropped += count


class Journal:
    """The journal of all namespaces.

    With an unshared database, records stay in memory until the journal is read; most are dropped before. If all of them
    take too much memory, the oldest records of the largest journals are dropped. With a shared database, each record is
    written before its response is sent.

    Args:
        namespaces: The namespaces whose journals these are.
        capacity: The number of records to keep for each namespace; 0 keeps none.
        largest_body: The most bytes of a body that a record has as a whole.
        largest_total: About how many bytes the records of all namespaces may take in memory.

    Attributes:
        largest_body: The most bytes of a body that a record has as a whole.
    """

    def __init__(
        self, namespaces: Namespaces, capacity: int, largest_body: int = 2**16, largest_total: int = 2**25
    ) -> None:
        self._namespaces = namespaces
        self._capacity = capacity
        self.largest_body = largest_body
        self._largest_total = largest_total
        self._total = 0
        self._pending: dict[str, _Pending] = {}
        # The sizes of the entries in a database that is in memory, too.
        self._stored: dict[str, deque[int]] = {}
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
        pending.size += record.size
        self._total += record.size
        if len(pending.records) > self._capacity:
            self._total -= pending.records[0].size
            pending.drop(1)
        # The first request without a token creates the namespace of such requests, so that lists of accounts have it.
        if self._namespaces.shared or (name == ANONYMOUS and len(pending.records) == 1):
            with self._namespaces.transaction(name, write=True) as session:
                self._write(session, name)
        if self._total > self._largest_total:
            self._shrink()

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

    def texts(self, name: str, wanted: JournalFilter = EVERYTHING) -> list[tuple[str, bytes]]:
        """Return path and JSON text of the entries of a namespace that match a filter, with their ids, oldest first."""
        with self.reading(name) as session:
            return list_texts(session, wanted)

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
        pending = self._pending.pop(name, None)
        if pending is not None:
            self._total -= pending.size
        self._total -= sum(self._stored.pop(name, ()))

    def _write(self, session: NamespaceSession, name: str) -> None:
        pending = self._pending.pop(name, None)
        if pending is None:
            return
        self._total -= pending.size
        entries = [(record.write(), record.rejected) for record in pending.records]
        sizes = add_entries(session, entries, dropped=pending.dropped, capacity=self._capacity)
        if not self._namespaces.shared:
            stored = self._stored.setdefault(name, deque(maxlen=self._capacity))
            self._total -= sum(stored)
            stored.extend(sizes)
            self._total += sum(stored)

    def _shrink(self) -> None:
        """Drop the older half of the largest journals, until all take an eighth less than they may."""
        journals = [(-self._size(name), name) for name in self._pending.keys() | self._stored.keys()]
        heapq.heapify(journals)
        while journals and self._total > self._largest_total * 7 // 8:
            size, name = heapq.heappop(journals)
            self._halve(name)
            if self._size(name) < -size:
                heapq.heappush(journals, (-self._size(name), name))

    def _size(self, name: str) -> int:
        pending = self._pending.get(name)
        return sum(self._stored.get(name, ())) + (pending.size if pending else 0)

    def _halve(self, name: str) -> None:
        """Drop the older half of the stored entries of a namespace; of those that wait, if no more than one is stored.

        The latest stored entry stays, because ids continue from it.
        """
        before, stored, pending = self._size(name), self._stored.get(name, ()), self._pending.get(name)
        if len(stored) > 1:
            for _ in range(len(stored) // 2):
                self._stored[name].popleft()
            with self._namespaces.transaction(name, write=True) as session:
                trim_entries(session, len(stored))
        elif pending is not None:
            pending.drop((len(pending.records) + 1) // 2)
        self._total -= before - self._size(name)
