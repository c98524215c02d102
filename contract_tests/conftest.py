"""Fixtures of all contract tests: one mock server, in which each test has a namespace of its own, by its token."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from workato_embedded import WorkatoEmbedded
from workato_embedded_mock import MockServer

from contract_tests.contracts.target import Target
from contract_tests.support.distributions import build_wheels
from contract_tests.support.evidence_notes import Notes
from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import Validator


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """Run a mock server with the default seed, and yield its base URL."""
    with MockServer() as server:
        yield server.url


@pytest.fixture(scope="session")
def restricted_url() -> Iterator[str]:
    """Run a mock server that accepts one token, which no test has, and yield its base URL."""
    with MockServer(tokens=["known"]) as server:
        yield server.url


@pytest.fixture(scope="session")
def validator(base_url: str, restricted_url: str) -> Validator:
    """Return the independent validator for both servers."""
    return Validator(base_url, restricted_url)


@pytest.fixture
def token(request: pytest.FixtureRequest) -> str:
    """Return a token, and so a namespace, that no other test has."""
    return hashlib.sha256(request.node.nodeid.encode()).hexdigest()


@pytest.fixture
def recorder(base_url: str, token: str) -> Recorder:
    """Return a recorder for the test's namespace."""
    return Recorder(base_url, token)


@pytest.fixture
def client(request: pytest.FixtureRequest, base_url: str, token: str) -> Iterator[WorkatoEmbedded]:
    """Yield a client in the test's namespace, and note the `round_trip` operations of the test that it called."""
    claimed = [name for mark in request.node.iter_markers("round_trip") for name in mark.args]
    responses: list[httpx2.Response] = []
    with httpx2.Client(event_hooks={"response": [responses.append]}, verify=False) as http:
        yield WorkatoEmbedded(token, base_url=base_url, http_client=http)
    if claimed:
        Notes(request.node).round_trip(claimed, responses)


@pytest.fixture
def http(base_url: str, token: str) -> Iterator[httpx2.Client]:
    """Yield a plain HTTP client in the test's namespace, for requests that our client does not send."""
    with httpx2.Client(base_url=base_url, headers={"Authorization": f"Bearer {token}"}) as http:
        yield http


@pytest.fixture
def target(base_url: str, restricted_url: str, token: str, validator: Validator) -> Target:
    """Return the unmodified mock and document, in namespaces of the test."""
    return Target(base_url, restricted_url, token, validator)


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the wheel of each distribution and return it by the distribution's name."""
    return build_wheels(tmp_path_factory.mktemp("wheels"))
