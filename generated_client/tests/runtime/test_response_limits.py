"""Tests of the limits of the size of responses, with both HTTP libraries and both clients."""

from __future__ import annotations

import asyncio
import gzip
import pickle
import subprocess
import sys
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from workato_embedded._runtime.base_client import AsyncClient, SyncClient
from workato_embedded._runtime.errors import (
    APIConnectionError,
    AuthenticationError,
    InternalServerError,
    ResponseTooLargeError,
    WorkatoEmbeddedError,
)
from workato_embedded._runtime.raw import async_stream_calls, stream_calls
from workato_embedded._runtime.settings import Settings

from .programs import ADA, BODY, CALL, Program
from .samples import GET, SETTINGS

# A compressed body of 30 kB, 1,000 times as large decoded.
LARGE = 30_000_000
COMPRESSED = {
    "gzip": gzip.compress(b" " * LARGE),
    "deflate": zlib.compress(b" " * LARGE),
    "gzip, gzip": gzip.compress(gzip.compress(b" " * LARGE)),
}
LIMITED = SETTINGS.changed(max_response_size=1000, max_retries=2, sleep=lambda _: None)


@pytest.mark.parametrize("encoding", COMPRESSED)
def test_a_response_that_decodes_to_more_than_the_limit_raises(program: Program, encoding: str) -> None:
    """A small response that decodes to a large one raises ResponseTooLargeError, which can be pickled, and no retry."""
    seen: list[Any] = []

    def respond(request: Any) -> Any:
        seen.append(request)
        return program.respond(200, COMPRESSED[encoding], content_encoding=encoding)

    with pytest.raises(ResponseTooLargeError, match="larger than max_response_size, 1000 bytes") as caught:
        program.call(respond, settings=LIMITED)
    assert len(seen) == 1
    assert (caught.value.status_code, caught.value.body) == (200, None)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    assert isinstance(caught.value.__cause__, httpx2.RequestError)
    for request in (caught.value.response.request, caught.value.__cause__.request):
        assert request.headers["authorization"] == "Bearer [secret]"


@pytest.mark.parametrize(("size", "fits"), [(len(BODY), True), (len(BODY) - 1, False), (None, True)])
def test_a_response_of_exactly_the_limit_is_read(program: Program, size: int | None, fits: bool) -> None:
    """The limit is the largest accepted size, and None means no limit."""
    settings = SETTINGS.changed(max_response_size=size)
    respond = lambda _: program.respond(200, gzip.compress(BODY), content_encoding="gzip")  # noqa: E731
    if fits:
        assert program.call(respond, settings=settings) == ADA
    else:
        with pytest.raises(ResponseTooLargeError):
            program.call(respond, settings=settings)


def test_a_response_that_a_transport_has_read_is_limited_too() -> None:
    """The response of a transport in process, which has its body already, raises the same error."""
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, content=b" " * 1001))
    with httpx2.Client(transport=transport) as http, pytest.raises(ResponseTooLargeError):
        SyncClient(LIMITED, http).call(GET, CALL)


def test_an_error_response_with_a_large_body_raises_the_error_of_its_status(program: Program) -> None:
    """The status of an error response decides about retries and about the error, whose body is None."""
    seen: list[Any] = []

    def respond(request: Any) -> Any:
        seen.append(request)
        return program.respond(503, COMPRESSED["gzip"], content_encoding="gzip")

    with pytest.raises(InternalServerError, match="503 Service Unavailable") as caught:
        program.call(respond, settings=LIMITED)
    assert len(seen) == 3
    assert caught.value.body is None


def test_a_large_challenge_of_an_auth_object_is_not_read(program: Program) -> None:
    """A 401 that an auth object reads before its next request is limited too."""
    challenge = {"www_authenticate": 'Digest realm="r", nonce="n", qop="auth"', "content_encoding": "gzip"}
    auth = program.library.DigestAuth("ada", "secret")
    with pytest.raises(AuthenticationError) as caught:
        program.call(
            lambda _: program.respond(401, COMPRESSED["gzip"], **challenge), settings=LIMITED.changed(auth=auth)
        )
    assert caught.value.body is None


def test_a_small_challenge_of_an_auth_object_is_followed(program: Program) -> None:
    """A 401 within the limit is read, and the second request has the credentials."""

    def respond(request: Any) -> Any:
        if "authorization" in request.headers:
            return program.respond(200)
        return program.respond(401, b"no", www_authenticate='Digest realm="r", nonce="n", qop="auth"')

    settings = LIMITED.changed(auth=program.library.DigestAuth("ada", "secret"))
    assert program.call(respond, settings=settings) == ADA


def test_an_option_of_a_call_replaces_the_limit(program: Program) -> None:
    """`max_response_size` of a call replaces that of the client."""
    call = CALL._replace(options={"max_response_size": 10})
    with pytest.raises(ResponseTooLargeError, match="10 bytes"):
        program.call(lambda _: program.respond(), call)


@pytest.mark.parametrize("size", [0, -1, True, 1.5, "1"])
def test_an_invalid_limit_is_rejected(size: Any) -> None:
    """A limit must be a positive integer."""
    with pytest.raises(ValueError, match="invalid max_response_size: expected a positive number of bytes or None"):
        SETTINGS.changed(max_response_size=size)
    with pytest.raises(ValueError, match="invalid max_download_size: expected a positive number of bytes or None"):
        SETTINGS.changed(max_download_size=size)


class Endless(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body without an end."""

    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield b"x" * 600

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk


@pytest.mark.parametrize("way", ["read", "iter_bytes", "iter_lines", "parse"])
@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_streamed_response_is_limited(way: str, asynchronous: bool) -> None:
    """A streamed response raises after the limit, however it is read."""
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, stream=Endless()))

    def use() -> None:
        with httpx2.Client(transport=transport) as http:
            response: Any = stream_calls(SyncClient(LIMITED, http)).call(GET, CALL)
            list(getattr(response, way)())

    async def use_async() -> None:
        async with httpx2.AsyncClient(transport=transport) as http:
            response: Any = await async_stream_calls(AsyncClient(LIMITED, http)).call(GET, CALL)
            read = getattr(response, way)()
            if way.startswith("iter"):
                async for _ in read:
                    pass
            else:
                await read

    with pytest.raises(ResponseTooLargeError):
        asyncio.run(use_async()) if asynchronous else use()


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(("stream", "body"), [(Endless(), None), (httpx2.ByteStream(b"[1]"), [1])])
def test_an_error_response_of_a_streamed_call_is_limited(asynchronous: bool, stream: Any, body: Any) -> None:
    """The body of an error response to a streamed call is read up to the limit."""
    transport = httpx2.MockTransport(lambda _: httpx2.Response(500, stream=stream))
    settings = replace(LIMITED, retries=SETTINGS.retries)

    def use() -> None:
        with httpx2.Client(transport=transport) as http:
            stream_calls(SyncClient(settings, http)).call(GET, CALL)

    async def use_async() -> None:
        async with httpx2.AsyncClient(transport=transport) as http:
            await async_stream_calls(AsyncClient(settings, http)).call(GET, CALL)

    with pytest.raises(InternalServerError) as caught:
        asyncio.run(use_async()) if asynchronous else use()
    assert caught.value.body == body


def test_a_body_with_too_many_encodings_is_an_error(program: Program) -> None:
    """A body that the HTTP library does not decode raises APIConnectionError."""
    encodings = ", ".join(["gzip"] * 6)
    with pytest.raises(APIConnectionError, match="content encodings"):
        program.call(lambda _: program.respond(200, b"", content_encoding=encodings))


_PROGRAM = """
import resource, sys, zlib
from importlib import import_module
from workato_embedded import ResponseTooLargeError, WorkatoEmbedded

library = import_module(sys.argv[1])
compressor = zlib.compressobj(wbits=31)
body = b"".join([*(compressor.compress(bytes(1024 * 1024)) for _ in range(128)), compressor.flush()])
response = lambda _: library.Response(200, headers={"content-encoding": "gzip"}, stream=library.ByteStream(body))
http = library.Client(transport=library.MockTransport(response))
client = WorkatoEmbedded("t", http_client=http, max_response_size=1024)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    client.managed_users.get(7)
except ResponseTooLargeError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the unit of the peak memory differs")
@pytest.mark.parametrize("library", ["httpx2", "httpx"])
def test_memory_is_bounded_while_a_body_is_decoded(library: str) -> None:
    """A process that gets a compressed body of 128 MiB with a small limit needs less than 24 MiB more for it."""
    command = [sys.executable, "-c", _PROGRAM, library]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(ended.stdout) < 24 * 1024


def test_the_limit_of_a_download_is_its_own() -> None:
    """The settings have one limit for responses, and one for files, with defaults."""
    assert issubclass(ResponseTooLargeError, WorkatoEmbeddedError)
    settings: Settings = SETTINGS.changed(max_download_size=None)
    assert (settings.max_response_size, settings.max_download_size) == (64 * 1024 * 1024, None)
    assert SETTINGS.max_download_size == 1024 * 1024 * 1024
