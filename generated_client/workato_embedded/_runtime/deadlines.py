"""The total timeout of a call, as the time at which it ends."""

from __future__ import annotations

from collections.abc import Callable

import httpx2


class TotalTimeout(httpx2.TimeoutException):
    """The total timeout of a call has passed. The request is not retried."""


class Deadline:
    """The end of a call.

    Args:
        seconds: The total timeout.
        clock: A monotonic clock in seconds.
    """

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds, self._clock = seconds, clock
        self._end = clock() + seconds

    def remaining(self) -> float:
        """Return the number of seconds left. Raises TotalTimeout if there are none."""
        left = self._end - self._clock()
        if left <= 0:
            raise self.error()
        return left

    def allows(self, seconds: float) -> bool:
        """Return whether a wait ends before the deadline."""
        return self._clock() + seconds < self._end

    def error(self) -> TotalTimeout:
        """Return the error of a call that takes too long."""
        return TotalTimeout(f"the total timeout of {self._seconds:g} seconds has passed")
