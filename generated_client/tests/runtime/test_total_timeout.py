"""Tests of the total timeout of a call, against servers that never end their response."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from workato_embedded._runtime.base_client import AsyncClient, SyncClient
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.errors import (
    APIConnectionError,
    APITimeoutError,
    InternalServerError,
)
from workato_embedded._runtime.events import FailureEvent
from workato_embedded._runtime.rate_limiting import RateLimit, RateLimiter
from workato_embedded._runtime.raw import async_stream_calls, stream_calls
from workato_embedded._runtime.retries import Retries
from workato_embedded._runtime.settings import Settings

from .dripping import STARTS, dripping
from .packages import AsyncPackages, Packages
from .programs import ADA, CALL, Program
from .samples import GET, SETTINGS, UPLOAD, async_client, respond_with, sync_client

SHORT = 0.1
MESSAGE = r"the total timeout of 0\.1 seconds has passed"


def settings_of(url: str, **options: Any) -> Settings:
    """Return settings with a short total timeout, and with retries that would wait for long."""
    return replace(SETTINGS, base_url=url, retries=Retries()).changed(total_timeout=SHORT, **options)


def run(client: Callable[[], Any], asynchronous: bool, settings: Settings, **http: Any) -> Any:
    """Get a car with an HTTP client of a class, on either client."""
    if not asynchronous:
        with client(**http) as made:
            return SyncClient(settings, made).call(GET, CALL)

    async def call() -> Any:
        async with client(**http) as made:
            return await AsyncClient(settings, made).call(GET, CALL)

    return asyncio.run(call())


CLIENTS = {
    "httpx2": (httpx2.Client, False),
    "httpx2 async": (httpx2.AsyncClient, True),
    "httpx": (httpx.Client, False),
    "httpx async": (httpx.AsyncClient, True),
}


@pytest.mark.parametrize("what", STARTS)
@pytest.mark.parametrize("name", CLIENTS)
def test_a_call_ends_in_time_whatever_the_server_sends(name: str, what: str) -> None:
    """A server that sends nothing, or drips bytes of a part of a response, holds neither call nor connection longer."""
    failures: list[FailureEvent] = []
    client, asynchronous = CLIENTS[name]
    with dripping(what) as server, pytest.raises(APITimeoutError, match=MESSAGE):
        run(client, asynchronous, settings_of(server.url, timeout=None, on_failure=failures.append))
    with dripping(what) as server:
        with pytest.raises(APITimeoutError, match=MESSAGE):
            run(client, asynchronous, settings_of(server.url, timeout=None))
        server.wait_for_clients()
    assert [event.reason for event in failures] == ["TotalTimeout"]


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("what", ["body", "chunked body"])
def test_a_kept_connection_that_drips_is_closed_too(what: str, asynchronous: bool) -> None:
    """The second response of a connection is ended as the first one is."""

    def use(url: str) -> None:
        with httpx2.Client() as http:
            client = SyncClient(settings_of(url), http)
            assert client.call(GET, CALL) == ADA
            client.call(GET, CALL)

    async def use_async(url: str) -> None:
        async with httpx2.AsyncClient() as http:
            client = AsyncClient(settings_of(url), http)
            assert await client.call(GET, CALL) == ADA
            await client.call(GET, CALL)

    with dripping(what, complete=1) as server:
        with pytest.raises(APITimeoutError):
            asyncio.run(use_async(server.url)) if asynchronous else use(server.url)
        server.wait_for_clients()


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("what", ["body", "error body"])
def test_a_streamed_response_ends_in_time(what: str, asynchronous: bool) -> None:
    """The total timeout holds while the caller reads a streamed response, and for the body of an error response."""

    def use(url: str) -> None:
        with httpx2.Client() as http:
            response: Any = stream_calls(SyncClient(settings_of(url), http)).call(GET, CALL)
            response.read()

    async def use_async(url: str) -> None:
        async with httpx2.AsyncClient() as http:
            response: Any = await async_stream_calls(AsyncClient(settings_of(url), http)).call(GET, CALL)
            await response.read()

    with dripping(what) as server:
        with pytest.raises(APITimeoutError, match=MESSAGE):
            asyncio.run(use_async(server.url)) if asynchronous else use(server.url)
        server.wait_for_clients()


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_download_ends_in_time(asynchronous: bool, tmp_path: Path) -> None:
    """A file that drips raises, and leaves nothing in the folder."""

    def use(url: str) -> None:
        with httpx2.Client() as http:
            Packages(SyncClient(settings_of(url), http)).download(url, to=tmp_path / "a.zip")

    async def use_async(url: str) -> None:
        async with httpx2.AsyncClient() as http:
            await AsyncPackages(AsyncClient(settings_of(url), http)).download(url, to=tmp_path / "a.zip")

    with dripping("body") as server:
        with pytest.raises(APITimeoutError, match=MESSAGE):
            asyncio.run(use_async(server.url)) if asynchronous else use(server.url)
        server.wait_for_clients()
    assert list(tmp_path.iterdir()) == []


def test_a_call_within_the_total_timeout_succeeds(program: Program) -> None:
    """A call that ends in time returns its result; an error of the connection is raised as without a total timeout."""
    settings = SETTINGS.changed(total_timeout=60)
    assert program.call(lambda _: program.respond(), settings=settings) == ADA

    def fail(_: Any) -> Any:
        raise program.library.ConnectError("rejected")

    with pytest.raises(APIConnectionError, match="rejected"):
        program.call(fail, settings=settings)


def test_a_streamed_response_within_the_total_timeout_is_read(program: Program) -> None:
    """A streamed response is read in chunks, and knows how long it took."""
    response = program.stream(lambda _: program.respond())
    timed = program.stream(lambda _: program.respond(), settings=SETTINGS.changed(total_timeout=60))
    assert timed.content == response.content
    assert timed.elapsed


class Clock:
    """A monotonic clock that only waits advance."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waited: list[float] = []

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Advance the clock."""
        self.waited.append(seconds)
        self.now += seconds


def test_a_retry_that_would_end_too_late_is_not_made() -> None:
    """The error of the last attempt is raised at once if the wait for the next one would exceed the total timeout."""
    clock = Clock()
    settings = replace(SETTINGS, retries=Retries(9), monotonic=clock, sleep=clock.sleep, total_timeout=3.2)
    settings = replace(settings, chance=lambda: 1.0)
    with pytest.raises(InternalServerError):
        sync_client(respond_with(503), settings).call(GET, CALL)
    assert clock.waited == [0.5, 1.0]


@pytest.mark.parametrize("asynchronous", [False, True])
def test_nothing_is_sent_after_the_deadline(asynchronous: bool) -> None:
    """A hook that takes longer than the total timeout ends the call before the request is sent."""
    clock = Clock()
    settings = replace(SETTINGS, monotonic=clock, total_timeout=1)
    settings = settings.changed(on_request=lambda _: clock.sleep(2))
    sent: list[httpx2.Request] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return httpx2.Response(200)

    def call() -> object:
        if asynchronous:
            return asyncio.run(async_client(respond, settings).call(GET, CALL))
        return sync_client(respond, settings).call(GET, CALL)

    with pytest.raises(APITimeoutError, match="the total timeout of 1 seconds has passed"):
        call()
    assert sent == []


def test_a_rate_limit_that_takes_too_long_is_not_waited_for() -> None:
    """A call that would wait longer for its rate limit raises at once, and releases its reservation."""
    clock = Clock()
    operation = replace(GET, rate_limit=RateLimit(1, 60))
    limiter = RateLimiter(margin=0, clock=clock)
    settings = replace(SETTINGS, monotonic=clock, sleep=clock.sleep, total_timeout=10, limiter=limiter)
    client = sync_client(respond_with(200, json={"id": 7, "name": "Ada"}), settings)
    assert client.call(operation, CALL) == ADA
    for _ in range(2):
        with pytest.raises(APITimeoutError):
            client.call(operation, CALL)
    assert clock.waited == []
    assert client.call(operation, CALL._replace(options={"total_timeout": None})) == ADA
    assert clock.waited == [60]


def test_a_function_that_ends_too_late_is_closed_and_its_context_is_kept() -> None:
    """A transport in process gets the context of the caller; its late response is closed."""
    variable: ContextVar[str] = ContextVar("variable")
    go_on, closed = threading.Event(), threading.Event()
    seen: list[str] = []

    class Body(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield b""

        def close(self) -> None:
            closed.set()

    def respond(_: httpx2.Request) -> httpx2.Response:
        seen.append(variable.get())
        go_on.wait()
        return httpx2.Response(200, stream=Body())

    variable.set("of the caller")
    with pytest.raises(APITimeoutError):
        stream_calls(sync_client(respond, settings_of(SETTINGS.base_url))).call(GET, CALL)
    go_on.set()
    closed.wait()
    assert seen == ["of the caller"]


def test_a_late_error_is_dropped() -> None:
    """An error of a transport that comes after the deadline has no effect."""
    go_on, ended = threading.Event(), threading.Event()

    def respond(_: httpx2.Request) -> httpx2.Response:
        go_on.wait()
        ended.set()
        raise httpx2.ReadError("late")

    with pytest.raises(APITimeoutError):
        sync_client(respond, settings_of(SETTINGS.base_url)).call(GET, CALL)
    go_on.set()
    ended.wait()


def test_a_late_chunk_closes_the_stream_in_its_thread() -> None:
    """A body that blocks is closed by the thread that reads it, once it goes on."""
    go_on, closed = threading.Event(), threading.Event()

    class Body(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield b"{"
            go_on.wait()
            yield b"}"

        def close(self) -> None:
            closed.set()

    transport = respond_with(200, stream=Body())
    response: Any = stream_calls(sync_client(transport, settings_of(SETTINGS.base_url))).call(GET, CALL)
    with pytest.raises(APITimeoutError):
        response.read()
    assert not closed.is_set()
    go_on.set()
    closed.wait()


def test_ctrl_c_ends_a_call_and_its_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interruption while the client waits ends the connection as the deadline does."""
    waits = threading.Event.wait

    def interrupt(self: threading.Event, timeout: float | None = None) -> bool:
        if timeout == 60:
            raise KeyboardInterrupt
        return waits(self, timeout)

    clock = count()
    with dripping("headers") as server:
        monkeypatch.setattr(threading.Event, "wait", interrupt)
        settings = replace(SETTINGS, base_url=server.url, total_timeout=60, monotonic=lambda: next(clock) and 0)
        with httpx2.Client() as http, pytest.raises(KeyboardInterrupt):
            SyncClient(settings, http).call(GET, CALL)
        server.wait_for_clients()


def test_ctrl_c_after_the_response_closes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interruption when the response has just come closes the response."""
    waits, closed = threading.Event.wait, threading.Event()

    class Body(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield b""

        def close(self) -> None:
            closed.set()

    def interrupt(self: threading.Event, timeout: float | None = None) -> bool:
        ended = waits(self)
        if timeout is None:
            return ended
        raise KeyboardInterrupt

    client = sync_client(respond_with(200, stream=Body()), replace(SETTINGS, total_timeout=60))
    with monkeypatch.context() as patch:
        patch.setattr(threading.Event, "wait", interrupt)
        with pytest.raises(KeyboardInterrupt):
            stream_calls(client).call(GET, CALL)
    assert closed.is_set()


def test_an_upload_ends_in_time() -> None:
    """The total timeout holds for a body that is sent in chunks."""
    with dripping("headers") as server, httpx2.Client() as http, pytest.raises(APITimeoutError):
        SyncClient(settings_of(server.url), http).call(UPLOAD, Call(content=iter([b"P", b"K"])))


@pytest.mark.parametrize("value", [0, -1, float("inf"), float("nan"), 100_000])
def test_an_invalid_total_timeout_is_rejected(value: float) -> None:
    """A total timeout is more than 0 and at most a day."""
    with pytest.raises(ValueError, match="invalid total_timeout: expected more than 0 and at most 86400 seconds"):
        SETTINGS.changed(total_timeout=value)


@pytest.mark.parametrize("value", ["5", True, httpx2.Timeout(5)])
def test_a_total_timeout_is_a_number(value: Any) -> None:
    """A total timeout of another type is rejected."""
    with pytest.raises(TypeError, match="invalid total_timeout: expected a number of seconds or None, not "):
        SETTINGS.changed(total_timeout=value)
    assert SETTINGS.changed(total_timeout=None).total_timeout is None
