"""Receives the body of a caller's request, whole or in chunks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.types import Receive, Scope

from workato_embedded_mock.http.headers import header
from workato_embedded_mock.http.request_body import RequestBody


class Incoming:
    """The body of one request.

    Attributes:
        has_body: Whether the headers announce a body.
        whole: All of the body once it was kept, else None.
    """

    def __init__(self, scope: Scope, receive: Receive, body: RequestBody) -> None:
        length = header(scope["headers"], b"content-length")
        self.has_body = length not in {None, "0"} or header(scope["headers"], b"transfer-encoding") is not None
        self.whole: bytes | None = None if self.has_body else b""
        self._receive = receive
        self._body = body
        self._ended = asyncio.Event()
        if not self.has_body:
            self._ended.set()

    @property
    def size(self) -> int:
        """The number of bytes that were received."""
        return self._body.size

    async def keep(self, largest: int) -> None:
        """Wait for the whole body; give up when it has more than `largest` bytes.

        Raises:
            ClientGoneError: The client left before all of it came.
        """
        if self.has_body and await self._body.keep(self._receive, largest):
            self.whole = self._body.data
        if self._body.ended:
            self._ended.set()

    async def chunks(self) -> AsyncIterator[bytes]:
        """Return the body: the chunks that were received, then the others as they are received.

        Raises:
            ClientGoneError: The client left before all of it came.
        """
        for chunk in self._body.kept_chunks():
            yield chunk
        while not self._body.ended:
            yield await self._next()

    async def _next(self) -> bytes:
        chunk = await self._body.next_chunk(self._receive)
        if self._body.ended:
            self._ended.set()
        return chunk

    async def gone(self) -> None:
        """Wait until the client has left. It begins to wait after the whole body was received."""
        await self._ended.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass
