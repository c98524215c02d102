"""Tests of the ways to serve: standard input and output, or HTTP on this machine."""

from __future__ import annotations

from typing import Any

import pytest
from mcp.server import MCPServer
from workato_embedded._operations.index import ALL
from workato_embedded._runtime.mcp.serving import parse_address, serve
from workato_embedded.testing import Stub


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (None, ("stdio", {})),
        (("::1", 8000), ("streamable-http", {"host": "::1", "port": 8000})),
    ],
)
def test_the_transport_depends_on_the_address(
    address: tuple[str, int] | None, expected: tuple[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an address the server uses standard input and output, with one HTTP."""
    runs: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(MCPServer, "run", lambda _, transport, **given: runs.append((transport, given)))
    serve(Stub().client(), ALL, "1.0", allow_writes=False, address=address)
    assert runs == [expected]


def test_an_address_is_parsed() -> None:
    """An address has a host of this machine and a port."""
    assert parse_address("127.0.0.1:8000") == ("127.0.0.1", 8000)
    assert parse_address("localhost:1") == ("localhost", 1)
    assert parse_address("[::1]:65535") == ("::1", 65535)


@pytest.mark.parametrize("text", ["8000", ":8000", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:x"])
def test_an_invalid_address_is_rejected(text: str) -> None:
    """An address without host or port is an error that shows an example."""
    with pytest.raises(ValueError, match="expected HOST:PORT, such as"):
        parse_address(text)


@pytest.mark.parametrize("text", ["0.0.0.0:8000", "example.com:80", "[::]:80"])
def test_another_host_is_rejected(text: str) -> None:
    """The server can be reached from this machine only."""
    with pytest.raises(ValueError, match=r"expected 127\.0\.0\.1, ::1 or localhost"):
        parse_address(text)
