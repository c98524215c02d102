"""Failures of every kind come as the documented exceptions."""

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
    """The address of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def closed_address() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


def test_statuses_are_exceptions(client: WorkatoEmbedded) -> None:
    """404 and 400 are caught by their names, with body, message, method and path."""
    with pytest.raises(NotFoundError) as missing:
        client.managed_users.get("Enobody")
    assert (missing.value.status_code, missing.value.body) == (404, {"message": "Not found"})
    assert (missing.value.method, missing.value.path) == ("GET", "/api/managed_users/Enobody")
    with pytest.raises(BadRequestError) as wrong:
        client.lookup_tables.lookup(512044, 4101, by={})
    assert wrong.value.message == "Bad request"


def test_a_token_that_is_not_known_is_an_authentication_error() -> None:
    """A server that knows its tokens refuses all others, with the documented body."""
    with MockServer(tokens=["right"]) as server:
        with WorkatoEmbedded("right", base_url=server.url) as client:
            assert client.managed_users.list().items
        with WorkatoEmbedded("wrong", base_url=server.url) as client, pytest.raises(AuthenticationError) as caught:
            client.managed_users.list()
    assert caught.value.body == {"message": "Unauthorized"}


def test_nobody_there_is_a_connection_error(closed_address: str) -> None:
    """A refused connection is an APIConnectionError, on both clients."""
    for failing in (fail_sync, fail_async):
        with pytest.raises(APIConnectionError):
            failing(closed_address)


def test_no_answer_in_time_is_a_timeout(silent_address: str) -> None:
    """A server that does not answer in time is an APITimeoutError, on both clients."""
    for failing in (fail_sync, fail_async):
        with pytest.raises(APITimeoutError):
            failing(silent_address)


def fail_sync(address: str) -> None:
    """Call something at an address, with little patience."""
    with WorkatoEmbedded("token", base_url=address, timeout=0.05, max_retries=0) as client:
        client.managed_users.usage()


def fail_async(address: str) -> None:
    """Do the same with the client for asyncio."""

    async def call() -> None:
        async with AsyncWorkatoEmbedded("token", base_url=address, timeout=0.05, max_retries=0) as client:
            await client.managed_users.usage()

    asyncio.run(call())
