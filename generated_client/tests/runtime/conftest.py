"""Fixtures for the tests of the runtime."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import httpx2
import pytest

from .http_libraries import Library
from .programs import Program


@pytest.fixture(scope="module", params=["httpx2", "httpx"])
def http_library(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run the tests of a module with HTTP clients of both libraries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Library, "name", request.param)
        yield


@pytest.fixture(params=["httpx2-sync", "httpx2-async", "httpx-sync", "httpx-async"])
def program(request: pytest.FixtureRequest) -> Program:
    """A program with each library, synchronous and asynchronous."""
    name, kind = request.param.split("-")
    return Program({"httpx2": httpx2, "httpx": httpx}[name], kind == "async")
