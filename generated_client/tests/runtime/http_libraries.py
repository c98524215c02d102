"""Creates HTTP clients of httpx2 or of httpx on transports of httpx2, so that a test runs with both libraries."""

from __future__ import annotations

from typing import Any, ClassVar

import httpx
import httpx2

from contract_tests.support.httpx_transport import Translating


class Library:
    """The library of the HTTP clients that tests create; the fixture `http_library` sets it.

    Attributes:
        name: `httpx2` or `httpx`.
    """

    name: ClassVar[str] = "httpx2"


def http_client(transport: httpx2.BaseTransport | None = None, **options: Any) -> httpx2.Client | httpx.Client:
    """Return a client of the library on a transport of httpx2."""
    if Library.name == "httpx2":
        return httpx2.Client(transport=transport, **options)
    return httpx.Client(transport=Translating(transport) if transport else None, **options)


def http_async_client(
    transport: httpx2.AsyncBaseTransport | None = None, **options: Any
) -> httpx2.AsyncClient | httpx.AsyncClient:
    """Return an asynchronous client of the library on a transport of httpx2."""
    if Library.name == "httpx2":
        return httpx2.AsyncClient(transport=transport, **options)
    return httpx.AsyncClient(transport=Translating(transport) if transport else None, **options)
