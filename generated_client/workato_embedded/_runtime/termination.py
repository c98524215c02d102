"""Removes unfinished files if a signal ends the process, as an error does."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final

# The signals that end a process without running its `finally` blocks. Windows has no SIGHUP.
_SIGNALS: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_unfinished: set[Path] = set()


@contextmanager
def removed_on_termination(path: Path) -> Generator[None, None, None]:
    """Remove a file if SIGTERM or SIGHUP ends the process during a `with` block.

    Only signals that the program leaves to the system are handled, and only in the main thread: Python allows no other.
    """
    _unfinished.add(path)
    if is_main := threading.current_thread() is threading.main_thread():
        _replace_handlers(signal.SIG_DFL, _end)
    try:
        yield
    finally:
        _unfinished.discard(path)
        if is_main and not _unfinished:
            _replace_handlers(_end, signal.SIG_DFL)


def _replace_handlers(old: Any, new: Any) -> None:
    for number in _SIGNALS:
        if signal.getsignal(number) is old:
            signal.signal(number, new)


def _end(number: int, _: FrameType | None) -> None:
    """Remove the files, and let the signal end the process as it would have done."""
    for path in _unfinished:
        path.unlink(missing_ok=True)
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)
