"""Tests of `workato_embedded.testing`: clients of a stub."""

from __future__ import annotations

import asyncio

import httpx2
import pytest
from workato_embedded import RateLimitError
from workato_embedded.testing import Stub


def test_a_stub_records_waits_instead_of_sleeping() -> None:
    """Both clients of a stub record how long they would have slept before each retry."""
    stub = Stub()
    stub.reply("get_managed_user", status=429, headers={"Retry-After": "30"})
    with pytest.raises(RateLimitError):
        stub.client(max_retries=1).managed_users.get(7)

    async def call() -> None:
        await stub.async_client(max_retries=2).managed_users.get(7)

    with pytest.raises(RateLimitError):
        asyncio.run(call())
    assert stub.waited == [30, 30, 30]


def test_a_stub_rejects_an_http_client() -> None:
    """A stub is the transport, so it cannot use an HTTP client that has another one."""
    with pytest.raises(TypeError, match="pass it to your own HTTP client"):
        Stub().client(http_client=httpx2.Client())
    with pytest.raises(TypeError, match="pass it to your own HTTP client"):
        Stub().async_client(http_client=httpx2.AsyncClient())
