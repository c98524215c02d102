"""Fixtures for the tests of the mock: a shared server, a namespace for each test, and proxies."""

from __future__ import annotations

import hashlib
import io
import json
import os
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp
from workato_embedded_mock import MockServer, WorkatoMock
from workato_embedded_mock.openapi.document import Document, load_document
from workato_embedded_mock.proxy.app import ProxyApp
from workato_embedded_mock.proxy.settings import ProxySettings, base_url
from workato_embedded_mock.serving.listeners import address, bind
from workato_embedded_mock.serving.server import Server

# The customer of the default seed that has members, connections, tables and properties.
NORTHWIND = 512044

# The bearer token of the requests to a proxy.
TOKEN = "a-token-of-the-caller"

ClientFactory = Callable[..., httpx2.Client]


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Return a function that returns the URL of a new database.

    `WORKATO_MOCK_TEST_DATABASE=postgresql` stores the state in PostgreSQL instead of SQLite.
    """
    in_postgres = os.environ.get("WORKATO_MOCK_TEST_DATABASE") == "postgresql"
    return request.getfixturevalue("postgres").new_database if in_postgres else lambda: "sqlite://"


@pytest.fixture(scope="session")
def server(new_database: Callable[[], str]) -> Iterator[MockServer]:
    """Run one server for all tests; each test uses a namespace of its own."""
    with MockServer(database=new_database()) as running:
        yield running


@pytest.fixture(scope="session")
def sample_package() -> Callable[..., bytes]:
    """Return a function that returns a package: a connection in a folder, a recipe, a text, and more files by name."""
    code = {"number": 0, "keyword": "trigger", "provider": "clock", "name": "scheduled_event", "block": []}
    files: dict[str, Any] = {
        "Shared/jira.connection.json": {"name": "Shared Jira", "provider": "jira"},
        "ticket.recipe.json": {"name": "Ticket", "code": code},
        "README.txt": "read me",
    }

    def make(more: Mapping[str, Any] | None = None) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in {**files, **(more or {})}.items():
                archive.writestr(name, content if isinstance(content, str) else json.dumps(content))
        return buffer.getvalue()

    return make


@pytest.fixture(scope="session")
def import_to_the_end() -> Callable[[WorkatoMock, bytes, int], None]:
    """Return a function that imports a package into a folder of the first customer, and waits until that has ended."""

    def run(mock: WorkatoMock, data: bytes, folder_id: int) -> None:
        with mock.http() as http:
            path = "/managed_users/Ecust-0042/imports"
            started = http.post(path, params={"folder_id": folder_id}, content=data).json()
            url = f"{path}/{started['id']}"
            while http.get(url).json()["status"] == "in_progress":
                pass

    return run


@pytest.fixture(scope="session")
def document() -> Document:
    """Return the document that the mock serves."""
    return load_document()


@pytest.fixture(scope="session")
def open_client(server: MockServer) -> Iterator[ClientFactory]:
    """Return a function that opens a client of the server with a token."""
    clients = []

    def open_one(token: str, **options: Any) -> httpx2.Client:
        client = httpx2.Client(base_url=server.url, headers={"Authorization": f"Bearer {token}"}, **options)
        clients.append(client)
        return client

    yield open_one
    for client in clients:
        client.close()


@pytest.fixture(scope="session")
def anonymous(server: MockServer) -> Iterator[httpx2.Client]:
    """Return a client without a token."""
    with httpx2.Client(base_url=server.url) as client:
        yield client


@pytest.fixture
def client(open_client: ClientFactory, request: pytest.FixtureRequest) -> httpx2.Client:
    """Return a client with a namespace that no other test uses."""
    return open_client(hashlib.sha256(request.node.nodeid.encode()).hexdigest())


@pytest.fixture
def northwind() -> str:
    """Return the path of the customer of the default seed that has objects of every kind."""
    return f"/managed_users/{NORTHWIND}"


RunApp = Callable[[ASGIApp], str]


@pytest.fixture
def run_app() -> Iterator[RunApp]:
    """Return a function that serves an ASGI app on the loopback interface during the test, and returns its URL."""
    with ExitStack() as running:
        yield lambda app: running.enter_context(_served(app))


@contextmanager
def _served(app: ASGIApp) -> Iterator[str]:
    ready = threading.Event()
    listener = bind("127.0.0.1", 0)
    root = address(listener)
    server = Server(app, ready.set)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield root
    finally:
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


OpenProxy = Callable[..., tuple[httpx2.Client, ProxyApp]]


@pytest.fixture
def open_proxy(run_app: RunApp, document: Document) -> Iterator[OpenProxy]:
    """Return a function that opens a proxy to an upstream, and returns a client of the proxy and the proxy."""
    with ExitStack() as opened:

        def open_one(to: str, **settings: Any) -> tuple[httpx2.Client, ProxyApp]:
            app = ProxyApp(ProxySettings(base_url(to, "/api"), **settings), document, "/api", "0")
            opened.enter_context(app)
            headers = {"Authorization": f"Bearer {TOKEN}"}
            client = httpx2.Client(base_url=f"{run_app(app)}/api", headers=headers)
            return opened.enter_context(client), app

        yield open_one


class HangingEndpoint:
    """An endpoint that responds only after its caller disconnected; `disconnected` is set then."""

    def __init__(self) -> None:
        self.disconnected = threading.Event()

    async def __call__(self, request: Request) -> Response:
        """Wait until the caller disconnects."""
        while (await request.receive())["type"] != "http.disconnect":
            pass
        self.disconnected.set()
        return Response()


@pytest.fixture
def hanging_endpoint() -> HangingEndpoint:
    """Return an endpoint that does not respond until its caller disconnects."""
    return HangingEndpoint()


@pytest.fixture
def unused_tcp_port() -> int:
    """Return a port at which no server listens."""
    with bind("127.0.0.1", 0) as listener:
        port: int = listener.getsockname()[1]
    return port
