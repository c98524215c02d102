"""Stores the latest requests and responses of each namespace; must not interpret an entry."""

from __future__ import annotations

import heapq
import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress

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
from workato_embedded_mock.instruments.waiting_records import Batch, JournalRecord, WaitingRecords
from workato_embedded_mock.store.availability import DatabaseUnavailableError, unavailability
from workato_embedded_mock.store.session import NamespaceSession

logger = logging.getLogger(__name__)

# How many seconds a request that was served waits for its record to be stored. Records can wait in memory.
MAX_WAIT = 2.0
# The namespace of requests without a token.
ANONYMOUS = ""

_NOT_YET = "the journal does not have the request yet: "
_WAITS = f"{_NOT_YET}the database was not available a moment ago"


class Journal:
    """The journal of all namespaces.

    With an unshared database, records stay in memory until the journal is read; most are dropped before. With a shared
    database, each record is stored before its response is sent. If the database is not available, the record waits in
    memory, and is stored together with the next one. A record that can never be stored is counted.

    If the records in memory take too much of it, the oldest records of the largest journals are dropped.

    Args:
        namespaces: The namespaces whose journals these are.
        capacity: The number of records to keep for each namespace; 0 keeps none.
        largest_body: The most bytes of a body that a record has as a whole.
        largest_total: About how many bytes the records of all namespaces may take in memory.

    Attributes:
        enabled: Whether records are kept.
        largest_body: The most bytes of a body that a record has as a whole.
    """

    def __init__(
        self, namespaces: Namespaces, capacity: int, largest_body: int = 2**16, largest_total: int = 2**25
    ) -> None:
        self._namespaces = namespaces
        self.enabled = capacity > 0
        self._capacity = capacity
        self.largest_body = largest_body
        self._largest_total = largest_total
        self._waiting = WaitingRecords(capacity)
        # The sizes of the entries in a database that is in memory, too, and of all of them.
        self._stored: dict[str, deque[int]] = {}
        self._stored_total = 0
        self._lost: dict[str, int] = {}
        namespaces.on_reset(self._forget)

    def record(self, name: str, record: JournalRecord, *, later: bool = False) -> str | None:
        """Add a record to the journal of a namespace. This raises no error, because the request was served.

        Args:
            name: The name of the namespace.
            record: The record.
            later: Whether to let it wait, because the database was not available a moment ago.

        Returns:
            Why the journal does not have the record, in words; None if it has it.
        """
        shared = self._namespaces.shared
        problem = self._store_soon(name, record, later=later) if shared else self._keep(name, record)
        if self._waiting.total + self._stored_total > self._largest_total:
            self._shrink()
        return problem

    def _store_soon(self, name: str, record: JournalRecord, *, later: bool) -> str | None:
        """Store a record now if the database is available; return why it must wait, or None."""
        if not later and name not in self._waiting:
            return self._store(name, Batch(deque([record])))
        self._waiting.add(name, record)
        # If the database does not respond, one request finds out; the others do not wait for it.
        return _WAITS if later else self._store_waiting(name)

    @contextmanager
    def reading(self, name: str) -> Iterator[NamespaceSession]:
        """Open a session in which all entries of a namespace are stored, to read them.

        Nothing visible changes. A namespace that does not exist is created.
        """
        if name in self._waiting:
            problem = self._store_waiting(name)
            # Otherwise another request is storing them.
            if problem is not None and problem != _WAITS:
                raise DatabaseUnavailableError(problem.removeprefix(_NOT_YET))
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
        return min(self._capacity, stored + self._waiting.count(name))

    def lost(self, name: str) -> int:
        """Return how many requests of a namespace this process served and could not journal."""
        return self._lost.get(name, 0)

    def clear(self, name: str) -> None:
        """Delete the entries of a namespace; ids start again at 1."""
        self._forget(name)
        with self._namespaces.transaction(name, write=True) as session:
            clear_entries(session)

    def _forget(self, name: str) -> None:
        self._waiting.forget(name)
        self._stored_total -= sum(self._stored.pop(name, ()))
        self._lost.pop(name, None)

    def _keep(self, name: str, record: JournalRecord) -> str | None:
        """Let a record wait until the journal is read."""
        if not self._waiting.add(name, record):
            return None
        # A request that no rule served may be the first of its namespace.
        # If the database does not respond, the response of the request reports it.
        with suppress(SQLAlchemyError):
            self._namespaces.ensure(name)
        # The first request without a token creates the namespace of such requests, so that lists of accounts have it.
        return self._store_waiting(name) if name == ANONYMOUS else None

    def _store_waiting(self, name: str) -> str | None:
        """Store the records of a namespace that wait; return why they must go on waiting, or None."""
        batch = self._waiting.take(name)
        if batch is None:
            return _WAITS
        try:
            while batch is not None:
                problem = self._store(name, batch)
                self._waiting.release(name)
                batch = self._waiting.take(name) if problem is None else None
        finally:
            self._waiting.release(name)
        return problem

    def _store(self, name: str, batch: Batch) -> str | None:
        """Store records of a namespace; return why it did not succeed, or None."""
        try:
            self._write(name, batch)
        except Exception as error:
            cause = unavailability(error)
            if cause is not None:
                self._waiting.put_back(name, batch)
                logger.warning("%s request(s) of an account wait to be journaled: %s", len(batch.records), cause)
                return f"{_NOT_YET}{cause}"
            if len(batch.records) > 1:
                problems = [self._store(name, Batch(deque([record]))) for record in batch.records]
                return next(filter(None, problems), None)
            logger.exception("a request cannot be journaled")
            self._lost[name] = self.lost(name) + 1
            return f"the request cannot be journaled: see {type(error).__name__} in the log"
        return None

    def _write(self, name: str, batch: Batch) -> None:
        entries = [(record.write(), record.rejected) for record in batch.records]
        with self._namespaces.transaction(name, write=True, max_wait=MAX_WAIT) as session:
            sizes = add_entries(session, entries, dropped=batch.dropped, capacity=self._capacity)
        if not self._namespaces.shared:
            stored = self._stored.setdefault(name, deque(maxlen=self._capacity))
            self._stored_total -= sum(stored)
            stored.extend(sizes)
            self._stored_total += sum(stored)

    def _size(self, name: str) -> int:
        return sum(self._stored.get(name, ())) + self._waiting.size(name)

    def _shrink(self) -> None:
        """Drop the older half of the largest journals, until all take an eighth less than they may."""
        journals = [(-self._size(name), name) for name in {*self._waiting.names(), *self._stored}]
        heapq.heapify(journals)
        while journals and self._waiting.total + self._stored_total > self._largest_total * 7 // 8:
            size, name = heapq.heappop(journals)
            self._halve(name)
            if self._size(name) < -size:
                heapq.heappush(journals, (-self._size(name), name))

    def _halve(self, name: str) -> None:
        """Drop the older half of the stored entries of a namespace; of those that wait, if no more than one is stored.

        The latest stored entry stays, because ids continue from it.
        """
        stored = self._stored.get(name, deque())
        if len(stored) <= 1:
            self._waiting.halve(name)
            return
        for _ in range(len(stored) // 2):
            self._stored_total -= stored.popleft()
        with self._namespaces.transaction(name, write=True) as session:
            trim_entries(session, len(stored))
