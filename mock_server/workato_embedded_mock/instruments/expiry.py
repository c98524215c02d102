"""Decides which namespaces have expired, because they were not used for a while."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from datetime import UTC, datetime

from workato_embedded_mock.errors import StartError

NEVER = "never"

_FORM = re.compile(r"([1-9][0-9]{0,5})([smhd])", re.ASCII)
_PAUSE_SECONDS = 10
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def parse_expiry(text: str) -> int | None:
    """Parse a setting: `never`, or a number with `s`, `m`, `h` or `d`. Return seconds, None for never.

    Raises:
        StartError: The setting is invalid.
    """
    if text == NEVER:
        return None
    found = _FORM.fullmatch(text)
    if found is None:
        raise StartError(
            f"invalid expire_accounts {text!r}: expected never, or a number with s, m, h or d, such as 24h"
        )
    return int(found[1]) * _SECONDS[found[2]]


class Expiry:
    """When the namespaces were last used in this process.

    Args:
        seconds: How long a namespace that is not used is kept.
    """

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._looked = 0.0
        self._used: dict[str, float] = {}

    def note(self, name: str) -> None:
        """Note that a namespace is used now."""
        self._used[name] = time.time()

    def forget(self, name: str) -> None:
        """Forget a namespace that was deleted."""
        self._used.pop(name, None)

    def is_due(self) -> bool:
        """Return whether to look for expired namespaces, which takes time: not again in the next seconds."""
        now = time.time()
        if now - self._looked < min(_PAUSE_SECONDS, self._seconds / 10):
            return False
        self._looked = now
        return True

    def limit(self) -> datetime:
        """Return the time before which a namespace must have been used last to be expired."""
        return datetime.fromtimestamp(time.time() - self._seconds, UTC)

    def unused(self, names: Iterable[str]) -> list[str]:
        """Return the names of those namespaces that were not used in this process."""
        limit = self.limit().timestamp()
        return [name for name in names if self._used.get(name, 0) < limit]
