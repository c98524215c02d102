"""The flow of a wait for slow work, such as an import: read, tell, pause, read again. Sends nothing itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from .effects import Flow, Invoke, Wait
from .errors import PackageError, PackageFailedError, PackageTimeoutError

DEFAULT_TIMEOUT_SECONDS: Final = 600.0
"""Seconds to wait for an import or export, unless the caller says otherwise."""
DEFAULT_POLL: Final = 2.0
"""Seconds between the first two looks at an import or export, unless the caller says otherwise."""
_LONGEST: Final = 15.0
_GROWTH: Final = 1.5


@dataclass(frozen=True)
class PollPolicy:
    """How long to wait for slow work, and how often to look. Raises ValueError if that makes no sense."""

    timeout: float | None
    """Seconds at the most, or None to wait for ever."""
    poll: float
    """Seconds between the first two looks; they grow by half each time, to 15 seconds or `poll` if that is more."""

    def __post_init__(self) -> None:
        if self.timeout is not None and not self.timeout > 0:
            raise ValueError(f"timeout must be above zero seconds or None, not {self.timeout!r}")
        if not self.poll > 0:
            raise ValueError(f"poll must be above zero seconds, not {self.poll!r}")

    def left(self, passed: float) -> float:
        """Return the seconds that are left when some have passed."""
        return float("inf") if self.timeout is None else self.timeout - passed

    def longer(self, pause: float) -> float:
        """Return the pause after a pause."""
        return min(max(_LONGEST, self.poll), pause * _GROWTH)


def polling_flow(
    look: Callable[[], Any], what: str, policy: PollPolicy, on_progress: Callable[[Any], object] | None
) -> Flow[Any]:
    """Look at an import or export until it is completed, and return it. Any other status is that of work in progress.

    Args:
        look: Returns the import or export as it is, or what can be awaited for it.
        what: How to name it in an error.
        policy: How long to wait, and how often to look.
        on_progress: Is given what was seen, each time.

    Raises:
        PackageFailedError: it has failed.
        PackageTimeoutError: it is still in progress at the end of the time.
        PackageError: nothing is said of how far it is.
    """
    begun, waited, pause = time.monotonic(), 0.0, policy.poll
    while True:
        package = yield Invoke(look)
        if on_progress is not None:
            yield Invoke(partial(on_progress, package))
        if not package.status:
            raise PackageError(f"{what} has no status", package=package)
        if package.status == "completed":
            return package
        if package.status == "failed":
            raise PackageFailedError(f"{what} failed: {package.error or 'no reason given'}", package=package)
        # Where a test waits in its own way, only what was to be waited for tells how much time has passed.
        left = policy.left(max(waited, time.monotonic() - begun))
        if left <= 0:
            message = f"{what} is still {package.status} after {policy.timeout:g} seconds"
            raise PackageTimeoutError(message, package=package)
        pause = min(pause, left)
        yield Wait(pause)
        waited += pause
        pause = policy.longer(pause)
