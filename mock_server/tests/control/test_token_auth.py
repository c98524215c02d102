"""The control plane is open to local callers, or to callers with its token."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest
from starlette.types import Message, Receive, Scope, Send
from workato_embedded_mock import MockServer
from workato_embedded_mock.control.token_auth import HEADER, ControlTokenAuth


async def _open(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"{}"})


def status_of(auth: ControlTokenAuth, path: str, client: tuple[str, int] | None, token: str | None = None) -> int:
    """Return the status of a request from an address."""
    headers = [] if token is None else [(HEADER.lower().encode(), token.encode())]
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": path, "client": client, "headers": headers}
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    asyncio.run(auth(scope, receive, send))
    return int(sent[0]["status"])


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"])
def test_without_a_token_local_callers_are_allowed(address: str) -> None:
    """Every form of a loopback address is local."""
    assert status_of(ControlTokenAuth(_open, ""), "/_mock/state", (address, 5)) == 200


@pytest.mark.parametrize("address", ["10.0.0.7", "192.168.1.1", "2001:db8::1", "::ffff:10.0.0.7", "example.com"])
def test_without_a_token_remote_callers_are_forbidden(address: str) -> None:
    """Remote callers may only request health, readiness and version, and download the file of an export."""
    auth = ControlTokenAuth(_open, "")
    assert status_of(auth, "/_mock/state", (address, 5)) == 403
    for path in ("/_mock/health", "/_mock/ready", "/_mock/version", "/_mock/packages/5.zip"):
        assert status_of(auth, path, (address, 5)) == 200


def test_with_a_control_token_the_address_does_not_matter() -> None:
    """The address of the caller does not matter with a token, and a bearer token of the API is not valid."""
    auth = ControlTokenAuth(_open, "hush")
    assert status_of(auth, "/_mock/state", ("127.0.0.1", 5)) == 401
    assert status_of(auth, "/_mock/state", ("127.0.0.1", 5), "wrong") == 401
    assert status_of(auth, "/_mock/state", ("10.0.0.7", 5), "hush") == 200


def test_a_server_with_a_token_names_the_missing_header() -> None:
    """The JSON message of the 401 names the header."""
    with MockServer(control_token="hush") as server:
        rejected = httpx2.get(f"{server.root_url}/_mock/state", headers={"Authorization": "Bearer hush"})
        assert (rejected.status_code, HEADER in rejected.json()["message"]) == (401, True)
        allowed = httpx2.get(f"{server.root_url}/_mock/operations", headers={HEADER: "hush"})
        assert allowed.status_code == 200
        assert httpx2.get(f"{server.url}/managed_users", headers={"Authorization": "Bearer x"}).status_code == 200
