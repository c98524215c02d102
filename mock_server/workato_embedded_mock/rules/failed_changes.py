"""Remembers which due changes failed, so that they are tried again with few requests; must not apply them."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

# The name of the namespace, the table of the object and its id.
Key = tuple[str, str, int]

# The most requests that pass until a change is tried again.
LONGEST_PAUSE = 16
# The most changes that are remembered.
_MOST = 1_000


@dataclass(slots=True)
class _Pause:
    """How many requests pass until a change is tried again, and how many of them are left."""

    length: int
    left: int


class FailedChanges:
    """The due changes that failed in this process.

    The number of requests that pass until a change is tried again doubles with each failure, up to `LONGEST_PAUSE`.
    """

    def __init__(self) -> None:
        self._pauses: dict[Key, _Pause] = {}
        self._lock = Lock()

    def is_paused(self, key: Key) -> bool:
        """Return whether to leave a change out, and count it."""
        pause = self._pauses.get(key)
        if pause is None or pause.left == 0:
            return False
        pause.left -= 1
        return True

    def add(self, key: Key) -> None:
        """Remember that a change failed."""
        with self._lock:
            before = self._pauses.pop(key, None)
            length = 1 if before is None else min(2 * before.length, LONGEST_PAUSE)
            if len(self._pauses) >= _MOST:
                del self._pauses[next(iter(self._pauses))]
            self._pauses[key] = _Pause(length, length)

    def discard(self, key: Key) -> None:
        """Forget a change that succeeded."""
        with self._lock:
            self._pauses.pop(key, None)

    def forget(self, namespace: str) -> None:
        """Forget the changes of a namespace whose objects are others now."""
        with self._lock:
            for key in [key for key in self._pauses if key[0] == namespace]:
                del self._pauses[key]
