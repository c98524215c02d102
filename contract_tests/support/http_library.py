"""A pytest plugin: with `--http-library httpx`, each client in a test sends with a client of httpx that it was given.

A client that got no HTTP client, or one of httpx2, gets one of httpx. It sends with the one of httpx2, whose event
hooks and transport apply, so that tests need no change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import httpx2
import pytest
from workato_embedded._runtime.base_client import AsyncClient, SyncClient
from workato_embedded._runtime.connections import OwnAsyncHttp, OwnHttp
from workato_embedded._runtime.http_objects import async_http_client, sync_http_client

from contract_tests.support.httpx_transport import Translating

# Fixtures by which a test runs with both libraries.
_BOTH = {"http_library", "library", "program"}
# Tests of the HTTP clients that the client makes itself, or that run with both libraries in another way.
_OWN = {"test_connections.py", "test_environment.py", "test_total_timeout.py"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption(
        "--http-library",
        choices=["httpx2", "httpx"],
        default="httpx2",
        help="the library of the HTTP clients that the tests pass to the client (default: httpx2)",
    )


@pytest.fixture(autouse=True)
def _http_library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clients of a test send with httpx with the option; some tests run with both libraries anyway."""
    if request.path.name in _OWN or _BOTH & set(request.fixturenames):
        return
    if request.config.getoption("--http-library") == "httpx":
        monkeypatch.setattr(SyncClient, "__init__", _with_httpx(SyncClient.__init__, _client))
        monkeypatch.setattr(AsyncClient, "__init__", _with_httpx(AsyncClient.__init__, _async_client))


def _with_httpx(init: Callable[..., None], client_of: Callable[[Any], Any]) -> Callable[..., None]:
    def wrapped(self: Any, settings: Any, http_client: Any = None) -> None:
        init(self, settings, client_of(http_client))
        if http_client is None:
            # The client closes what it has made, and makes another one for each event loop.
            own: Any = OwnAsyncHttp if isinstance(self, AsyncClient) else OwnHttp
            self._connections = own(lambda: _adapted(client_of(None)))
            self._owns_http = True

    return wrapped


def _adapted(passed: Any) -> Any:
    """Return the client of httpx2 for one of httpx, which closing it closes, too."""
    http: Any = (async_http_client if isinstance(passed, httpx.AsyncClient) else sync_http_client)(passed)
    for name in ("close", "aclose"):
        if hasattr(passed, name):
            setattr(http._transport, name, getattr(passed, name))
    return http


def _client(given: Any) -> Any:
    if given is None:
        return httpx.Client()
    if not isinstance(given, httpx2.Client):
        return given
    return httpx.Client(transport=Translating(_Client(given)), **_options(given))


def _async_client(given: Any) -> Any:
    if given is None:
        return httpx.AsyncClient()
    if not isinstance(given, httpx2.AsyncClient):
        return given
    return httpx.AsyncClient(transport=Translating(_AsyncClient(given)), **_options(given))


def _options(given: httpx2.Client | httpx2.AsyncClient) -> dict[str, Any]:
    """Return what a client of httpx2 applies to a request that it builds, for one of httpx."""
    return {
        "headers": given.headers.raw,
        "params": list(given.params.multi_items()),
        "timeout": httpx.Timeout(**given.timeout.as_dict()),
    }


class _Client(httpx2.BaseTransport):
    """Sends with a client of httpx2."""

    def __init__(self, client: httpx2.Client) -> None:
        self._client = client

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        # So that tests can look at the body.
        request.read()
        return self._client.send(request, stream=True)


class _AsyncClient(httpx2.AsyncBaseTransport):
    """Sends with an asynchronous client of httpx2."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await request.aread()
        return await self._client.send(request, stream=True)
