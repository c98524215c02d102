"""What an asynchronous client needs of asyncio, imported only when it is used."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def sleep(seconds: float) -> None:
    """Sleep for some seconds."""
    import asyncio

    await asyncio.sleep(seconds)


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a blocking function in a thread."""
    import asyncio

    return await asyncio.to_thread(function, *args, **kwargs)
