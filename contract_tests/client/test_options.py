"""Options of the constructor, of the environment and of `with_options`."""

from __future__ import annotations

import asyncio

import httpx2
import pytest
from workato_embedded import AsyncWorkatoEmbedded, LegacyAuth, WorkatoEmbedded

USAGE: dict[str, dict[str, int]] = {"result": {}}


@pytest.fixture
def seen() -> list[httpx2.Request]:
    """Return the list of sent requests."""
    return []


@pytest.fixture
def transport(seen: list[httpx2.Request]) -> httpx2.MockTransport:
    """Return a transport that records all requests and returns a response."""

    def respond(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json=USAGE)

    return httpx2.MockTransport(respond)


def test_token_and_base_url_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, transport: httpx2.MockTransport, seen: list[httpx2.Request]
) -> None:
    """Without arguments, a client takes token and base URL from the environment."""
    monkeypatch.setenv("WORKATO_EMBEDDED_API_TOKEN", "from-environment")
    monkeypatch.setenv("WORKATO_EMBEDDED_BASE_URL", "http://mock.example.com")
    WorkatoEmbedded(http_client=httpx2.Client(transport=transport)).managed_users.usage()
    assert seen[0].url.host == "mock.example.com"
    assert seen[0].headers["authorization"] == "Bearer from-environment"


def test_a_copy_has_its_own_options(transport: httpx2.MockTransport, seen: list[httpx2.Request]) -> None:
    """A copy uses its own options and the same connections; the original client does not change."""
    client = WorkatoEmbedded("one", http_client=httpx2.Client(transport=transport))
    copy = client.with_options(api_token="two", timeout=7, headers={"X-Own": "yes"})
    copy.managed_users.usage()
    client.managed_users.usage()
    changed, first = seen
    assert type(copy) is WorkatoEmbedded
    assert (changed.headers["authorization"], first.headers["authorization"]) == ("Bearer two", "Bearer one")
    assert (changed.extensions["timeout"]["read"], first.extensions["timeout"]["read"]) == (7, 30.0)
    assert (changed.headers.get("x-own"), first.headers.get("x-own")) == ("yes", None)


def test_an_asynchronous_copy_has_its_own_options(transport: httpx2.MockTransport, seen: list[httpx2.Request]) -> None:
    """A copy of the asynchronous client uses its own options, in nested resources too."""

    async def call() -> None:
        async with httpx2.AsyncClient(transport=transport) as http:
            client = AsyncWorkatoEmbedded("one", http_client=http)
            await client.with_options(auth=LegacyAuth("ops@example.com", "key")).managed_users.usage()
            await client.managed_users.usage()

    asyncio.run(call())
    assert [request.headers.get("x-user-token") for request in seen] == ["key", None]


def test_closing_a_copy_does_not_close_the_connections() -> None:
    """The connections are closed with the original client, and not with a copy."""
    with WorkatoEmbedded("token") as client:
        with client.with_options(timeout=1):
            pass
        assert not client._http.is_closed
    assert client._http.is_closed
