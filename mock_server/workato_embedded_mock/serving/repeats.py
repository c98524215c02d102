"""Limits how often the same warning is logged."""

from __future__ import annotations

import logging

# The most records with one text in a window.
MOST = 20
_WINDOW_SECONDS = 60.0
# The most texts that are counted at once.
_MOST_TEXTS = 1_000


class RepeatFilter(logging.Filter):
    """Passes the first records of a text in each minute; the next one after that says how many were left out."""

    def __init__(self) -> None:
        super().__init__()
        # By logger and text: the begin of the window, and the number of records in it.
        self._seen: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is logged."""
        key = record.name, str(record.msg)
        began, count = self._seen.get(key, (record.created, 0))
        if record.created - began >= _WINDOW_SECONDS:
            if count > MOST:
                record.msg = f"{record.msg} ({count - MOST} more were left out)"
            began, count = record.created, 0
        if len(self._seen) >= _MOST_TEXTS:
            self._seen.clear()
        self._seen[key] = began, count + 1
        return count < MOST
