"""What a fault can do to the connection of a caller; must not know which fault does it.

A server or transport that can do more than ASGI puts its own `Wire` into the scope.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

from starlette.types import Receive, Scope

_KEY = "workato_embedded_mock.wire"


class CutError(Exception):
    """The connection of the caller is to end without an answer, or in the middle of one; `how` says in which way."""

    def __init__(self, how: str) -> None:
        super().__init__(f"the connection ends: {how}")
        self.how = how


class Wire(Protocol):
    """The connection of one caller."""

    async def sleep(self, seconds: float) -> None:
        """Hold the answer back."""
        ...

    async def hang(self, receive: Receive) -> None:
        """Never answer; returns or raises `CutError` when the caller has given up."""
        ...

    async def reset(self, receive: Receive) -> None:
        """Break the connection off, as a crash does; returns or raises `CutError` when it is gone."""
        ...

    async def close(self, receive: Receive) -> None:
        """End the connection behind what was sent; returns or raises `CutError` when it is gone."""
        ...


def put_wire(scope: Scope, wire: Wire) -> None:
    """Say what can be done to the connection of a request."""
    scope.setdefault("extensions", {})[_KEY] = wire


def wire_of(scope: Scope) -> Wire:
    """Answer what can be done to the connection of a request."""
    wire: Wire = scope.get("extensions", {}).get(_KEY) or _AnyServer()
    return wire


async def until_gone(receive: Receive) -> None:
    """Wait until the caller has hung up."""
    while (await receive())["type"] != "http.disconnect":
        pass


class _AnyServer:
    """What ASGI alone can do: whatever breaks a connection is an error of the app."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def hang(self, receive: Receive) -> None:
        await until_gone(receive)

    async def reset(self, _receive: Receive) -> None:
        raise CutError("reset")

    async def close(self, _receive: Receive) -> None:
        raise CutError("truncate")
