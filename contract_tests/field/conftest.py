"""Fixtures of the field run: a mock, the proxy for programs of the Developer API, and isolation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contract_tests.field.isolation import Outside, outside
from contract_tests.field.prefixing_proxy import prefixing_proxy

# The customer of the example data in whose workspace the programs of the Developer API work.
CUSTOMER = "512044"


@pytest.fixture(scope="session")
def developer_url(base_url: str) -> Iterator[str]:
    """Yield the root URL of the proxy through which programs of the Developer API work."""
    with prefixing_proxy(base_url.removesuffix("/api"), CUSTOMER) as url:
        yield url


@pytest.fixture
def other_hosts() -> Iterator[Outside]:
    """Yield the proxy that programs would use to reach another host."""
    with outside() as server:
        yield server
