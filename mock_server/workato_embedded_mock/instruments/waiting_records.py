"""Keeps records of the journal that are not stored yet; must not store them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol


class JournalRecord(Protocol):
    """One request and its response.

    Attributes:
        rejected: Whether the request was rejected or failed.
        size: About how many bytes of memory it takes until it is written.
    """

    rejected: bool
    size: int

    def write(self) -> dict[str, Any]:
        """Return the journal entry; called only when it is needed."""
        ...


@dataclass(slots=True)
class Batch:
    """Records of one namespace that are stored together.

    Attributes:
        records: The records, oldest first.
        dropped: The number of earlier records that are not stored, but have ids.
        size: About how many bytes of memory the records take.
    """

    records: deque[JournalRecord] = field(default_factory=deque)
    dropped: int = 0
    size: int = 0

    def add(self, record: JournalRecord, capacity: int) -> None:
        """Add a record; drop the oldest one if there are too many."""
        self.records.append(record)
        self.size += record.size
        if len(self.records) > capacity:
            self.size -= self.records.popleft().size
            self.dropped += 1

    def drop(self, count: int) -> None:
        """Drop the oldest records."""
        for _ in range(count):
            self.size -= self.records.popleft().size
        self.dropped += count


class WaitingRecords:
    """The records of all namespaces that wait. Several threads can use them.

    Args:
        capacity: The number of records to keep for each namespace.

    Attributes:
        total: About how many bytes of memory all records take.
    """

    def __init__(self, capacity: int) -> None:
        self.total = 0
        self._capacity = capacity
        self._batches: dict[str, Batch] = {}
        # The namespaces whose records are being stored.
        self._taken: set[str] = set()
        self._lock = Lock()

    def __contains__(self, name: str) -> bool:
        """Return whether records of a namespace wait, or are being stored."""
        return name in self._batches or name in self._taken

    def count(self, name: str) -> int:
        """Return how many records of a namespace wait."""
        batch = self._batches.get(name)
        return len(batch.records) if batch else 0

    def names(self) -> list[str]:
        """Return the namespaces that have records."""
        with self._lock:
            return list(self._batches)

    def size(self, name: str) -> int:
        """Return about how many bytes of memory the records of a namespace take."""
        batch = self._batches.get(name)
        return batch.size if batch else 0

    def add(self, name: str, record: JournalRecord) -> bool:
        """Let a record wait; return whether it is the first of its namespace that waits."""
        with self._lock:
            batch = self._batches.get(name)
            is_first = batch is None
            if batch is None:
                batch = self._batches[name] = Batch()
            before = batch.size
            batch.add(record, self._capacity)
            self.total += batch.size - before
            return is_first

    def halve(self, name: str) -> None:
        """Drop the older half of the records of a namespace."""
        with self._lock:
            batch = self._batches.get(name)
            if batch is not None:
                before = batch.size
                batch.drop((len(batch.records) + 1) // 2)
                self.total += batch.size - before

    def take(self, name: str) -> Batch | None:
        """Return the records of a namespace to store them, then call `release`; None if there is nothing to do."""
        with self._lock:
            batch = None if name in self._taken else self._batches.pop(name, None)
            if batch is not None:
                self._taken.add(name)
                self.total -= batch.size
            return batch

    def release(self, name: str) -> None:
        """End what `take` began."""
        with self._lock:
            self._taken.discard(name)

    def put_back(self, name: str, batch: Batch) -> None:
        """Let records wait that could not be stored."""
        with self._lock:
            newer = self._batches.pop(name, None)
            if newer is not None:
                self.total -= newer.size
                batch.dropped += newer.dropped
                for record in newer.records:
                    batch.add(record, self._capacity)
            self._batches[name] = batch
            self.total += batch.size

    def forget(self, name: str) -> None:
        """Drop the records of a namespace."""
        with self._lock:
            batch = self._batches.pop(name, None)
            if batch is not None:
                self.total -= batch.size
