"""Delays calls to stay within the API's documented rate limits. It computes the delays; it does not sleep."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple


class RateLimit(NamedTuple):
    """How often an operation may be called.

    Attributes:
        requests: Number of requests.
        seconds: The period, in seconds, for that number of requests.
    """

    requests: int
    seconds: float


class Reservation(NamedTuple):
    """A reserved call of an operation.

    Attributes:
        start: When the call may start.
        pause: Seconds until then.
    """

    operation_id: str
    start: float
    pause: float


class RateLimiter:
    """Keeps the documented rate limit of each operation, for all clients, threads and tasks that share this limiter.

    The API counts the requests of all tokens and customers of a partner. Requests of other processes are not known
    here.

    Args:
        margin: Seconds added to the period of a limit, because the travel times of requests differ.
        clock: A monotonic clock in seconds. Tests pass their own.
    """

    def __init__(self, *, margin: float = 0.5, clock: Callable[[], float] = time.monotonic) -> None:
        self._margin, self._clock = margin, clock
        self._starts: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def reserve(self, operation_id: str, limit: RateLimit | None) -> Reservation:
        """Reserve a call, which counts from now on. Without a limit there is no pause."""
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
            # In order, so that each reservation depends only on those before it, even if some were released.
            start = max(start, starts[-1]) if starts else start
            starts.append(start)
            return Reservation(operation_id, start, start - now)

    def release(self, reservation: Reservation) -> None:
        """Release a reservation that is not needed, because its caller stopped waiting."""
        with self._lock, suppress(KeyError, ValueError):
            self._starts[reservation.operation_id].remove(reservation.start)


def choose_limiter(rate_limits: str | RateLimiter | None) -> RateLimiter | None:
    """Return the limiter for an argument of a client. Raises ValueError for a word other than `documented`."""
    if rate_limits is None or isinstance(rate_limits, RateLimiter):
        return rate_limits
    if rate_limits != "documented":
        raise ValueError(f'invalid rate_limits: expected "documented", a RateLimiter or None, not {rate_limits!r}')
    return RateLimiter()
