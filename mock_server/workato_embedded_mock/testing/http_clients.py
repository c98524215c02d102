"""Makes the HTTP clients of a namespace, for an app in this process or for a server elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2

from workato_embedded_mock.http.client_environment import client_options, created

if TYPE_CHECKING:
    from workato_embedded_mock.testing.transports import MockTransport


def http_client(transport: MockTransport | None, url: str, **options: Any) -> httpx2.Client:
    """Return a client; it ignores `HTTP_PROXY` and its like if the URL is on this machine.

    Args:
        transport: The transport to an app in this process; None for a server elsewhere.
        url: The URL of the server.
        options: Further arguments of `httpx2.Client`.

    Raises:
        StartError: The environment has an invalid proxy or certificate.
    """
    return created(lambda: httpx2.Client(**{"transport": transport, **client_options(url), **options}))


def async_http_client(transport: MockTransport | None, url: str) -> httpx2.AsyncClient:
    """Return an asynchronous client that works in one event loop after another; see `http_client`.

    It keeps no connection open after a response, since a connection belongs to the event loop that opened it.
    """
    limits = httpx2.Limits(max_keepalive_connections=0)
    return created(lambda: httpx2.AsyncClient(transport=transport, limits=limits, **client_options(url)))
