"""Tests of credentials."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from workato_embedded._runtime.auth import AsyncToken, BearerAuth, LegacyAuth, without_secrets
from workato_embedded._runtime.call import Call

from .samples import GET, SETTINGS, async_client, sync_client

pytestmark = pytest.mark.usefixtures("http_library")

CALL = Call(path={"id": 1})


def record_headers(seen: list[httpx2.Headers]) -> Callable[[httpx2.Request], httpx2.Response]:
    """Return a handler that records the headers of each request."""

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.headers.copy())
        return httpx2.Response(200, json={"id": 1, "name": None})

    return respond


def twice(auth: httpx2.Auth) -> list[httpx2.Headers]:
    """Return the headers of two calls of the synchronous client, then of two of the asynchronous one."""
    seen: list[httpx2.Headers] = []
    settings = replace(SETTINGS, auth=auth)

    async def call() -> None:
        client = async_client(record_headers(seen), settings)
        await client.call(GET, CALL)
        await client.call(GET, CALL)

    client = sync_client(record_headers(seen), settings)
    client.call(GET, CALL)
    client.call(GET, CALL)
    asyncio.run(call())
    return seen


def test_a_token_function_is_called_before_each_request() -> None:
    """A token from a function can change while a client is in use."""
    tokens = iter("abcd")
    assert [headers["authorization"] for headers in twice(BearerAuth(lambda: next(tokens)))] == [
        "Bearer a",
        "Bearer b",
        "Bearer c",
        "Bearer d",
    ]


async def later() -> str:
    """Return a token asynchronously."""
    await asyncio.sleep(0)
    return "late"


def test_an_asynchronous_client_awaits_its_token_function() -> None:
    """The function for the token may be asynchronous."""
    seen: list[httpx2.Headers] = []
    client = async_client(record_headers(seen), replace(SETTINGS, auth=BearerAuth(later)))
    asyncio.run(client.call(GET, CALL))
    assert seen[0]["authorization"] == "Bearer late"


@pytest.mark.parametrize("token", [later, lambda: 7])
def test_a_synchronous_client_rejects_an_asynchronous_token_function(token: Any) -> None:
    """A token function that does not return a string is a TypeError, and nothing is sent."""
    seen: list[httpx2.Headers] = []
    with pytest.raises(TypeError, match="must return a string; AsyncWorkatoEmbedded can await it"):
        sync_client(record_headers(seen), replace(SETTINGS, auth=BearerAuth(token))).call(GET, CALL)
    assert not seen


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "tökén"])
def test_an_invalid_token_is_rejected_without_showing_it(token: str) -> None:
    """An empty token, or one that is not valid in a header, is a ValueError without the token."""
    errors: list[Callable[[], Any]] = [
        lambda: BearerAuth(token),
        lambda: LegacyAuth(token, "right"),
        lambda: LegacyAuth("ops@example.com", token),
        lambda: twice(BearerAuth(lambda: token)),
    ]
    for reject in errors:
        with pytest.raises(ValueError, match="is empty or has characters that are not valid in a header") as caught:
            reject()
        assert not token or token not in str(caught.value)


@pytest.mark.parametrize("space", [" ", "\n", "\r\n", "\t", "\N{NO-BREAK SPACE}"])
def test_white_space_around_a_secret_is_not_sent(space: str) -> None:
    """Tokens and addresses are sent without white space around them, such as the newline of a file."""
    token = f"{space}given{space}"
    for auth in (BearerAuth(token), BearerAuth(lambda: token)):
        assert {headers["authorization"] for headers in twice(auth)} == {"Bearer given"}
    for headers in twice(LegacyAuth(f" ops@example.com{space}", token)):
        assert (headers["x-user-email"], headers["x-user-token"]) == ("ops@example.com", "given")


def test_a_function_is_named_as_the_source_of_an_invalid_token() -> None:
    """The error for an invalid token says if a function returned it."""
    with pytest.raises(ValueError, match="the API token that the function returned is empty or has characters"):
        twice(BearerAuth(lambda: "two words"))


def test_legacy_auth_sends_the_older_pair_of_headers() -> None:
    """LegacyAuth sends the e-mail address and the key, and no bearer token."""
    for headers in twice(LegacyAuth("ops@example.com", "old-key")):
        assert (headers["x-user-email"], headers["x-user-token"]) == ("ops@example.com", "old-key")
        assert "authorization" not in headers


@pytest.mark.parametrize(
    "auth", [BearerAuth("hidden-1"), BearerAuth(lambda: "hidden-2"), LegacyAuth("hidden", "hidden")]
)
def test_the_repr_of_an_auth_object_has_no_secret(auth: httpx2.Auth) -> None:
    """The repr of an auth object shows only the class."""
    assert repr(auth) == f"{type(auth).__name__}(...)"


def test_a_masked_request_is_otherwise_unchanged() -> None:
    """The request that an error keeps has everything but the credentials."""
    request = httpx2.Request(
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


def test_tokens_can_be_strings_and_functions() -> None:
    """Strings, functions and asynchronous functions type-check as tokens."""
    tokens: list[AsyncToken] = ["text", lambda: "text", later]
    assert len([BearerAuth(token) for token in tokens]) == 3
