"""One mock server for all contract tests; each test has a namespace of its own, by its token."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import httpx
import pytest
from workato_embedded import WorkatoEmbedded
from workato_embedded_mock import MockServer

from contract_tests.contracts.target import World
from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import Judge
from contract_tests.tools.evidence.notes import Notes


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """The address of a mock server on a free port, with the default seed."""
    with MockServer() as server:
        yield server.url


@pytest.fixture(scope="session")
def judge(base_url: str, guarded_url: str) -> Judge:
    """The independent judge of exchanges with the servers."""
    return Judge(base_url, guarded_url)


@pytest.fixture
def token(request: pytest.FixtureRequest) -> str:
    """A token that no other test has, and with it a namespace."""
    return hashlib.sha256(request.node.nodeid.encode()).hexdigest()


@pytest.fixture
def recorder(base_url: str, token: str) -> Recorder:
    """Makes calls in the test's namespace and notes their exchanges."""
    return Recorder(base_url, token)


@pytest.fixture
def client(request: pytest.FixtureRequest, base_url: str, token: str) -> Iterator[WorkatoEmbedded]:
    """A client in the test's namespace. What the test is marked with (`round_trip`) is noted if it called all of it."""
    claimed = [name for mark in request.node.iter_markers("round_trip") for name in mark.args]
    exchanges: list[httpx.Response] = []
    with httpx.Client(event_hooks={"response": [exchanges.append]}, verify=False) as http:
        yield WorkatoEmbedded(token, base_url=base_url, http_client=http)
    if claimed:
        Notes(request.node).round_trip(claimed, exchanges)


@pytest.fixture
def http(base_url: str, token: str) -> Iterator[httpx.Client]:
    """A bare HTTP client in the test's namespace, for what our own client does not send."""
    with httpx.Client(base_url=base_url, headers={"Authorization": f"Bearer {token}"}) as http:
        yield http


@pytest.fixture(scope="session")
def guarded_url() -> Iterator[str]:
    """The address of a mock server that knows its tokens; no test's is one of them."""
    with MockServer(tokens=["known"]) as server:
        yield server.url


@pytest.fixture
def world(base_url: str, guarded_url: str, token: str, judge: Judge) -> World:
    """What gates judge: the mock as it is, in namespaces of the test, and the document as it is."""
    return World(base_url, guarded_url, token, judge)
