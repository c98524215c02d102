"""Tests of uploads: bodies in chunks, and retries only if the body can restart."""

from __future__ import annotations

import asyncio
import io
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from workato_embedded._runtime.base_client import AsyncClient, SyncClient
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.errors import APIConnectionError, BadRequestError, RateLimitError
from workato_embedded._runtime.retries import Retries
from workato_embedded._runtime.uploads import CHUNK_SIZE, AsyncUpload, SyncUpload, async_body, sync_body

from .http_libraries import http_async_client, http_client
from .samples import SETTINGS, UPLOAD, Car

pytestmark = pytest.mark.usefixtures("http_library")

BODY = bytes(range(256)) * 600
"""More than two chunks."""
RETRYING = replace(SETTINGS, retries=Retries(max_retries=2), clock=lambda: 0.0)
CAR = {"id": 1, "name": "Ada"}
Reply = httpx2.Response | Exception


class Server(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Reads requests in chunks, as a network does, and returns prepared responses.

    A ConnectError is raised before anything is read, anything else after it.
    """

    def __init__(self, *replies: Reply) -> None:
        self._replies = list(replies)
        self.requests: list[httpx2.Request] = []
        self.bodies: list[list[bytes]] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the response to a request."""
        reply = self._begin(request)
        if not isinstance(reply, httpx2.ConnectError):
            assert isinstance(request.stream, httpx2.SyncByteStream)
            self.bodies.append(list(request.stream))
        return self._end(reply)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the response to a request."""
        reply = self._begin(request)
        if not isinstance(reply, httpx2.ConnectError):
            assert isinstance(request.stream, httpx2.AsyncByteStream)
            self.bodies.append([chunk async for chunk in request.stream])
        return self._end(reply)

    def _begin(self, request: httpx2.Request) -> Reply:
        self.requests.append(request)
        return self._replies.pop(0)

    @staticmethod
    def _end(reply: Reply) -> httpx2.Response:
        if isinstance(reply, Exception):
            raise reply
        return httpx2.Response(reply.status_code, headers=reply.headers, content=reply.content)


GOOD = httpx2.Response(200, json=CAR)
BUSY = httpx2.Response(429)
Send = Callable[[Any, Server], Car]


@pytest.fixture(params=["sync", "async"])
def send(request: pytest.FixtureRequest) -> Send:
    """Send content with either client, without sleeping."""

    async def no_sleep(_: float) -> None:
        pass

    async def send_async(content: Any, server: Server) -> Car:
        async with http_async_client(server) as http:
            return await AsyncClient(replace(RETRYING, sleep=no_sleep), http).call(UPLOAD, Call(content=content))

    def send_sync(content: Any, server: Server) -> Car:
        with http_client(server) as http:
            return SyncClient(replace(RETRYING, sleep=lambda _: None), http).call(UPLOAD, Call(content=content))

    return send_sync if request.param == "sync" else lambda content, server: asyncio.run(send_async(content, server))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of more than two chunks."""
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
    """A file that has only `read`."""

    def __init__(self) -> None:
        self._left = io.BytesIO(BODY)

    def read(self, size: int) -> bytes:
        """Read some bytes."""
        return self._left.read(size)


def spooled() -> tempfile.SpooledTemporaryFile[bytes]:
    """Return a file whose position is after its first bytes."""
    file = tempfile.SpooledTemporaryFile()  # noqa: SIM115 - the test closes it
    file.write(b"before" + BODY)
    file.seek(6)
    return file


def chunks() -> Iterator[bytes | bytearray]:
    """Yield the body in two chunks, where the first may change later."""
    yield BODY[:1000]
    yield bytearray(BODY[1000:])


async def async_chunks() -> AsyncIterator[bytes]:
    """Yield the body in two chunks."""
    yield BODY[:1000]
    yield BODY[1000:]


class Again:
    """An asynchronous body that can restart."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        return async_chunks()


def test_bytes_are_one_chunk_of_known_length(send: Send) -> None:
    """Any bytes-like object is one chunk of known length."""
    for content in (BODY, bytearray(BODY), memoryview(BODY)):
        server = Server(GOOD)
        assert send(content, server) == Car(id=1, name="Ada")
        assert server.bodies == [[BODY]]
        assert server.requests[0].headers["content-length"] == str(len(BODY))


@pytest.mark.parametrize("kind", [str, Path, lambda path: path.open("rb"), lambda path: io.BytesIO(path.read_bytes())])
def test_a_file_is_sent_in_chunks_of_known_length(kind: Callable[[Any], Any], path: Path, send: Send) -> None:
    """A path and an open file are read in chunks, and sent with Content-Length."""
    server, content = Server(GOOD), kind(path)
    send(content, server)
    assert b"".join(server.bodies[0]) == BODY
    assert [len(chunk) for chunk in server.bodies[0]] == [CHUNK_SIZE, CHUNK_SIZE, len(BODY) - 2 * CHUNK_SIZE]
    assert server.requests[0].headers["content-length"] == str(len(BODY))
    assert "transfer-encoding" not in server.requests[0].headers
    assert server.requests[0].headers["content-type"] == "application/octet-stream"
    if hasattr(content, "close"):
        assert not content.closed
        content.close()


@pytest.mark.parametrize("make", [chunks, Pipe, OnlyReads, lambda: [BODY[:9], BODY[9:]]])
def test_a_body_of_unknown_length_uses_chunked_encoding(make: Callable[[], Any], send: Send) -> None:
    """A body of unknown length is sent with chunked transfer encoding."""
    server = Server(GOOD)
    send(make(), server)
    assert b"".join(server.bodies[0]) == BODY
    assert server.requests[0].headers["transfer-encoding"] == "chunked"
    assert "content-length" not in server.requests[0].headers


@pytest.mark.parametrize("make", [lambda path: path, lambda _: spooled(), lambda _: [BODY]])
def test_a_restartable_body_is_retried(make: Callable[[Path], Any], path: Path, send: Send) -> None:
    """After a 429 the whole body is sent again; an open file from its start position."""
    content = make(path)
    server = Server(BUSY, BUSY, GOOD)
    send(content, server)
    assert [b"".join(body) for body in server.bodies] == [BODY] * 3
    if isinstance(content, tempfile.SpooledTemporaryFile):
        assert server.requests[0].headers["content-length"] == str(len(BODY))
        content.close()


def test_a_consumed_iterator_is_not_retried(send: Send) -> None:
    """After a 429 an iterator that was consumed is not sent again, and the error is raised at once."""
    server = Server(BUSY)
    with pytest.raises(RateLimitError) as caught:
        send(chunks(), server)
    assert len(server.bodies) == 1
    assert caught.value.response.request.content == b""


def test_an_unstarted_iterator_is_retried(send: Send) -> None:
    """After a failed connection, an iterator is sent at the next attempt."""
    server = Server(httpx2.ConnectError("rejected"), GOOD)
    assert send(chunks(), server).id == 1
    assert [b"".join(body) for body in server.bodies] == [BODY]


def test_an_asynchronous_body_is_sent() -> None:
    """An asynchronous iterator is sent once, and an asynchronous iterable as often as needed."""

    async def call(content: Any, server: Server) -> None:
        async def no_sleep(_: float) -> None:
            pass

        async with http_async_client(server) as http:
            await AsyncClient(replace(RETRYING, sleep=no_sleep), http).call(UPLOAD, Call(content=content))

    server = Server(BUSY, GOOD)
    with pytest.raises(RateLimitError):
        asyncio.run(call(async_chunks(), server))
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
def test_content_without_bytes_is_rejected(content: Any, words: str, send: Send) -> None:
    """The TypeError about content without bytes names the accepted types."""
    with pytest.raises(TypeError, match=words):
        send(content, Server(GOOD))


def test_a_synchronous_client_rejects_an_asynchronous_body() -> None:
    """The error about an asynchronous body names the asynchronous client."""
    with pytest.raises(TypeError, match="Again is asynchronous; AsyncWorkatoEmbedded can send it"):
        sync_body(Again())


def test_an_unreadable_file_is_rejected_before_sending(tmp_path: Path, send: Send) -> None:
    """A missing path, a directory or a device is rejected as a body, and nothing is sent."""
    server = Server()
    with pytest.raises(FileNotFoundError):
        send(tmp_path / "missing.zip", server)
    for odd in (tmp_path, os.devnull):
        with pytest.raises(ValueError, match="is not a regular file"):
            send(odd, server)
    assert server.requests == []


def test_a_consumed_body_raises_httpx_stream_consumed() -> None:
    """An auth object that sends the body again gets httpx2's error."""
    upload = sync_body(chunks())
    assert isinstance(upload, SyncUpload)
    states = [upload.consumed]
    assert b"".join(upload) == BODY
    assert [*states, upload.consumed] == [False, True]
    with pytest.raises(httpx2.StreamConsumed):
        next(iter(upload))
    other = async_body(async_chunks())
    assert isinstance(other, AsyncUpload)
    assert not other.consumed


def test_errors_of_an_upload_keep_no_body(path: Path, send: Send) -> None:
    """The request that an error of an upload keeps does not contain the file."""
    with pytest.raises(BadRequestError) as caught:
        send(path, Server(httpx2.Response(400)))
    assert caught.value.response.request.content == b""
    with pytest.raises(APIConnectionError):
        send(path, Server(httpx2.ReadError("broken")))
