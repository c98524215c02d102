"""Receives the body of a request, once."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256

from starlette.types import Receive

from workato_embedded_mock.openapi.bodies import too_large
from workato_embedded_mock.plain_json import Json, JsonError, read_json

# The most bytes of a body in which the log looks for secrets.
LARGEST_SHOWN = 64 * 2**10


class ClientGoneError(Exception):
    """The client left before its request was received, so no response can be sent."""


class RequestBody:
    """The body of one request. Every caller passes the `receive` of the request.

    Attributes:
        data: The whole body, once it was received.
        size: The number of bytes that were received.
        ended: Whether all of it was received.
    """

    __slots__ = ("_chunks", "data", "ended", "size")

    def __init__(self) -> None:
        self.data = b""
        self.size = 0
        self.ended = False
        self._chunks: list[bytes] = []

    async def read(self, receive: Receive, largest: int) -> bytes:
        """Return the whole body.

        Raises:
            BadRequestError: It has more than `largest` bytes.
            ClientGoneError: The client left before all of it came.
        """
        if not await self.keep(receive, largest):
            raise too_large(largest)
        return self.data

    async def keep(self, receive: Receive, largest: int) -> bool:
        """Receive the whole body, and return whether it has at most `largest` bytes; stop when it has more.

        Raises:
            ClientGoneError: The client left before all of it came.
        """
        while self.size <= largest and not self.ended:
            self._chunks.append(await self.next_chunk(receive))
        if self.size > largest:
            return False
        if self._chunks:
            self.data = b"".join(self._chunks)
            self._chunks.clear()
        return True

    @property
    def is_joined(self) -> bool:
        """Whether `data` has all that was received."""
        return not self._chunks

    def truncate(self, length: int) -> tuple[bytes, int, str | None]:
        """Drop all but the beginning of what was received.

        Returns:
            The beginning, the number of bytes that were received, and their SHA-256 if that is the whole body.
        """
        parts = self.kept_chunks() if self._chunks else [self.data]
        kept = sum(map(len, parts))
        digest = sha256() if self.ended and kept == self.size else None
        self.data = b""
        for part in parts:
            self.data += part[: length - len(self.data)]
            if digest is not None:
                digest.update(part)
        return self.data, self.size, None if digest is None else digest.hexdigest()

    def kept_chunks(self) -> list[bytes]:
        """Return the chunks of a body that was too large to be kept, and drop them."""
        chunks, self._chunks = self._chunks, []
        return chunks

    async def next_chunk(self, receive: Receive) -> bytes:
        """Receive the next chunk.

        Raises:
            ClientGoneError: The client left before all of it came.
        """
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        chunk: bytes = message.get("body", b"")
        self.size += len(chunk)
        self.ended = not message.get("more_body", False)
        return chunk

    async def drain(self, receive: Receive) -> None:
        """Receive and drop the rest."""
        with suppress(ClientGoneError):
            while not self.ended:
                await self.next_chunk(receive)


def shown_body(data: bytes) -> Json:
    """Return what is shown of a body in the log: as `json_or_size`, but only the length of a large one."""
    return json_or_size(data) if len(data) <= LARGEST_SHOWN else {"bytes": len(data)}


def json_or_size(data: bytes) -> Json:
    """Return the JSON of a body, None for an empty body, else its length as `{"bytes": 3}`."""
    if not data:
        return None
    try:
        return read_json(data)
    except JsonError:
        return {"bytes": len(data)}
