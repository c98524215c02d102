"""The mock server for tests starts, stops and says where it is."""

from __future__ import annotations

import asyncio
import socket
import threading

import httpx
import pytest
import workato_embedded_mock
from workato_embedded_mock import MockServer, StartError, create_app
from workato_embedded_mock.serving.server import address, bind

HEADERS = {"Authorization": "Bearer t"}


def test_the_public_names_are_these() -> None:
    """And all of them are there."""
    assert workato_embedded_mock.__all__ == [
        "ControlError",
        "MockApp",
        "MockServer",
        "MockTransport",
        "Settings",
        "StartError",
        "WorkatoMock",
        "create_app",
    ]
    assert all(hasattr(workato_embedded_mock, name) for name in workato_embedded_mock.__all__)


def test_a_server_runs_as_long_as_its_block() -> None:
    """Afterwards nothing listens there, no thread is left, and it can be started again."""
    before = threading.active_count()
    server = MockServer()
    for _ in range(2):
        with server:
            url = server.url
            assert url.endswith("/api")
            assert httpx.get(f"{url}/managed_users", headers=HEADERS).status_code == 200
        assert threading.active_count() == before
        with pytest.raises(httpx.ConnectError):
            httpx.get(url)
    with pytest.raises(RuntimeError, match="not running"):
        _ = server.url


def test_a_server_is_started_once() -> None:
    """And stopped as often as one likes."""
    server = MockServer()
    server.stop()
    with server, pytest.raises(RuntimeError, match="running already"):
        server.start()
    server.stop()


def test_what_keeps_a_server_from_starting_is_raised_where_it_is_started() -> None:
    """A port in use, a bad seed; nothing is left behind."""
    with MockServer() as server:
        port = int(server.root_url.rsplit(":", 1)[1])
        with pytest.raises(StartError, match=f"Port {port} on 127.0.0.1 is in use"):
            MockServer(port=port).start()
    with pytest.raises(StartError, match="cannot be read"):
        MockServer(seed="nowhere.yaml").start()
    with pytest.raises(StartError, match="cannot be used"):
        MockServer(host="no.such.host.invalid").start()


def test_an_idle_client_does_not_keep_the_server() -> None:
    """Nor does one that never finishes its request."""
    with MockServer() as server, httpx.Client(base_url=server.url, headers=HEADERS) as client:
        client.get("/managed_users")
        port = int(server.root_url.rsplit(":", 1)[1])
        slow = socket.create_connection(("127.0.0.1", port))
        slow.sendall(
            b"POST /api/managed_users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nContent-Length: 9\r\n\r\n{"
        )
        server.stop()
        with slow:
            assert slow.recv(100) == b""


def test_answers_are_not_delayed() -> None:
    """The socket is of the kind for which asyncio sends small packets at once."""
    with bind("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP
        assert address(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_an_address_of_version_6_is_written_in_brackets() -> None:
    """As URLs have it."""
    with bind("::1", 0) as listener:
        assert address(listener) == f"http://[::1]:{listener.getsockname()[1]}"


def test_an_app_serves_in_this_process_without_a_socket() -> None:
    """With httpx's transport and no lifespan."""

    async def ask() -> int:
        with create_app() as app:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://mock/api", headers=HEADERS) as client:
                return (await client.get("/managed_users/Eacme%2F42")).status_code

    assert asyncio.run(ask()) == 200
