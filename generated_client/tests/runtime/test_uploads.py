"""Files are sent piece by piece, and again only where they can be given again."""

from __future__ import annotations

import asyncio
import io
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from workato_embedded._runtime.base_client import AsyncClient, SyncClient
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.errors import APIConnectionError, BadRequestError, RateLimitError
from workato_embedded._runtime.retries import Retries
from workato_embedded._runtime.uploads import CHUNK_SIZE, AsyncUpload, SyncUpload, async_body, sync_body

from .samples import SETTINGS, UPLOAD, Car

BODY = bytes(range(256)) * 600
"""More than two pieces."""
PATIENT = replace(SETTINGS, retries=Retries(max_retries=2), clock=lambda: 0.0)
CAR = {"id": 1, "name": "Ada"}
Reply = httpx.Response | Exception


class Server(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Reads requests piece by piece, as a network does, and gives prepared answers.

    A ConnectError is raised before anything is read, anything else after it.
    """

    def __init__(self, *replies: Reply) -> None:
        self._replies = list(replies)
        self.requests: list[httpx.Request] = []
        self.bodies: list[list[bytes]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        reply = self._begin(request)
        if not isinstance(reply, httpx.ConnectError):
            assert isinstance(request.stream, httpx.SyncByteStream)
            self.bodies.append(list(request.stream))
        return self._end(reply)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        reply = self._begin(request)
        if not isinstance(reply, httpx.ConnectError):
            assert isinstance(request.stream, httpx.AsyncByteStream)
            self.bodies.append([piece async for piece in request.stream])
        return self._end(reply)

    def _begin(self, request: httpx.Request) -> Reply:
        self.requests.append(request)
        return self._replies.pop(0)

    @staticmethod
    def _end(reply: Reply) -> httpx.Response:
        if isinstance(reply, Exception):
            raise reply
        return httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)


GOOD = httpx.Response(200, json=CAR)
BUSY = httpx.Response(429)
Send = Callable[[Any, Server], Car]


@pytest.fixture(params=["sync", "async"])
def send(request: pytest.FixtureRequest) -> Send:
    """Sends a content with either client, which does not really wait."""

    async def nap(_: float) -> None:
        pass

    async def send_async(content: Any, server: Server) -> Car:
        async with httpx.AsyncClient(transport=server) as http:
            return await AsyncClient(replace(PATIENT, sleep=nap), http).call(UPLOAD, Call(content=content))

    def send_sync(content: Any, server: Server) -> Car:
        with httpx.Client(transport=server) as http:
            return SyncClient(replace(PATIENT, sleep=lambda _: None), http).call(UPLOAD, Call(content=content))

    return send_sync if request.param == "sync" else lambda content, server: asyncio.run(send_async(content, server))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of more than two pieces."""
    path = tmp_path / "package.zip"
    path.write_bytes(BODY)
    return path


class Pipe(io.RawIOBase):
    """A file that can be read once."""

    def __init__(self) -> None:
        self._left = io.BytesIO(BODY)

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer."""
        return self._left.readinto(buffer)


class OnlyReads:
    """A file that can do nothing else."""

    def __init__(self) -> None:
        self._left = io.BytesIO(BODY)

    def read(self, size: int) -> bytes:
        """Read some bytes."""
        return self._left.read(size)


def spooled() -> tempfile.SpooledTemporaryFile[bytes]:
    """Return a file that stands behind its first bytes."""
    file = tempfile.SpooledTemporaryFile()  # noqa: SIM115 - the test closes it
    file.write(b"before" + BODY)
    file.seek(6)
    return file


def pieces() -> Iterator[bytes | bytearray]:
    """Yield the body in two pieces, one of which may be changed later."""
    yield BODY[:1000]
    yield bytearray(BODY[1000:])


async def async_pieces() -> AsyncIterator[bytes]:
    """Yield the body in two pieces."""
    yield BODY[:1000]
    yield BODY[1000:]


class Again:
    """An asynchronous body that can be started again."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        return async_pieces()


def test_bytes_are_sent_as_they_are(send: Send) -> None:
    """Whatever holds bytes in memory is one piece, of known length."""
    for content in (BODY, bytearray(BODY), memoryview(BODY)):
        server = Server(GOOD)
        assert send(content, server) == Car(id=1, name="Ada")
        assert server.bodies == [[BODY]]
        assert server.requests[0].headers["content-length"] == str(len(BODY))


@pytest.mark.parametrize("kind", [str, Path, lambda path: path.open("rb"), lambda path: io.BytesIO(path.read_bytes())])
def test_a_file_is_sent_in_pieces_of_known_length(kind: Callable[[Any], Any], path: Path, send: Send) -> None:
    """A path and an open file are read piece by piece, and the server is told how much comes."""
    server, content = Server(GOOD), kind(path)
    send(content, server)
    assert b"".join(server.bodies[0]) == BODY
    assert [len(piece) for piece in server.bodies[0]] == [CHUNK_SIZE, CHUNK_SIZE, len(BODY) - 2 * CHUNK_SIZE]
    assert server.requests[0].headers["content-length"] == str(len(BODY))
    assert "transfer-encoding" not in server.requests[0].headers
    assert server.requests[0].headers["content-type"] == "application/octet-stream"
    if hasattr(content, "close"):
        assert not content.closed
        content.close()


@pytest.mark.parametrize("make", [pieces, Pipe, OnlyReads, lambda: [BODY[:9], BODY[9:]]])
def test_a_body_of_unknown_length_is_sent_in_chunks(make: Callable[[], Any], send: Send) -> None:
    """What cannot say how long it is goes over the wire in chunks."""
    server = Server(GOOD)
    send(make(), server)
    assert b"".join(server.bodies[0]) == BODY
    assert server.requests[0].headers["transfer-encoding"] == "chunked"
    assert "content-length" not in server.requests[0].headers


@pytest.mark.parametrize("make", [lambda path: path, lambda path: spooled(), lambda path: [BODY]])
def test_what_can_be_given_again_is_sent_again(make: Callable[[Path], Any], path: Path, send: Send) -> None:
    """After a 429 the whole body goes again; a file from where it stood."""
    content = make(path)
    server = Server(BUSY, BUSY, GOOD)
    send(content, server)
    assert [b"".join(body) for body in server.bodies] == [BODY] * 3
    if isinstance(content, tempfile.SpooledTemporaryFile):
        assert server.requests[0].headers["content-length"] == str(len(BODY))
        content.close()


def test_what_can_be_given_once_is_not_sent_again(send: Send) -> None:
    """After a 429 there is nothing left to send, so that the error comes at once."""
    server = Server(BUSY)
    with pytest.raises(RateLimitError) as caught:
        send(pieces(), server)
    assert len(server.bodies) == 1
    assert caught.value.response.request.content == b""


def test_what_was_not_begun_can_be_sent(send: Send) -> None:
    """Where no connection came about, nothing was taken of an iterator, and it is sent the next time."""
    server = Server(httpx.ConnectError("refused"), GOOD)
    assert send(pieces(), server).id == 1
    assert [b"".join(body) for body in server.bodies] == [BODY]


def test_an_asynchronous_body_is_sent() -> None:
    """An asynchronous iterator is sent once, and what gives such iterators as often as needed."""

    async def call(content: Any, server: Server) -> None:
        async def nap(_: float) -> None:
            pass

        async with httpx.AsyncClient(transport=server) as http:
            await AsyncClient(replace(PATIENT, sleep=nap), http).call(UPLOAD, Call(content=content))

    server = Server(BUSY, GOOD)
    with pytest.raises(RateLimitError):
        asyncio.run(call(async_pieces(), server))
    asyncio.run(call(Again(), Server(BUSY, server._replies.pop())))
    assert [b"".join(body) for body in server.bodies] == [BODY]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (7, "expected bytes, a path, a file or an iterator of bytes, not int"),
        (None, "not NoneType"),
        (io.StringIO("PK"), "must be opened in binary mode, 'rb'"),
        (["PK"], "expected bytes in the content, not str"),
        ({"a": 1}, "expected bytes in the content, not str"),
    ],
)
def test_what_gives_no_bytes_is_refused(content: Any, words: str, send: Send) -> None:
    """Anything else is a TypeError that says what is needed."""
    with pytest.raises(TypeError, match=words):
        send(content, Server(GOOD))


def test_a_client_that_waits_takes_nothing_asynchronous() -> None:
    """The error names the client that does."""
    with pytest.raises(TypeError, match="Again is asynchronous; AsyncWorkatoEmbedded can send it"):
        sync_body(Again())


def test_a_file_that_cannot_be_read_is_known_of_before(tmp_path: Path, send: Send) -> None:
    """A path that is missing, a folder or a device is refused, and nothing is sent."""
    server = Server()
    with pytest.raises(FileNotFoundError):
        send(tmp_path / "missing.zip", server)
    for odd in (tmp_path, os.devnull):
        with pytest.raises(ValueError, match="is not a regular file"):
            send(odd, server)
    assert server.requests == []


def test_a_spent_body_says_so() -> None:
    """Whoever sends a body behind the client's back, as an auth object can, gets httpx's error."""
    upload = sync_body(pieces())
    assert isinstance(upload, SyncUpload)
    states = [upload.spent]
    assert b"".join(upload) == BODY
    assert [*states, upload.spent] == [False, True]
    with pytest.raises(httpx.StreamConsumed):
        next(iter(upload))
    other = async_body(async_pieces())
    assert isinstance(other, AsyncUpload)
    assert not other.spent


def test_errors_of_a_streamed_request_keep_no_body(path: Path, send: Send) -> None:
    """An error has its request, without the file, which may be long."""
    with pytest.raises(BadRequestError) as caught:
        send(path, Server(httpx.Response(400)))
    assert caught.value.response.request.content == b""
    with pytest.raises(APIConnectionError):
        send(path, Server(httpx.ReadError("broken")))
