"""Tests of what callers pass: HTTP clients with event hooks, and timeouts, of httpx2 and of httpx.

Each test runs with the objects of both libraries and expects the same of them.
"""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncGenerator, Iterator
from typing import Any

import httpx
import httpx2
import pytest
import requests
from workato_embedded._runtime.base_client import AsyncClient, SyncClient
from workato_embedded._runtime.errors import APIConnectionError, APIStatusError
from workato_embedded._runtime.http_objects import error_object, timeout_object

from .programs import ADA, BODY, CALL, UPLOADED, Program
from .samples import GET, SETTINGS

TIMEOUTS = ("connect", "read", "write", "pool")


def test_the_options_of_an_http_client_apply(program: Program) -> None:
    """Headers, cookies, query parameters and the timeout of an HTTP client apply; our headers replace its own."""
    seen: list[Any] = []

    def respond(request: Any) -> Any:
        seen.append(request)
        return program.respond()

    settings = SETTINGS.changed(headers={"X-Both": "ours"})
    given = {"X-Own": "own", "X-Both": "theirs"}
    assert (
        program.call(respond, settings=settings, headers=given, cookies={"a": "1"}, params={"v": 2}, timeout=9) == ADA
    )
    (request,) = seen
    assert type(request) is program.library.Request
    assert str(request.url) == "https://example.com/api/cars/7?v=2"
    assert (request.headers["x-own"], request.headers.get_list("x-both")) == ("own", ["ours"])
    assert (request.headers["cookie"], request.headers["authorization"]) == ("a=1", "Bearer secret-token")
    assert request.extensions["timeout"] == dict.fromkeys(TIMEOUTS, 9)


def test_a_timeout_object_applies(program: Program) -> None:
    """A timeout object applies, as the setting of a client and as the option of a call."""
    seen: list[Any] = []

    def respond(request: Any) -> Any:
        seen.append(request.extensions["timeout"])
        return program.respond()

    timeout = program.library.Timeout(1, connect=2, pool=None)
    program.call(respond, settings=SETTINGS.changed(timeout=timeout))
    program.call(respond, CALL._replace(options={"timeout": timeout}))
    program.call(respond, settings=SETTINGS.changed(timeout=3))
    assert seen == [{"connect": 2, "read": 1, "write": 1, "pool": None}] * 2 + [dict.fromkeys(TIMEOUTS, 3)]
    assert timeout_object(timeout) == httpx2.Timeout(1, connect=2, pool=None)


def test_event_hooks_get_messages_of_their_library(program: Program) -> None:
    """Event hooks get objects of their library, and the program can read a response that a hook kept."""
    sent: list[Any] = []
    received: list[Any] = []
    hooks = {"request": [program.hook(sent.append)], "response": [program.hook(received.append)]}
    with pytest.raises(APIStatusError, match="404 missing"):
        program.call(lambda _: program.respond(404, b'{"message":"missing"}'), event_hooks=hooks)
    assert (type(sent[0]), type(received[0])) == (program.library.Request, program.library.Response)
    assert sent[0].headers["authorization"] == "Bearer secret-token"
    assert received[0].json() == {"message": "missing"}
    assert received[0].is_closed


def test_a_header_of_an_event_hook_is_in_the_error(program: Program) -> None:
    """A request id that an event hook adds is sent, and errors show it, with and without a response."""

    def add_id(request: Any) -> None:
        request.headers["X-Request-Id"] = "r-1"

    def fail(request: Any) -> Any:
        assert request.headers["x-request-id"] == "r-1"
        raise program.library.ConnectError("rejected")

    hooks = {"request": [program.hook(add_id)]}
    with pytest.raises(APIConnectionError, match=r"GET /api/cars/7: rejected \(example\.com\) \(id r-1\)") as failed:
        program.call(fail, event_hooks=hooks)
    assert failed.value.request_id == "r-1"
    with pytest.raises(APIStatusError, match=r"404 Not Found \(id r-1\)") as missing:
        program.call(lambda _: program.respond(404, b""), event_hooks=hooks)
    assert missing.value.response.request.headers["authorization"] == "Bearer [secret]"


def test_a_body_that_an_event_hook_replaces_is_sent_at_each_attempt(program: Program) -> None:
    """A retry sends the body and the address that an event hook set at the first attempt."""
    seen: list[tuple[str, bytes]] = []

    def compress(request: Any) -> None:
        if "content-encoding" not in request.headers:
            request.stream = program.library.ByteStream(gzip.compress(BODY))
            request.headers["Content-Encoding"] = "gzip"
            request.url = request.url.copy_with(path="/other")

    def respond(request: Any) -> Any:
        seen.append((request.url.path, gzip.decompress(b"".join(request.stream))))
        return program.respond(429 if len(seen) == 1 else 200)

    settings = SETTINGS.changed(max_retries=1, sleep=lambda _: None)
    program.call(respond, UPLOADED, settings=settings, event_hooks={"request": [program.hook(compress)]})
    assert seen == [("/other", BODY)] * 2


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("read", [False, True])
def test_a_response_is_the_same_with_both_libraries(encoding: str, read: bool, program: Program) -> None:
    """Status, headers and body of a response are complete, compressed or not, also if an event hook has read it."""
    content = gzip.compress(BODY) if encoding == "gzip" else BODY
    hooks = {"response": [program.hook(lambda _: None, read)]}

    def respond(_: Any) -> Any:
        return program.respond(content=content, content_encoding=encoding, X_Id="1")

    assert program.call(respond, event_hooks=hooks) == ADA
    streamed = [program.stream(respond, event_hooks=hooks), program.stream(respond)]
    for response in (*streamed, program.stream(respond, stream=False)):
        assert isinstance(response, httpx2.Response)
        assert (response.status_code, response.content, response.text) == (200, BODY, BODY.decode())
        assert (response.headers["x-id"], response.headers["content-encoding"]) == ("1", encoding)
        assert (response.http_version, response.is_closed) == ("HTTP/1.1", True)
        assert response.elapsed.total_seconds() > 0


def test_a_streamed_response_arrives_in_chunks(program: Program) -> None:
    """A streamed body is not read before the program iterates over it, and is closed when the program closes it."""
    read: list[bytes] = []
    closed: list[bool] = []

    class Stream(program.library.SyncByteStream, program.library.AsyncByteStream):  # type: ignore[misc, name-defined]
        def __iter__(self) -> Iterator[bytes]:
            for chunk in (b"a", b"b"):
                read.append(chunk)
                yield chunk

        async def __aiter__(self) -> AsyncGenerator[bytes, None]:
            for chunk in self:
                yield chunk

        def close(self) -> None:
            closed.append(True)

        async def aclose(self) -> None:
            closed.append(True)

    def respond(_: Any) -> Any:
        return program.library.Response(200, stream=Stream())

    async def first() -> bytes:
        async with program.library.AsyncClient(transport=program.library.MockTransport(respond)) as http:
            response = await AsyncClient(SETTINGS, http)._send(GET, CALL, stream=True)
            assert not read
            chunks = response.aiter_bytes()
            made = await anext(chunks)
            await response.aclose()
            await chunks.aclose()
            return made

    if program.asynchronous:
        assert asyncio.run(first()) == b"a"
    else:
        with program.library.Client(transport=program.library.MockTransport(respond)) as http:
            response = SyncClient(SETTINGS, http)._send(GET, CALL, stream=True)
            assert not read
            assert next(response.iter_bytes()) == b"a"
            response.close()
    assert read == [b"a"]
    assert closed


def test_a_default_encoding_applies(program: Program) -> None:
    """The default encoding of an HTTP client applies to texts, also if it is a function."""
    with pytest.raises(APIStatusError, match="404 Grüße"):
        program.call(lambda _: program.respond(404, "Grüße".encode("latin-1")), default_encoding="latin-1")
    with pytest.raises(APIStatusError, match="404 Grüße"):
        program.call(lambda _: program.respond(404, "Grüße".encode("cp1252")), default_encoding=lambda _: "cp1252")


def test_what_an_event_hook_raises_is_raised(program: Program) -> None:
    """An exception of an event hook that is not a failure of the connection reaches the caller unchanged."""
    hook = program.hook(lambda response: response.raise_for_status())
    with pytest.raises(program.library.HTTPStatusError):
        program.call(lambda _: program.respond(500), event_hooks={"response": [hook]})


class Dead(httpx.ReadTimeout):
    """A program's own exception."""


def _failures(library: Any) -> list[type[Exception]]:
    kinds = [kind for kind in vars(library).values() if isinstance(kind, type)]
    return [kind for kind in kinds if issubclass(kind, library.RequestError)]


def test_each_exception_of_httpx_has_its_counterpart() -> None:
    """Each exception of a failed request in httpx becomes that of httpx2 with the same name, subclasses their base."""
    for kind in _failures(httpx):
        made = error_object(kind("why"))
        assert (type(made), str(made)) == (getattr(httpx2, kind.__name__), "why")
    assert type(error_object(Dead("late"))) is httpx2.ReadTimeout
    other, own = KeyError("mine"), httpx2.ReadTimeout("late")
    assert (error_object(other), error_object(own)) == (other, own)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (requests.Session(), "requests.sessions.Session"),
        (httpx2.Timeout(1), "httpx2.Timeout"),
        (httpx.HTTPTransport, "type"),
        ("https://proxy.example.com", "str"),
    ],
)
def test_an_http_client_of_another_library_is_rejected(given: Any, name: str) -> None:
    """The TypeError about an object that cannot be used names its class and the accepted ones."""
    with pytest.raises(TypeError) as rejected:
        SyncClient(SETTINGS, given)
    assert str(rejected.value) == f"invalid http_client: expected an httpx2.Client or an httpx.Client, not {name}"
