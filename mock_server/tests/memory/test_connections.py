"""Connections that keep the server waiting do not keep it from serving others, and odd requests are read correctly."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send
from workato_embedded_mock import MockServer
from workato_embedded_mock.serving import connections
from workato_embedded_mock.serving import server as serving
from workato_embedded_mock.serving.connections import most_connections, open_files
from workato_embedded_mock.serving.start_text import start_facts, start_text

from .conftest import StartServer

BODY = b'{"name":"Acme","notification_email":"ops@example.com"}'
HEAD = b"Host: x\r\nAuthorization: Bearer raw\r\nContent-Type: application/json\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
OFFER = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n"
HALF_HEAD = b"GET /api/managed_users HTTP/1.1\r\nHost: x\r\nX-Slow: "
HALF_BODY = b"POST /api/managed_users HTTP/1.1\r\n" + HEAD + LENGTH + b"\r\n{"


@contextmanager
def _connected(url: str) -> Iterator[socket.socket]:
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30) as connection:
        yield connection


def _exchange(url: str, *parts: bytes) -> bytes:
    """Send bytes, and return all that comes until the server closes the connection."""
    with _connected(url) as connection:
        for part in parts:
            connection.sendall(part)
        received = b""
        while chunk := connection.recv(65_536):
            received += chunk
        return received


@pytest.mark.parametrize("sent", [HALF_HEAD, HALF_BODY, b""], ids=["head", "body", "nothing"])
def test_connections_that_wait_give_way_to_new_ones(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    """With many more half-open connections than are allowed, the longest wait ends, and the next request is served."""
    monkeypatch.setattr(serving, "most_connections", lambda _files: 20)
    with MockServer() as server, ExitStack() as opened:
        first = opened.enter_context(_connected(server.url))
        first.sendall(b"GET /api/managed_users HTTP/1.1\r\n" + HEAD + b"\r\n")
        # With the response, the server has begun to wait for this client, and only then for others.
        _receive_response(first)
        held = [opened.enter_context(_connected(server.url)) for _ in range(60)]
        for connection in held:
            connection.sendall(sent)
        for _ in range(3):
            response = httpx2.get(f"{server.url}/managed_users", headers={"Authorization": "Bearer raw"})
            assert response.status_code == 200
        assert _is_closed(first)


def _receive_response(connection: socket.socket) -> None:
    response = HTTPResponse(connection)
    response.begin()
    response.read()
    assert response.status == 200


def _is_closed(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_requests_that_are_served_do_not_give_way(
    monkeypatch: pytest.MonkeyPatch, run_app: Callable[[ASGIApp], str]
) -> None:
    """If all connections wait for the server, a new one gets a 503, and the others get their responses."""
    monkeypatch.setattr(serving, "most_connections", lambda _files: 2)
    both, release = threading.Barrier(3), threading.Event()

    async def wait(_request: Request) -> Response:
        await asyncio.to_thread(both.wait, 30)
        await asyncio.to_thread(release.wait, 30)
        return Response("served", headers={"connection": "close"})

    url = run_app(Starlette(routes=[Route("/", wait)]))
    with ThreadPoolExecutor(2) as pool:
        served = [pool.submit(_exchange, url, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(2)]
        both.wait(30)
        assert _exchange(url).startswith(b"HTTP/1.1 503 ")
        release.set()
        assert all(each.result().endswith(b"served") for each in served)


@pytest.mark.parametrize(
    ("sent", "received"), [(HALF_HEAD, b"HTTP/1.1 408 "), (HALF_BODY, b""), (b"", b"")], ids=["head", "body", "nothing"]
)
def test_slow_clients_are_disconnected(monkeypatch: pytest.MonkeyPatch, sent: bytes, received: bytes) -> None:
    """A client that does not send all of a request in time is disconnected; without the head of one, with a 408."""
    for name in ("HEAD_SECONDS", "BODY_SECONDS"):
        monkeypatch.setattr(connections, name, 0.2)
    monkeypatch.setattr(serving, "_IDLE_SECONDS", 0.2)
    monkeypatch.setattr(serving, "_TICKS", 1)
    with MockServer() as server, _connected(server.url) as connection:
        connection.sendall(sent)
        try:
            assert connection.recv(len(received) or 1) == received
        except ConnectionResetError:
            assert not received


@pytest.mark.parametrize(("files", "most"), [(None, 1000), (1_048_576, 1000), (1024, 846), (256, 128)])
def test_the_number_of_connections_follows_from_open_files(files: int | None, most: int) -> None:
    """With few open files, fewer connections are allowed, so that the server can always accept another one."""
    assert most_connections(files) == most


@pytest.mark.parametrize("split", [False, True])
def test_offers_of_http_2_are_ignored(server: MockServer, caplog: pytest.LogCaptureFixture, split: bool) -> None:
    """A POST that offers to upgrade to h2c, as Java and curl send it, is served with its body, twice."""
    request = [b"POST /api/managed_users HTTP/1.1\r\n" + HEAD + LENGTH + OFFER, BODY]
    last = b"GET /api/managed_users HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n"
    sent = [*request, *request, last] if split else [b"".join([*request, *request, last])]
    received = _exchange(server.url, *sent)
    assert received.count(b"HTTP/1.1 200 OK") == 3
    assert received.count(b'"name":"Acme"') >= 2
    assert caplog.messages == []


def test_an_installed_http_implementation_changes_nothing(
    start_server: StartServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the packages of `uvicorn[standard]` installed, bodies of requests that offer HTTP/2 are kept."""
    (tmp_path / "httptools.py").write_text("raise RuntimeError('the server has imported it')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    process = start_server()
    post = b"POST /api/managed_users HTTP/1.1\r\n" + HEAD + LENGTH + OFFER + BODY
    last = b"GET /api/managed_users HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n"
    received = _exchange(process.root, post, last)
    assert received.count(b"HTTP/1.1 200 OK") == 2
    assert received.count(b'"name":"Acme"') == 2


def test_an_ambiguous_length_is_rejected(server: MockServer) -> None:
    """A request with Content-Length and Transfer-Encoding gets a 400, and nothing behind it is read as a request."""
    head = b"POST /api/managed_users HTTP/1.1\r\n" + HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    smuggled = b"GET /api/managed_users HTTP/1.1\r\n" + HEAD + b"\r\n"
    received = _exchange(server.url, head + b"0\r\n\r\n" + smuggled)
    assert received.startswith(b"HTTP/1.1 400 ")
    assert received.count(b"HTTP/1.1") == 1


def test_targets_with_scheme_and_host_are_served(server: MockServer) -> None:
    """A request as it is sent to a proxy is served, and links have the host of its target."""
    target = b"http://mock.example.com/api/managed_users?per_page=1"
    received = _exchange(server.url, b"GET " + target + b" HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n")
    assert received.startswith(b"HTTP/1.1 200 ")
    assert received.count(b'"external_id"') == 1


@pytest.mark.parametrize("size", [0, 1_000_000])
def test_a_connection_can_be_used_after_an_unexpected_error(
    run_app: Callable[[ASGIApp], str], caplog: pytest.LogCaptureFixture, size: int
) -> None:
    """An error that no part of the app handles is a complete 500 with an id of the log, and the connection goes on."""

    async def fail(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise RuntimeError("unexpected")

    request = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % size + b"x" * size
    last = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    received = _exchange(run_app(Router([Mount("/", fail)])), request, last)
    assert received.count(b"HTTP/1.1 500 ") == 2
    ids = re.findall(rb'\{"message":"Server error","id":"([0-9a-f-]{36})"\}', received)
    assert [message.split()[1].encode() for message in caplog.messages] == ids
    assert len(ids) == 2


def test_a_response_that_has_begun_ends_with_an_unexpected_error(
    run_app: Callable[[ASGIApp], str], caplog: pytest.LogCaptureFixture
) -> None:
    """An error in the middle of a response closes the connection, so that the client sees that it is not complete."""

    async def fail(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"10")]})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise RuntimeError("unexpected")

    received = _exchange(run_app(Router([Mount("/", fail)])), b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert received.count(b"HTTP/1.1 ") == 1
    assert received.endswith(b"\r\n\r\nhalf")
    assert any("unexpected" in str(record.exc_info) for record in caplog.records)


def test_the_log_of_invalid_requests_is_bounded(start_server: StartServer) -> None:
    """Thousands of invalid requests write few lines of log."""
    process = start_server("--log-level", "warning")
    for _ in range(300):
        assert _exchange(process.root, b"nonsense\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    assert len(process.log()) < 5_000


def test_the_start_says_how_many_connections_are_allowed() -> None:
    """The text of the start names the limit of open files if it lowers the number of connections."""
    facts = start_facts("http://127.0.0.1:1", None, [], restricted=False)
    assert facts["connections"] == most_connections(open_files())
    low = {**facts, "connections": most_connections(256), "open_files": 256}
    assert "limit      128 connections, because ulimit -n is 256" in start_text(low)
    assert "ulimit" not in start_text({**facts, "connections": 1000, "open_files": 20_000})
    assert "need more files than the 256" in start_text({**low, "connections": 500})
