"""Pauses garbage collection while a process makes objects that live as long as it does."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused(*, keep: bool = False) -> Iterator[None]:
    """Pause garbage collection during the block; it would traverse the growing objects again and again.

    Args:
        keep: Whether to exclude from collection everything that exists at the end: for processes of our own.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if keep:
            gc.freeze()
        if enabled:
            gc.enable()
