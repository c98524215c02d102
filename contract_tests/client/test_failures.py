"""Each kind of failure raises the documented exception."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import pytest
from workato_embedded import (
    APIConnectionError,
    APITimeoutError,
    AsyncWorkatoEmbedded,
    AuthenticationError,
    BadRequestError,
    NotFoundError,
    WorkatoEmbedded,
)
from workato_embedded_mock import MockServer


@pytest.fixture
def silent_address() -> Iterator[str]:
    """Run a server that accepts connections and never responds, and yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def closed_address() -> str:
    """Return an address on which no process listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


def test_error_statuses_raise_their_exceptions(client: WorkatoEmbedded) -> None:
    """A 404 and a 400 raise their exceptions, with body, message, method and path."""
    with pytest.raises(NotFoundError) as missing:
        client.managed_users.get("Enobody")
    assert (missing.value.status_code, missing.value.body) == (404, {"message": "Not found"})
    assert (missing.value.method, missing.value.path) == ("GET", "/api/managed_users/Enobody")
    with pytest.raises(BadRequestError) as wrong:
        client.lookup_tables.lookup(512044, 4101, by={})
    assert wrong.value.message == "Bad request"


def test_an_unknown_token_raises_authentication_error() -> None:
    """A server that accepts only its own tokens returns the documented 401 for others."""
    with MockServer(tokens=["right"]) as server:
        with WorkatoEmbedded("right", base_url=server.url) as client:
            assert client.managed_users.list().items
        with WorkatoEmbedded("wrong", base_url=server.url) as client, pytest.raises(AuthenticationError) as caught:
            client.managed_users.list()
    assert caught.value.body == {"message": "Unauthorized"}


def test_an_address_without_a_server_raises_connection_error(closed_address: str) -> None:
    """A call to an address without a server raises APIConnectionError in both clients."""
    for failing in (fail_sync, fail_async):
        with pytest.raises(APIConnectionError):
            failing(closed_address)


def test_a_missing_response_raises_timeout_error(silent_address: str) -> None:
    """A server that does not respond in time raises APITimeoutError in both clients."""
    for failing in (fail_sync, fail_async):
        with pytest.raises(APITimeoutError):
            failing(silent_address)


def fail_sync(address: str) -> None:
    """Call an address with the synchronous client and a short timeout."""
    with WorkatoEmbedded("token", base_url=address, timeout=0.05, max_retries=0) as client:
        client.managed_users.usage()


def fail_async(address: str) -> None:
    """Call an address with the asynchronous client and a short timeout."""

    async def call() -> None:
        async with AsyncWorkatoEmbedded("token", base_url=address, timeout=0.05, max_retries=0) as client:
            await client.managed_users.usage()

    asyncio.run(call())
