"""The flow of polling, for work such as an import: request the status, report it, wait, repeat."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from .effects import Flow, Invoke, Wait
from .errors import PackageError, PackageFailedError, PackageTimeoutError

# Default number of seconds to wait for an import or export.
DEFAULT_TIMEOUT_SECONDS: Final = 600.0
# Default number of seconds between the first two polls of an import or export.
DEFAULT_POLL: Final = 2.0
_LONGEST: Final = 15.0
_GROWTH: Final = 1.5


@dataclass(frozen=True)
class PollPolicy:
    """How long and how often to poll. Raises ValueError for an invalid value.

    Attributes:
        timeout: Maximum number of seconds, or None for no limit.
        poll: Seconds between the first two polls. The interval grows by half each time, up to 15 seconds, or `poll` if
            longer.
    """

    timeout: float | None
    poll: float

    def __post_init__(self) -> None:
        if self.timeout is not None and not self.timeout > 0:
            raise ValueError(f"invalid timeout: expected a positive number of seconds or None, not {self.timeout!r}")
        if not self.poll > 0:
            raise ValueError(f"invalid poll: expected a positive number of seconds, not {self.poll!r}")

    def remaining(self, passed: float) -> float:
        """Return the number of seconds left after some have passed."""
        return float("inf") if self.timeout is None else self.timeout - passed

    def next_interval(self, interval: float) -> float:
        """Return the interval after this one."""
        return min(max(_LONGEST, self.poll), interval * _GROWTH)


def polling_flow(
    fetch: Callable[[], Any], what: str, policy: PollPolicy, on_progress: Callable[[Any], object] | None
) -> Flow[Any]:
    """Poll an import or export until it is completed, and return it. Any other status means that it is in progress.

    Args:
        fetch: Returns the import or export, or an awaitable of it.
        what: Its name in error messages.
        policy: How long and how often to poll.
        on_progress: Gets the import or export after each poll.

    Raises:
        PackageFailedError: The import or export failed.
        PackageTimeoutError: The import or export is still in progress after the timeout.
        PackageError: The response has no status.
    """
    started, waited, pause = time.monotonic(), 0.0, policy.poll
    while True:
        package = yield Invoke(fetch)
        if on_progress is not None:
            yield Invoke(partial(on_progress, package))
        if not package.status:
            raise PackageError(f"{what} has no status", package=package)
        if package.status == "completed":
            return package
        if package.status == "failed":
            raise PackageFailedError(f"{what} failed: {package.error or 'no reason given'}", package=package)
        # In tests that replace sleeping, the monotonic clock does not advance, so the requested waits are added up.
        remaining = policy.remaining(max(waited, time.monotonic() - started))
        if remaining <= 0:
            message = f"{what} is still {package.status} after {policy.timeout:g} seconds"
            raise PackageTimeoutError(message, package=package)
        pause = min(pause, remaining)
        yield Wait(pause)
        waited += pause
        pause = policy.next_interval(pause)
