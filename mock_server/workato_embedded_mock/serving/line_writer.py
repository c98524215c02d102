"""Writes lines in a thread, so that a full pipe or a slow terminal delays no request."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

# The most characters of lines that wait; further lines are dropped.
CAPACITY = 256 * 1024
# POSIX writes as many bytes to a pipe at once, without those of other processes in between.
_ATOMIC = 4096
# The thread wakes at once for the first line. The lines of the next milliseconds are then written together: waking it
# costs as much as many lines.
_PAUSE_SECONDS = 0.25
_RETRY_SECONDS = 0.01
_CLOSE_SECONDS = 1.0

T = TypeVar("T")
# What forms a line, its argument, and about how many characters it will have.
_Line = tuple[Callable[[Any], str], Any, int]


class LineWriter:
    """A stream of lines that never waits: lines that do not fit into its queue are dropped, and counted in a line.

    Args:
        write: Writes bytes, and returns how many it has written; None drops all lines.
        dropped: Returns the line that says how many lines were dropped.
    """

    def __init__(self, write: Callable[[bytes], int] | None, dropped: Callable[[int], str]) -> None:
        self._write_bytes = write
        self._dropped_line = dropped
        self._lines: deque[_Line] = deque()
        self._size = 0
        self._dropped = 0
        self._lock = threading.Lock()
        self._filled = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="workato-mock-log", daemon=True)
        if write is not None:
            self._thread.start()

    def write(self, line: str) -> None:
        """Write a line, which ends with a line feed, soon; drop it if too many lines wait."""
        self.write_formed(str, line, len(line))

    def write_formed(self, form: Callable[[T], str], value: T, size: int) -> None:
        """Write a line soon that the thread forms, where forming many at once takes less time.

        Args:
            form: Returns the line, which ends with a line feed.
            value: The argument of `form`.
            size: About how many characters the line will have.
        """
        if self._write_bytes is None:
            return
        with self._lock:
            if self._size + size > CAPACITY:
                self._dropped += 1
                return
            if self._dropped:
                self._lines.append((str, self._count_of_dropped(), 0))
            self._lines.append((form, value, size))
            self._size += size
        if not self._filled.is_set():
            self._filled.set()

    def flush(self) -> None:
        """Do nothing: handlers of logging flush their stream after each record."""

    def close(self) -> None:
        """Write the lines that wait. A reader that does not read delays this by at most a second."""
        self._closing.set()
        self._filled.set()
        if self._thread.is_alive():
            self._thread.join(_CLOSE_SECONDS)

    def _run(self) -> None:
        while not self._closing.is_set():
            self._filled.wait()
            self._filled.clear()
            self._write_queue()
            self._closing.wait(_PAUSE_SECONDS)
        self._write_queue()

    def _write_queue(self) -> None:
        while chunk := self._take():
            text = "".join([form(value) for form, value, _size in chunk])
            try:
                self._write_all(text.encode("utf-8", "backslashreplace"))
            except (OSError, ValueError):
                # The reader is gone, the disk is full, or the stream was closed.
                with self._lock:
                    self._dropped += len(chunk)
                return

    def _take(self) -> list[_Line]:
        """Remove lines from the queue, as many as are written at once; in the end, the count of dropped lines."""
        taken: list[_Line] = []
        size = 0
        with self._lock:
            while self._lines and (not taken or size + self._lines[0][2] <= _ATOMIC):
                taken.append(self._lines.popleft())
                size += taken[-1][2]
            self._size -= size
            if not taken and self._dropped:
                taken.append((str, self._count_of_dropped(), 0))
        return taken

    def _write_all(self, data: bytes) -> None:
        while data and self._write_bytes is not None:
            try:
                data = data[self._write_bytes(data) :]
            except BlockingIOError:
                # A parent process has made the descriptor non-blocking.
                time.sleep(_RETRY_SECONDS)

    def _count_of_dropped(self) -> str:
        count, self._dropped = self._dropped, 0
        return self._dropped_line(count)
