"""Pauses garbage collection while a process makes objects that live as long as it does."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Python 3.12 freezes some hundred objects of its own.
_INTERPRETER = 1000


@contextmanager
def collection_paused(*, keep: bool = False) -> Iterator[None]:
    """Pause garbage collection during the block; it would traverse the growing number of objects again and again.

    At the end, all objects are old: they are not traversed before the next full collection.

    Args:
        keep: Whether to exclude from all collections what exists at the end: for processes that only serve the mock.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # Objects that the program has frozen before must stay frozen.
        others = gc.get_freeze_count() > _INTERPRETER
        if keep or not others:
            gc.freeze()
        if not keep and not others:
            gc.unfreeze()
        if enabled:
            gc.enable()
