"""`MockServer` starts and stops a server in a test, and has its URL."""

from __future__ import annotations

import asyncio
import socket
import threading

import httpx2
import pytest
import workato_embedded_mock
from workato_embedded_mock import MockServer, StartError, create_app
from workato_embedded_mock.serving.listeners import address, bind

HEADERS = {"Authorization": "Bearer t"}


def test_the_public_names_are_these() -> None:
    """The package exports exactly the names listed here, and each is defined."""
    assert workato_embedded_mock.__all__ == [
        "ControlError",
        "EmbeddedPage",
        "MockApp",
        "MockServer",
        "MockTransport",
        "Settings",
        "StartError",
        "WorkatoMock",
        "create_app",
    ]
    assert all(hasattr(workato_embedded_mock, name) for name in workato_embedded_mock.__all__)


def test_a_server_runs_in_its_context() -> None:
    """After the context of a server no thread is left, the port is closed, and the server can be started again."""
    before = threading.active_count()
    server = MockServer()
    for _ in range(2):
        with server:
            url = server.url
            assert url.endswith("/api")
            assert httpx2.get(f"{url}/managed_users", headers=HEADERS).status_code == 200
        assert threading.active_count() == before
        with pytest.raises(httpx2.ConnectError):
            httpx2.get(url)
    with pytest.raises(RuntimeError, match="not running"):
        _ = server.url


def test_a_running_server_cannot_be_started_again() -> None:
    """Starting a running server is an error, but stopping it repeatedly is not."""
    server = MockServer()
    server.stop()
    with server, pytest.raises(RuntimeError, match="running already"):
        server.start()
    server.stop()


def test_start_errors_are_raised_by_start() -> None:
    """A port in use, a missing seed and an unknown host raise a StartError."""
    with MockServer() as server:
        port = int(server.root_url.rsplit(":", 1)[1])
        with pytest.raises(StartError, match=f"Port {port} on 127.0.0.1 is in use"):
            MockServer(port=port).start()
    with pytest.raises(StartError, match="cannot be read"):
        MockServer(seed="nowhere.yaml").start()
    with pytest.raises(StartError, match="cannot be used"):
        MockServer(host="no.such.host.invalid").start()


def test_a_connected_client_does_not_delay_the_stop() -> None:
    """Neither an idle client nor one that never completes its request delays the stop."""
    with MockServer() as server, httpx2.Client(base_url=server.url, headers=HEADERS) as client:
        client.get("/managed_users")
        port = int(server.root_url.rsplit(":", 1)[1])
        slow = socket.create_connection(("127.0.0.1", port))
        slow.sendall(
            b"POST /api/managed_users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nContent-Length: 9\r\n\r\n{"
        )
        server.stop()
        with slow:
            assert slow.recv(100) == b""


def test_small_responses_are_sent_at_once() -> None:
    """The socket of a connection has the protocol for which asyncio disables Nagle's algorithm."""
    with bind("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP
        assert address(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_an_ipv6_address_has_brackets() -> None:
    """The URL of an IPv6 address has brackets."""
    with bind("::1", 0) as listener:
        assert address(listener) == f"http://[::1]:{listener.getsockname()[1]}"


def test_an_app_serves_in_process_without_a_socket() -> None:
    """An app can be called with the ASGI transport of httpx2, without a lifespan."""

    async def request_customer() -> int:
        with create_app() as app:
            transport = httpx2.ASGITransport(app)
            async with httpx2.AsyncClient(transport=transport, base_url="http://mock/api", headers=HEADERS) as client:
                return (await client.get("/managed_users/Eacme%2F42")).status_code

    assert asyncio.run(request_customer()) == 200
