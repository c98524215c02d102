"""The clients send what they should, keep the token to themselves, and close what is theirs."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import cached_property

import httpx
import pytest

from generator.runtime.base_client import OPERATION_ID, AsyncClient, SyncClient
from generator.runtime.call import Call
from generator.runtime.errors import APIConnectionError, APIStatusError
from generator.runtime.settings import Timeout
from generator.runtime.unset import UNSET, Unset
from generator.tests.runtime.samples import CREATE, GET, SETTINGS, UPLOAD, Car, async_client, sync_client


def test_a_request_is_what_the_operation_says() -> None:
    """Method, address, token, headers, body, and the operation's id for event hooks."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"id": 1, "name": "Ada"})

    assert sync_client(answer).call(CREATE, Call(body={"name": "Ada"})) == Car(id=1, name="Ada")
    (request,) = seen
    assert (request.method, str(request.url)) == ("POST", "https://example.com/api/cars")
    assert request.headers["authorization"] == "Bearer secret-token"
    assert request.headers["user-agent"].startswith("workato-embedded/1.2.3 ")
    assert request.headers["content-type"] == "application/json"
    assert request.content == b'{"car":{"name":"Ada"}}'
    assert request.extensions[OPERATION_ID] == "create_car"


def test_a_request_without_a_body_has_no_content_type() -> None:
    """A GET says nothing of a content that it does not have, and asks for no empty query."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"id": 1, "name": None})

    async def call() -> Car:
        return await async_client(answer).call(GET, Call(path={"id": 1}))

    assert asyncio.run(call()).id == 1
    assert "content-type" not in seen[0].headers
    assert str(seen[0].url) == "https://example.com/api/cars/1"


def test_a_file_is_sent_with_its_content_type() -> None:
    """A body that is no JSON says what it is, on both clients."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"id": 1, "name": None})

    async def call() -> Car:
        return await async_client(answer).call(UPLOAD, Call(content=b"PK"))

    assert sync_client(answer).call(UPLOAD, Call(content=b"PK")) == asyncio.run(call())
    for request in seen:
        assert (request.headers["content-type"], request.content) == ("application/octet-stream", b"PK")


def test_the_token_shows_nowhere() -> None:
    """Neither the client, nor its settings, nor an error shows the token."""

    def fail(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    client = sync_client(fail)
    with pytest.raises(APIConnectionError) as caught:
        client.call(GET, Call(path={"id": 1}))
    shown = repr(client) + repr(SETTINGS) + str(caught.value) + repr(caught.value)
    assert "secret-token" not in shown
    assert repr(client) == "SyncClient(base_url='https://example.com/api')"


def test_a_client_closes_what_it_made() -> None:
    """Its own HTTP client is closed with it; one that was handed in stays open."""
    with httpx.Client() as handed:
        with SyncClient(SETTINGS, handed):
            pass
        assert not handed.is_closed
    with SyncClient(SETTINGS) as client:
        pass
    assert client._http.is_closed


def test_an_asynchronous_client_closes_what_it_made() -> None:
    """The same holds for the asynchronous client."""

    async def use() -> tuple[bool, bool]:
        async with httpx.AsyncClient() as handed:
            async with AsyncClient(SETTINGS, handed), AsyncClient(SETTINGS) as client:
                pass
            return handed.is_closed, client._http.is_closed

    assert asyncio.run(use()) == (False, True)


def test_a_copy_shares_connections_and_closes_nothing() -> None:
    """A copy with other settings sends over the same connections, which only the original closes."""
    with SyncClient(SETTINGS) as client:
        copy = client._with(replace(SETTINGS, base_url="https://other.example.com/api"))
        with copy:
            assert copy._http is client._http
        assert not client._http.is_closed
        assert (client.base_url, copy.base_url) == (SETTINGS.base_url, "https://other.example.com/api")


def test_the_wrong_kind_of_http_client_is_refused() -> None:
    """A client that waits cannot send with an asynchronous HTTP client, nor the other way round."""
    with pytest.raises(TypeError, match=r"http_client must be an httpx\.Client, not AsyncClient"):
        SyncClient(SETTINGS, httpx.AsyncClient())  # type: ignore[arg-type]  # that is the point
    with pytest.raises(TypeError, match=r"http_client must be an httpx\.AsyncClient, not Client"):
        AsyncClient(SETTINGS, httpx.Client())  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize(("timeout", "read"), [(UNSET, 5.0), (7, 7), (httpx.Timeout(3, read=9), 9)])
def test_a_timeout_goes_with_the_request(timeout: Timeout | Unset, read: float) -> None:
    """What the client was told holds, else what the HTTP client that was handed in was told."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"id": 1, "name": None})

    sync_client(answer, replace(SETTINGS, timeout=timeout)).call(GET, Call(path={"id": 1}))
    assert seen[0].extensions["timeout"]["read"] == read


def test_its_own_connections_have_the_default_timeout() -> None:
    """A client that was told nothing waits 30 seconds, not for ever and not httpx's five."""
    with SyncClient(SETTINGS) as client:
        assert client._http.timeout == httpx.Timeout(30)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    """The token goes to no other host, even where the HTTP client that was handed in follows redirects."""
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(status, headers={"Location": "https://evil.example.com/api/cars/1"})

    http = httpx.Client(transport=httpx.MockTransport(answer), follow_redirects=True)
    with pytest.raises(APIStatusError) as caught:
        SyncClient(SETTINGS, http).call(GET, Call(path={"id": 1}))
    assert caught.value.status_code == status
    assert seen == ["example.com"]


def test_an_asynchronous_failure_is_a_connection_error() -> None:
    """Failures of the asynchronous connection are of the same classes."""

    def fail(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    async def call() -> None:
        await async_client(fail).call(GET, Call(path={"id": 1}))

    with pytest.raises(APIConnectionError, match="GET /api/cars/1: refused"):
        asyncio.run(call())


class Cars(SyncClient):
    """A client as it is generated, with a resource that is made when it is asked for."""

    @cached_property
    def cars(self) -> object:
        """Something of this client's own."""
        return object()


def test_a_copy_makes_resources_of_its_own() -> None:
    """A resource that sends by the options of the original is not taken over."""
    with Cars(SETTINGS) as client:
        used = client.cars
        assert client.cars is used
        assert client._with(SETTINGS).cars is not used
