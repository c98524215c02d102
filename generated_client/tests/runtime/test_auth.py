"""Credentials go on requests, and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from workato_embedded._runtime.auth import AsyncToken, BearerAuth, LegacyAuth, without_secrets
from workato_embedded._runtime.call import Call

from .samples import GET, SETTINGS, async_client, sync_client

CALL = Call(path={"id": 1})


def noting(seen: list[httpx.Headers]) -> Callable[[httpx.Request], httpx.Response]:
    """Return a handler that notes the headers of each request."""

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.copy())
        return httpx.Response(200, json={"id": 1, "name": None})

    return answer


def twice(auth: httpx.Auth) -> list[httpx.Headers]:
    """Return the headers of two calls with the client that waits, then two with the other."""
    seen: list[httpx.Headers] = []
    settings = replace(SETTINGS, auth=auth)

    async def call() -> None:
        client = async_client(noting(seen), settings)
        await client.call(GET, CALL)
        await client.call(GET, CALL)

    client = sync_client(noting(seen), settings)
    client.call(GET, CALL)
    client.call(GET, CALL)
    asyncio.run(call())
    return seen


def test_a_token_can_be_a_function() -> None:
    """A function is asked before each request, so that a token can change under a living client."""
    tokens = iter("abcd")
    assert [headers["authorization"] for headers in twice(BearerAuth(lambda: next(tokens)))] == [
        "Bearer a",
        "Bearer b",
        "Bearer c",
        "Bearer d",
    ]


async def later() -> str:
    """Give a token after a while."""
    await asyncio.sleep(0)
    return "late"


def test_an_asynchronous_client_awaits_its_token() -> None:
    """A function for the token may be asynchronous where the client is."""
    seen: list[httpx.Headers] = []
    client = async_client(noting(seen), replace(SETTINGS, auth=BearerAuth(later)))
    asyncio.run(client.call(GET, CALL))
    assert seen[0]["authorization"] == "Bearer late"


@pytest.mark.parametrize("token", [later, lambda: 7])
def test_a_client_that_waits_cannot_await(token: Any) -> None:
    """A function for the token that gives no text is refused in a sentence, and nothing is sent."""
    seen: list[httpx.Headers] = []
    with pytest.raises(TypeError, match="must return a text; AsyncWorkatoEmbedded can await it"):
        sync_client(noting(seen), replace(SETTINGS, auth=BearerAuth(token))).call(GET, CALL)
    assert not seen


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "tökén"])
def test_a_token_that_cannot_be_sent_is_refused(token: str) -> None:
    """A token that is empty or would break the header is refused, and is not repeated in the message."""
    refusals: list[Callable[[], Any]] = [
        lambda: BearerAuth(token),
        lambda: LegacyAuth(token, "right"),
        lambda: LegacyAuth("ops@example.com", token),
        lambda: twice(BearerAuth(lambda: token)),
    ]
    for refuse in refusals:
        with pytest.raises(ValueError, match="is empty or has characters that are not valid in a header") as caught:
            refuse()
        assert not token or token not in str(caught.value)


def test_the_older_pair_of_headers_can_be_sent() -> None:
    """Who has only an e-mail address and a key sends these two, and no bearer token."""
    for headers in twice(LegacyAuth("ops@example.com", "old-key")):
        assert (headers["x-user-email"], headers["x-user-token"]) == ("ops@example.com", "old-key")
        assert "authorization" not in headers


@pytest.mark.parametrize(
    "auth", [BearerAuth("hidden-1"), BearerAuth(lambda: "hidden-2"), LegacyAuth("hidden", "hidden")]
)
def test_an_auth_object_does_not_show_its_secret(auth: httpx.Auth) -> None:
    """Its repr is its class."""
    assert repr(auth) == f"{type(auth).__name__}(...)"


def test_a_copy_without_secrets_is_otherwise_the_same() -> None:
    """What an error keeps of a request has everything but the credentials."""
    request = httpx.Request(
        "POST",
        "https://example.com/api/cars?a=1",
        headers={"Authorization": "Bearer hidden", "X-User-Token": "hidden", "X-Other": "shown"},
        json={"a": 1},
        extensions={"timeout": {}},
    )
    copy = without_secrets(request)
    assert (copy.method, copy.url, copy.content, copy.extensions) == (
        request.method,
        request.url,
        request.content,
        request.extensions,
    )
    assert copy.headers["authorization"] == "Bearer [secret]"
    assert copy.headers["x-user-token"] == "[secret]"
    assert {**request.headers, **copy.headers} == dict(copy.headers)
    assert copy.headers["x-other"] == "shown"


def test_types_of_tokens() -> None:
    """A text, a function and an asynchronous function are tokens."""
    tokens: list[AsyncToken] = ["text", lambda: "text", later]
    assert len([BearerAuth(token) for token in tokens]) == 3
