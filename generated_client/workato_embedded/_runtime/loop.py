"""What an asynchronous client needs of its event loop, asyncio or trio. anyio is imported when it is first used."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def sleep(seconds: float) -> None:
    """Sleep for some seconds."""
    import anyio

    await anyio.sleep(seconds)


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a blocking function in a thread."""
    from anyio import to_thread

    # A cancelled task does not wait for a function that blocks, such as one that opens a pipe without a reader.
    return await to_thread.run_sync(partial(function, *args, **kwargs), abandon_on_cancel=True)


def running_loop() -> Any:
    """Return an object for the running event loop, or None outside any loop."""
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        pass
    # A program runs trio only if it has imported it.
    trio: Any = sys.modules.get("trio.lowlevel")
    try:
        return trio and trio.current_trio_token()
    except RuntimeError:
        return None


def has_ended(loop: Any) -> bool:
    """Return whether an event loop has ended. A loop of trio does not know, and counts as running."""
    return hasattr(loop, "is_closed") and bool(loop.is_closed())
