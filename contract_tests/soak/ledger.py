"""Keeps what was written to one account, and compares it with what is found there."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum

# What a run counts; the first ones are columns of the report.
ACKNOWLEDGED, LOST, DOUBLED, CUT, REJECTED = "acknowledged", "lost", "doubled", "cut", "5xx"
UNEXPLAINED, IN_FLIGHT, BY_FAULTS, KEPT = "unexplained 5xx", "in flight", "doubled by faults", "stored after a 5xx"


class Written(Enum):
    """What is known of a written object.

    Attributes:
        STORED: It was acknowledged.
        DELETED: Its deletion was acknowledged.
        REJECTED: It was rejected with a 5xx.
        UNSURE: Its response, or that of its deletion, was lost or cut.
    """

    STORED = "stored"
    DELETED = "deleted"
    REJECTED = "rejected"
    UNSURE = "unsure"


class Ledger:
    """The writes to one account. Several threads can use it.

    Args:
        has_faults: Whether the account has fault rules, so that its responses are cut and its requests are
            carried out twice on purpose.

    Attributes:
        has_faults: Whether the account has fault rules.
        counts: What was counted so far, by the names above.
    """

    def __init__(self, *, has_faults: bool) -> None:
        self.has_faults = has_faults
        self.counts: Counter[str] = Counter()
        self._objects: dict[str, Written] = {}
        # The last value of each counter that was acknowledged, and the last one that was sent.
        self._counters: dict[str, tuple[int, int]] = {}
        self._lock = threading.Lock()

    def count(self, name: str) -> None:
        """Count one more."""
        with self._lock:
            self.counts[name] += 1

    def write(self, name: str, written: Written) -> None:
        """Keep what is known of an object now."""
        with self._lock:
            self._objects[name] = written
            self.counts[ACKNOWLEDGED] += written in {Written.STORED, Written.DELETED}

    def advance(self, name: str, value: int, *, acknowledged: bool) -> None:
        """Keep that a counter was set to a value."""
        with self._lock:
            last, _sent = self._counters.get(name, (0, 0))
            self._counters[name] = (value if acknowledged else last, value)
            self.counts[ACKNOWLEDGED] += acknowledged

    def forget(self) -> None:
        """Forget all writes: the store has ended with its server."""
        with self._lock:
            self._objects.clear()
            self._counters.clear()

    def compare(self, found: Mapping[str, Sequence[int]], counters: Mapping[str, int]) -> list[str]:
        """Count what is lost or doubled among the objects and counters that were found.

        Args:
            found: The ids of the objects by name.
            counters: The values of the counters.

        Returns:
            A line for each that is lost, or doubled without a fault.
        """
        with self._lock:
            problems = [
                problem for name, written in self._objects.items() for problem in self._check(name, written, found)
            ]
            problems += [
                self._note(LOST, f"{name} is {counters.get(name, 0)}, not from {last} to {sent}")
                for name, (last, sent) in self._counters.items()
                if not last <= counters.get(name, 0) <= sent
            ]
            kept = {name: Written.STORED for name in found if name in self._objects}
            self._objects = kept
            self._counters = {name: (value, value) for name, value in counters.items()}
        return problems

    def _check(self, name: str, written: Written, found: Mapping[str, Sequence[int]]) -> list[str]:
        ids = found.get(name, ())
        if written is Written.STORED and not ids:
            return [self._note(LOST, f"{name} was acknowledged, and is lost")]
        if written is Written.REJECTED and ids:
            self.counts[KEPT] += 1
        is_doubled = len(ids) > 1 or (written is Written.DELETED and ids)
        if is_doubled and self.has_faults:
            # A deleted object is there if it was created twice.
            self.counts[BY_FAULTS] += 1
            return []
        if written is Written.DELETED and ids:
            return [self._note(LOST, f"{name} was deleted, and is there")]
        return [self._note(DOUBLED, f"{name} is there {len(ids)} times")] if is_doubled else []

    def _note(self, count: str, problem: str) -> str:
        self.counts[count] += 1
        return problem
