"""What the tests of the mock share: one server, a namespace per test, and the document that it serves."""

import hashlib
import os
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from workato_embedded_mock import MockServer
from workato_embedded_mock.document import Document, load_document

NORTHWIND = 512044
"""The customer of the default seed that has members, connections, tables and properties."""

ClientFactory = Callable[..., httpx.Client]


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[MockServer]:
    """Run one server for all tests; each works in a namespace of its own.

    `WORKATO_MOCK_TEST_DATABASE=postgresql` runs them all against PostgreSQL.
    """
    in_postgres = os.environ.get("WORKATO_MOCK_TEST_DATABASE") == "postgresql"
    database = request.getfixturevalue("postgres").new_database() if in_postgres else "sqlite://"
    with MockServer(database=database) as running:
        yield running


@pytest.fixture(scope="session")
def document() -> Document:
    """Load the document that the mock serves."""
    return load_document()


@pytest.fixture(scope="session")
def open_client(server: MockServer) -> Iterator[ClientFactory]:
    """Make clients of the server, by token, that are closed in the end."""
    clients = []

    def open_one(token: str, **options: Any) -> httpx.Client:
        client = httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {token}"}, **options)
        clients.append(client)
        return client

    yield open_one
    for client in clients:
        client.close()


@pytest.fixture(scope="session")
def anonymous(server: MockServer) -> Iterator[httpx.Client]:
    """Answer a client that says nothing about itself."""
    with httpx.Client(base_url=server.url) as client:
        yield client


@pytest.fixture
def client(open_client: ClientFactory, request: pytest.FixtureRequest) -> httpx.Client:
    """Answer a client whose namespace no other test sees."""
    return open_client(hashlib.sha256(request.node.nodeid.encode()).hexdigest())


@pytest.fixture
def northwind(client: httpx.Client) -> str:
    """Answer the path of the customer of the default seed that has something of everything."""
    return f"/managed_users/{NORTHWIND}"
