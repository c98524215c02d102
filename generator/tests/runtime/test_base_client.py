"""The clients send what they should, keep the token to themselves, and close what is theirs."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from generator.runtime.auth import BearerAuth
from generator.runtime.base_client import OPERATION_ID, AsyncClient, SyncClient, resolve_base_url
from generator.runtime.call import Call
from generator.runtime.errors import APIConnectionError
from generator.tests.runtime.samples import CREATE, GET, SETTINGS, UPLOAD, Car, answering, async_client, sync_client

CENTERS = {"us": "https://us.example.com/api", "eu": "https://eu.example.com/api"}


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


@pytest.mark.parametrize("body", [{"id": 1, "name": None}, {"result": {"id": 1, "name": None}}])
def test_an_envelope_that_is_not_documented_is_opened(body: object) -> None:
    """Editions of the API differ in whether an object is wrapped in `result`; both are read."""
    assert sync_client(answering(json=body)).call(GET, Call(path={"id": 1})).id == 1


def test_the_token_shows_nowhere() -> None:
    """Neither the client, nor its authentication, nor an error shows the token."""

    def fail(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    client = sync_client(fail)
    with pytest.raises(APIConnectionError) as caught:
        client.call(GET, Call(path={"id": 1}))
    shown = repr(client) + repr(BearerAuth("secret-token")) + str(caught.value) + repr(caught.value)
    assert "secret-token" not in shown
    assert repr(client) == "SyncClient(base_url='https://example.com/api')"


def test_a_token_can_be_a_function() -> None:
    """A function is asked before each request, so that a token can change under a living client."""
    tokens = iter(["first", "second"])
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["authorization"])
        return httpx.Response(200, json={"id": 1, "name": None})

    http = httpx.Client(transport=httpx.MockTransport(answer))
    client = SyncClient(http, httpx.Client, **{**SETTINGS, "api_token": lambda: next(tokens)})
    client.call(GET, Call(path={"id": 1}))
    client.call(GET, Call(path={"id": 1}))
    assert seen == ["Bearer first", "Bearer second"]


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "tökén"])
def test_a_token_that_cannot_be_sent_is_refused(token: str) -> None:
    """A token that is empty or would break the header is refused at once, and is not repeated in the message."""
    with pytest.raises(ValueError, match="the API token is empty or has characters") as caught:
        SyncClient(None, httpx.Client, **{**SETTINGS, "api_token": token})
    assert not token or token not in str(caught.value)


def test_a_client_closes_what_it_made() -> None:
    """Its own HTTP client is closed with it; one that was handed in stays open."""
    handed = httpx.Client()
    with SyncClient(handed, httpx.Client, **SETTINGS):
        pass
    assert not handed.is_closed
    handed.close()
    made = httpx.Client()
    with SyncClient(None, lambda: made, **SETTINGS):
        pass
    assert made.is_closed


def test_an_asynchronous_client_closes_what_it_made() -> None:
    """The same holds for the asynchronous client."""

    async def use() -> tuple[bool, bool]:
        handed, made = httpx.AsyncClient(), httpx.AsyncClient()
        async with AsyncClient(handed, httpx.AsyncClient, **SETTINGS), AsyncClient(None, lambda: made, **SETTINGS):
            pass
        handed_closed = handed.is_closed
        await handed.aclose()
        return handed_closed, made.is_closed

    assert asyncio.run(use()) == (False, True)


def test_an_asynchronous_failure_is_a_connection_error() -> None:
    """Failures of the asynchronous connection are of the same classes."""

    def fail(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    async def call() -> None:
        await async_client(fail).call(GET, Call(path={"id": 1}))

    with pytest.raises(APIConnectionError, match="GET /api/cars/1: refused"):
        asyncio.run(call())


@pytest.mark.parametrize(
    ("base_url", "address"),
    [
        (None, "https://eu.example.com/api"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/api"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/api"),
        ("https://proxy.example.com/workato/api/", "https://proxy.example.com/workato/api"),
    ],
)
def test_the_address_ends_in_api(base_url: str | None, address: str) -> None:
    """A base URL stands in place of the data center's; its /api is added when missing."""
    assert resolve_base_url(CENTERS, "eu", base_url) == address


@pytest.mark.parametrize(
    "base_url",
    ["", "example.com", "ftp://example.com", "https://example.com/api?x=1", "https://", "http://a\nb"],
)
def test_an_address_that_is_none_is_refused(base_url: str) -> None:
    """What is no HTTP address gets a sentence, not a failing request later."""
    with pytest.raises(ValueError, match="base_url"):
        resolve_base_url(CENTERS, "eu", base_url)


def test_an_unknown_data_center_is_refused() -> None:
    """The message lists the data centers that there are."""
    with pytest.raises(ValueError, match="data_center must be one of us, eu, not 'moon'"):
        resolve_base_url(CENTERS, "moon", None)
