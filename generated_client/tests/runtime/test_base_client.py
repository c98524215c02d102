"""Tests of the base clients: requests, secrecy of the token, closing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import cached_property
from typing import Any

import httpx2
import pytest
from workato_embedded._runtime.base_client import OPERATION_ID, AsyncClient, SyncClient
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.errors import APIConnectionError, APIStatusError
from workato_embedded._runtime.rate_limiting import RateLimit, RateLimiter
from workato_embedded._runtime.unset import UNSET, Unset

from .http_libraries import Library, http_async_client, http_client
from .samples import CREATE, GET, SETTINGS, UPLOAD, Car, async_client, respond_with, sync_client

pytestmark = pytest.mark.usefixtures("http_library")


def test_a_request_follows_its_operation() -> None:
    """Method, URL, token, headers, body and the operationId for event hooks are set."""
    seen: list[httpx2.Request] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={"id": 1, "name": "Ada"})

    assert sync_client(respond).call(CREATE, Call(body={"name": "Ada"})) == Car(id=1, name="Ada")
    (request,) = seen
    assert (request.method, str(request.url)) == ("POST", "https://example.com/api/cars")
    assert request.headers["authorization"] == "Bearer secret-token"
    assert request.headers["user-agent"].startswith("workato-embedded/1.2.3 ")
    assert request.headers["content-type"] == "application/json"
    assert request.content == b'{"car":{"name":"Ada"}}'
    assert request.extensions[OPERATION_ID] == "create_car"


def test_a_request_without_a_body_has_no_content_type() -> None:
    """A GET has neither a content type nor an empty query."""
    seen: list[httpx2.Request] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={"id": 1, "name": None})

    async def call() -> Car:
        return await async_client(respond).call(GET, Call(path={"id": 1}))

    assert asyncio.run(call()).id == 1
    assert "content-type" not in seen[0].headers
    assert str(seen[0].url) == "https://example.com/api/cars/1"


def test_a_file_is_sent_with_its_content_type() -> None:
    """A body that is not JSON has its content type, in both clients."""
    seen: list[httpx2.Request] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={"id": 1, "name": None})

    async def call() -> Car:
        return await async_client(respond).call(UPLOAD, Call(content=b"PK"))

    assert sync_client(respond).call(UPLOAD, Call(content=b"PK")) == asyncio.run(call())
    for request in seen:
        assert (request.headers["content-type"], request.content) == ("application/octet-stream", b"PK")


def test_the_token_is_never_shown() -> None:
    """Neither the client, nor its settings, nor an error shows the token."""

    def fail(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("rejected")

    client = sync_client(fail)
    with pytest.raises(APIConnectionError) as caught:
        client.call(GET, Call(path={"id": 1}))
    shown = repr(client) + repr(SETTINGS) + str(caught.value) + repr(caught.value)
    assert "secret-token" not in shown
    assert repr(client) == "SyncClient(base_url='https://example.com/api')"


def test_a_client_closes_only_its_own_http_client() -> None:
    """A passed HTTP client stays open."""
    with http_client() as handed:
        with SyncClient(SETTINGS, handed):
            pass
        assert not handed.is_closed
    with SyncClient(SETTINGS) as client:
        pass
    assert client._http.is_closed


def test_an_asynchronous_client_closes_only_its_own_http_client() -> None:
    """A passed asynchronous HTTP client stays open."""

    async def use() -> tuple[bool, bool]:
        async with http_async_client() as handed:
            async with AsyncClient(SETTINGS, handed), AsyncClient(SETTINGS) as client:
                pass
            return handed.is_closed, client._http.is_closed

    assert asyncio.run(use()) == (False, True)


def test_a_copy_shares_connections_and_closes_nothing() -> None:
    """A copy with other settings uses the same connections, which only the original closes."""
    with SyncClient(SETTINGS) as client:
        copy = client._with(replace(SETTINGS, base_url="https://other.example.com/api"))
        with copy:
            assert copy._http is client._http
        assert not client._http.is_closed
        assert (client.base_url, copy.base_url) == (SETTINGS.base_url, "https://other.example.com/api")


def test_the_wrong_kind_of_http_client_is_rejected() -> None:
    """A synchronous client rejects an asynchronous HTTP client, and the reverse."""
    name = Library.name
    with pytest.raises(TypeError, match=rf"expected an httpx2\.Client or an httpx\.Client, not {name}\.AsyncClient$"):
        SyncClient(SETTINGS, http_async_client())  # type: ignore[arg-type]  # deliberately wrong
    with pytest.raises(
        TypeError, match=rf"expected an httpx2\.AsyncClient or an httpx\.AsyncClient, not {name}\.Client$"
    ):
        AsyncClient(SETTINGS, http_client())  # type: ignore[arg-type]  # deliberately wrong


@pytest.mark.parametrize(("timeout", "read"), [(UNSET, 30.0), (7, 7), (httpx2.Timeout(3, read=9), 9)])
def test_the_timeout_is_set_on_each_request(timeout: float | httpx2.Timeout | Unset, read: float) -> None:
    """The client's timeout applies, also instead of httpx2's default in a passed HTTP client."""
    seen: list[httpx2.Request] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={"id": 1, "name": None})

    sync_client(respond, replace(SETTINGS, timeout=timeout)).call(GET, Call(path={"id": 1}))
    assert seen[0].extensions["timeout"]["read"] == read


def test_a_passed_http_client_keeps_its_own_timeout() -> None:
    """A timeout that was set on a passed HTTP client applies."""
    seen: list[httpx2.Request] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={"id": 1, "name": None})

    with http_client(httpx2.MockTransport(respond), timeout=77) as http:
        SyncClient(SETTINGS, http).call(GET, Call(path={"id": 1}))
    assert seen[0].extensions["timeout"]["read"] == 77


@pytest.mark.parametrize("kind", [SyncClient, AsyncClient])
def test_no_cookies_are_kept(kind: type[SyncClient] | type[AsyncClient]) -> None:
    """A client keeps no cookies, so that the session of one token is not sent with the next."""
    client = kind(SETTINGS)
    response = httpx2.Response(
        200, headers={"Set-Cookie": "session=1"}, request=httpx2.Request("GET", "https://example.com/api")
    )
    client._http.cookies.extract_cookies(response)
    assert dict(client._http.cookies) == {}
    if isinstance(client, SyncClient):
        client.close()
    else:
        asyncio.run(client.close())


def test_a_caller_header_replaces_the_default() -> None:
    """The caller's header replaces the client's own, in any case."""
    seen: list[httpx2.Request] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={"id": 1, "name": None})

    settings = SETTINGS.changed(headers={"user-agent": "mine", "CONTENT-TYPE": "text/plain"})
    sync_client(respond, settings).call(UPLOAD, Call(content=b"PK"))
    assert seen[0].headers.get_list("user-agent") == ["mine"]
    assert seen[0].headers.get_list("content-type") == ["application/octet-stream"]


@pytest.mark.parametrize(
    ("option", "status"),
    [("on_request", 200), ("on_response", 200), ("on_failure", 0), ("on_retry", 503), ("sleep", 503)],
)
def test_a_synchronous_client_rejects_asynchronous_functions(option: str, status: int) -> None:
    """A synchronous client rejects asynchronous hooks and sleep functions with a TypeError."""

    async def function(_: object) -> None:
        raise AssertionError

    def respond(_: httpx2.Request) -> httpx2.Response:
        if not status:
            raise httpx2.ReadTimeout("late")
        return httpx2.Response(status, json={"id": 1, "name": None})

    options: dict[str, Any] = {"max_retries": 1, option: function}
    client = sync_client(respond, SETTINGS.changed(**options))
    with pytest.raises(TypeError, match="this client cannot await"):
        client.call(GET, Call(path={"id": 1}))


def test_an_asynchronous_client_accepts_both_kinds_of_functions() -> None:
    """Hooks and sleep functions of an asynchronous client may be synchronous or asynchronous."""
    waited: list[float] = []
    replies = [httpx2.Response(503), httpx2.Response(200, json={"id": 1, "name": None})]
    client = async_client(lambda _: replies.pop(0), SETTINGS.changed(max_retries=1, sleep=waited.append))
    assert asyncio.run(client.call(GET, Call(path={"id": 1}))).id == 1
    assert len(waited) == 1


def test_a_put_with_an_additive_field_is_not_retried() -> None:
    """A PUT is retried after a lost response, unless a field takes effect each time."""
    sent: list[httpx2.Request] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        raise httpx2.ReadTimeout("late")

    put = replace(CREATE, method="PUT", non_idempotent_fields=("tasks",))
    client = sync_client(respond, SETTINGS.changed(max_retries=2, sleep=lambda _: None))
    for body, times in (({"name": "Ada"}, 3), ({"name": "Ada", "tasks": UNSET}, 3), ({"tasks": "+10"}, 1)):
        sent.clear()
        with pytest.raises(APIConnectionError):
            client.call(put, Call(body=body))
        assert len(sent) == times


def test_a_url_that_is_too_long_is_a_value_error() -> None:
    """A URL that is too long raises ValueError and not an error of httpx2."""
    with pytest.raises(ValueError, match="invalid URL: "):
        sync_client(respond_with(json={})).call(GET, Call(path={"id": "x" * 70_000}))


class Slow(httpx2.AsyncByteStream):
    """A body that never arrives, and records that it was closed."""

    def __init__(self) -> None:
        self.started, self.closed = asyncio.Event(), 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.started.set()
        await asyncio.Event().wait()
        yield b""

    async def aclose(self) -> None:
        """Record that the body was closed."""
        self.closed += 1


@pytest.mark.parametrize("with_hook", [False, True])
def test_a_cancelled_read_closes_the_response(with_hook: bool) -> None:
    """The body of an error response that was being read is closed when the task is cancelled."""

    async def call() -> int:
        body = Slow()
        hooks: dict[str, Any] = {"on_response": lambda _: None} if with_hook else {}
        client = async_client(lambda _: httpx2.Response(500, stream=body), SETTINGS.changed(**hooks))
        task = asyncio.create_task(client._send(GET, Call(path={"id": 1}), stream=True))
        await body.started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return body.closed

    assert asyncio.run(call()) >= 1


def test_a_cancelled_wait_releases_its_reservation() -> None:
    """A cancelled call does not delay other calls."""
    limiter = RateLimiter(clock=lambda: 0.0)
    limit = RateLimit(1, 60)
    operation = replace(GET, rate_limit=limit)

    async def call() -> float:
        started = asyncio.Event()

        async def never(_: float) -> None:
            started.set()
            await asyncio.Event().wait()

        client = async_client(
            respond_with(json={"id": 1, "name": None}), SETTINGS.changed(rate_limits=limiter, sleep=never)
        )
        await client.call(operation, Call(path={"id": 1}))
        for _ in range(3):
            task = asyncio.create_task(client.call(operation, Call(path={"id": 1})))
            await started.wait()
            started.clear()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        return limiter.reserve("get_car", limit).pause

    assert asyncio.run(call()) == 60.5


def test_the_default_timeout_is_30_seconds() -> None:
    """A client without a timeout uses 30 seconds, not httpx2's five."""
    with SyncClient(SETTINGS) as client:
        assert client._http.timeout == httpx2.Timeout(30)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(status: int) -> None:
    """The token is not sent to another host, even if a passed HTTP client follows redirects."""
    seen: list[str] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.url.host)
        return httpx2.Response(status, headers={"Location": "https://evil.example.com/api/cars/1"})

    http = http_client(httpx2.MockTransport(respond), follow_redirects=True)
    with pytest.raises(APIStatusError) as caught:
        SyncClient(SETTINGS, http).call(GET, Call(path={"id": 1}))
    assert caught.value.status_code == status
    assert seen == ["example.com"]


def test_asynchronous_connection_errors_have_the_same_classes() -> None:
    """Errors of the asynchronous connection are APIConnectionError and APITimeoutError."""

    def fail(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("rejected")

    async def call() -> None:
        await async_client(fail).call(GET, Call(path={"id": 1}))

    with pytest.raises(APIConnectionError, match="GET /api/cars/1: rejected"):
        asyncio.run(call())


class Cars(SyncClient):
    """A client like the generated one, with a resource that is created on first use."""

    @cached_property
    def cars(self) -> object:
        """A resource of this client."""
        return object()


def test_a_copy_has_its_own_resources() -> None:
    """Resources of the original are not used by the copy."""
    with Cars(SETTINGS) as client:
        used = client.cars
        assert client.cars is used
        assert client._with(SETTINGS).cars is not used
