"""Spreads calls so that the API's documented limits are kept. Counts and computes waits; it does not wait itself."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple


class RateLimit(NamedTuple):
    """How often an operation may be called."""

    requests: int
    """Number of requests."""
    seconds: float
    """The time in which there may be so many."""


class Reservation(NamedTuple):
    """A place among the calls of an operation."""

    operation_id: str
    start: float
    """When the call may begin."""
    pause: float
    """Seconds until then."""


class RateLimiter:
    """Keeps the documented limit of each operation, for all clients, threads and tasks that share it.

    The API counts over all tokens and customers of a partner, so that other processes use up the same limit.

    Args:
        margin: Seconds by which the time of a limit is lengthened, since requests may take unequally long to arrive.
        clock: Seconds that only grow; tests give their own.
    """

    def __init__(self, *, margin: float = 0.5, clock: Callable[[], float] = time.monotonic) -> None:
        self._margin, self._clock = margin, clock
        self._starts: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def reserve(self, operation_id: str, limit: RateLimit | None) -> Reservation:
        """Take a place for a call, which counts from now on. Without a limit there is no pause."""
        if limit is None:
            return Reservation(operation_id, 0.0, 0.0)
        with self._lock:
            now = self._clock()
            starts = self._starts.setdefault(operation_id, deque())
            while starts and starts[0] + limit.seconds + self._margin <= now:
                starts.popleft()
            start = now
            if len(starts) >= limit.requests:
                start = max(now, starts[-limit.requests] + limit.seconds + self._margin)
            # In order, so that each place has only to mind those before it, also where some were given back.
            start = max(start, starts[-1]) if starts else start
            starts.append(start)
            return Reservation(operation_id, start, start - now)

    def release(self, reservation: Reservation) -> None:
        """Let others have a place that is not needed any more, since nobody waits for it."""
        with self._lock, suppress(KeyError, ValueError):
            self._starts[reservation.operation_id].remove(reservation.start)


def choose_limiter(rate_limits: str | RateLimiter | None) -> RateLimiter | None:
    """Return the limiter for an argument of a client. Raises ValueError for a word other than `documented`."""
    if rate_limits is None or isinstance(rate_limits, RateLimiter):
        return rate_limits
    if rate_limits != "documented":
        raise ValueError(f'rate_limits must be "documented", a RateLimiter or None, not {rate_limits!r}')
    return RateLimiter()
