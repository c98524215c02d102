"""Serves MCP on standard input and output, or over HTTP on this machine only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from ..base_client import SyncClient
from ..operations import Operation
from ..spec import read_spec
from .confirmation import Session
from .document import Document
from .searching import Search
from .server import make_server

# For these hosts, the SDK checks the origin of requests.
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


def serve(
    client: SyncClient,
    operations: Iterable[Operation[Any]],
    version: str,
    *,
    allow_writes: bool,
    address: tuple[str, int] | None,
) -> None:
    """Serve until the program that uses it ends the connection, or until an interruption.

    Args:
        client: Sends the calls.
        operations: All operations.
        version: The version of this package.
        allow_writes: Whether clients that cannot ask a person may write.
        address: The host and port for HTTP, or None for standard input and output.
    """
    document = Document(read_spec(), operations)
    server = make_server(Session(document, Search(document), client, allow_writes), version)
    if address is None:
        server.run("stdio")
    else:
        host, port = address
        # For these hosts the SDK rejects requests of other origins, and of other host names.
        server.run("streamable-http", host=host, port=port)


def parse_address(text: str) -> tuple[str, int]:
    """Return host and port of a text such as `127.0.0.1:8000`.

    Raises:
        ValueError: The text has no valid port, or the host is not this machine.
    """
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536 and host):
        raise ValueError(f"invalid address {text!r}: expected HOST:PORT, such as 127.0.0.1:8000")
    if host not in _LOOPBACK:
        raise ValueError(f"invalid host {host!r}: expected 127.0.0.1, ::1 or localhost, since callers are not checked")
    return host, int(port)
