"""Takes the body of a caller's request, whole or in pieces; must not look into it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.types import Message, Receive, Scope

from workato_embedded_mock.http.errors import ClientGoneError
from workato_embedded_mock.proxy.headers import header


class Incoming:
    """The body of one request.

    Attributes:
        has_body: Whether the headers announce a body.
        size: Bytes that came so far.
        whole: All of the body once it was kept, else None.
    """

    def __init__(self, scope: Scope, receive: Receive) -> None:
        length = header(scope["headers"], b"content-length")
        self.has_body = length not in {None, "0"} or header(scope["headers"], b"transfer-encoding") is not None
        self.size = 0
        self.whole: bytes | None = None if self.has_body else b""
        self._receive = receive
        self._kept: list[bytes] = []
        self._ended = asyncio.Event()
        if not self.has_body:
            self._ended.set()

    async def keep(self, largest: int) -> None:
        """Wait for the whole body; give up where it grows larger.

        Raises:
            ClientGoneError: The client left before all of it came.
        """
        while self.size <= largest and not self._ended.is_set():
            self._kept.append(await self._next())
        if self.size <= largest:
            self.whole = b"".join(self._kept)

    async def chunks(self) -> AsyncIterator[bytes]:
        """Hand out the body: what was kept of it, and then the rest as it comes.

        Raises:
            ClientGoneError: The client left before all of it came.
        """
        for chunk in self._kept:
            yield chunk
        self._kept.clear()
        while not self._ended.is_set():
            yield await self._next()

    async def gone(self) -> None:
        """Wait until the client has left; its body is somebody else's business as long as it comes."""
        await self._ended.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def _next(self) -> bytes:
        message: Message = await self._receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        chunk: bytes = message.get("body", b"")
        self.size += len(chunk)
        if not message.get("more_body", False):
            self._ended.set()
        return chunk
