"""The control plane is open to who may use it."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send
from workato_embedded_mock import MockServer
from workato_embedded_mock.control.token_auth import HEADER, ControlTokenAuth


async def _open(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})


def status(guard: ControlTokenAuth, path: str, client: tuple[str, int] | None, token: str | None = None) -> int:
    """Ask a guard from an address, and answer the status."""
    headers = [] if token is None else [(HEADER.lower().encode(), token.encode())]
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": path, "client": client, "headers": headers}
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    asyncio.run(guard(scope, receive, send))
    return int(sent[0]["status"])


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"])
def test_without_a_token_callers_of_this_machine_are_let_in(address: str) -> None:
    """Whatever its loopback address is called."""
    assert status(ControlTokenAuth(_open, ""), "/_mock/state", (address, 5)) == 200


@pytest.mark.parametrize("address", ["10.0.0.7", "192.168.1.1", "2001:db8::1", "::ffff:10.0.0.7", "example.com"])
def test_without_a_token_others_are_not(address: str) -> None:
    """But they may ask for health and version, and fetch the file of an export."""
    guard = ControlTokenAuth(_open, "")
    assert status(guard, "/_mock/state", (address, 5)) == 403
    for path in ("/_mock/health", "/_mock/version", "/_mock/packages/5.zip"):
        assert status(guard, path, (address, 5)) == 200


def test_a_token_decides_alone() -> None:
    """Wherever a caller is; the bearer token of the API is no token of the control plane."""
    guard = ControlTokenAuth(_open, "hush")
    assert status(guard, "/_mock/state", ("127.0.0.1", 5)) == 401
    assert status(guard, "/_mock/state", ("127.0.0.1", 5), "wrong") == 401
    assert status(guard, "/_mock/state", ("10.0.0.7", 5), "hush") == 200


def test_a_server_with_a_token_says_what_it_misses() -> None:
    """In JSON, and names the header."""
    with MockServer(control_token="hush") as server:
        refused = httpx.get(f"{server.root_url}/_mock/state", headers={"Authorization": "Bearer hush"})
        assert (refused.status_code, HEADER in refused.json()["message"]) == (401, True)
        allowed = httpx.get(f"{server.root_url}/_mock/operations", headers={HEADER: "hush"})
        assert allowed.status_code == 200
        assert httpx.get(f"{server.url}/managed_users", headers={"Authorization": "Bearer x"}).status_code == 200
