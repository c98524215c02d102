"""Runs slow functions in threads, while the event loop serves other requests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def has_loop() -> bool:
    """Return whether the caller runs on an event loop. An app in process can be called without one."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


async def in_thread(function: Callable[[], T]) -> T:
    """Run a function in a thread, or here if there is no event loop, and return its result."""
    if not has_loop():
        return function()
    return await asyncio.get_running_loop().run_in_executor(None, function)
