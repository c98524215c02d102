"""What a fault can do to the connection of a caller.

A server or transport that can do more than ASGI adds its own `ConnectionControl` to the scope.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar

from starlette.types import Receive, Scope

T = TypeVar("T")

_KEY = "workato_embedded_mock.connection_control"


class ConnectionAborted(Exception):  # noqa: N818  # ConnectionAbortedError is a builtin
    """The connection is to end without a response, or in the middle of one.

    Attributes:
        how: How it ends: timeout, reset or truncate.
    """

    def __init__(self, how: str) -> None:
        super().__init__(f"the connection ends: {how}")
        self.how = how


class ConnectionControl(Protocol):
    """Controls the connection of one caller."""

    async def sleep(self, seconds: float) -> None:
        """Delay the response."""
        ...

    async def hang(self, receive: Receive) -> None:
        """Never respond: return, or raise `ConnectionAborted`, when the caller has given up."""
        ...

    async def reset(self, receive: Receive) -> None:
        """Reset the connection as a crash does: return, or raise `ConnectionAborted`, when it is gone."""
        ...

    async def close(self, receive: Receive) -> None:
        """Close the connection behind what was sent: return, or raise `ConnectionAborted`, when it is gone."""
        ...

    async def run(self, work: Callable[[], T]) -> T:
        """Do work that takes long. A server does it in a thread; a transport in process cannot wait for one."""
        ...


def set_connection_control(scope: Scope, control: ConnectionControl) -> None:
    """Add the control of its connection to a request."""
    scope.setdefault("extensions", {})[_KEY] = control


def connection_control_of(scope: Scope) -> ConnectionControl:
    """Return the control of the connection of a request."""
    control: ConnectionControl = scope.get("extensions", {}).get(_KEY) or _AsgiControl()
    return control


async def until_gone(receive: Receive) -> None:
    """Wait until the caller has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


class _AsgiControl:
    """What ASGI alone can do: an error of the app breaks the connection."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def hang(self, receive: Receive) -> None:
        await until_gone(receive)

    async def reset(self, _receive: Receive) -> None:
        raise ConnectionAborted("reset")

    async def close(self, _receive: Receive) -> None:
        raise ConnectionAborted("truncate")

    async def run(self, work: Callable[[], T]) -> T:
        return work()


class InProcessControl:
    """Stands for the connection of a caller in this process: whatever would break it raises `ConnectionAborted`.

    Args:
        sleep: Waits a number of seconds; None waits on the event loop.
    """

    def __init__(self, sleep: Callable[[float], None] | None = None) -> None:
        self._sleep = sleep

    async def sleep(self, seconds: float) -> None:
        """Delay the response."""
        if self._sleep is None:
            import anyio

            await anyio.sleep(seconds)
        else:
            self._sleep(seconds)

    async def hang(self, _receive: Receive) -> None:
        """Raise instead of waiting: the caller is the one that would give up."""
        raise ConnectionAborted("timeout")

    async def reset(self, _receive: Receive) -> None:
        """Raise instead of resetting."""
        raise ConnectionAborted("reset")

    async def close(self, _receive: Receive) -> None:
        """Raise instead of closing."""
        raise ConnectionAborted("truncate")

    async def run(self, work: Callable[[], T]) -> T:
        """Do work that takes long, at once."""
        return work()
