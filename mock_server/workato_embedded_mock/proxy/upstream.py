"""Forwards requests to the API."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2
from starlette.types import Scope

from workato_embedded_mock.http.client_environment import client_options, created
from workato_embedded_mock.proxy.headers import end_to_end
from workato_embedded_mock.proxy.settings import ProxySettings

# The response is checked; a compressed one would have to be decompressed here.
_OWN = ((b"accept-encoding", b"identity"),)
_DROPPED = (b"host", b"expect", b"accept-encoding")


class Upstream:
    """The API behind the proxy.

    Raises:
        StartError: The environment has an invalid proxy or certificate.
    """

    def __init__(self, settings: ProxySettings) -> None:
        self._to = settings.to
        self._prefix = settings.to.raw_path.rstrip(b"/")
        self._client = created(lambda: httpx2.AsyncClient(timeout=settings.timeout, **client_options(str(settings.to))))

    def url(self, scope: Scope) -> str:
        """Return the URL to which a request is forwarded, byte for byte as the caller wrote it."""
        host = self._to.netloc.decode("ascii")
        return f"{self._to.scheme}://{host}{self._target(scope).decode('latin-1')}"

    async def send(self, scope: Scope, body: bytes | AsyncIterator[bytes] | None) -> httpx2.Response:
        """Forward a request; return as soon as the response begins.

        Raises:
            httpx2.TransportError: The API cannot be reached, or does not respond in time or in HTTP.
        """
        request = httpx2.Request(
            scope["method"],
            self._to,
            headers=[*end_to_end(scope["headers"], without=_DROPPED), *_OWN],
            content=body,
            # httpx2 normalizes some paths and queries; the API should get what the caller wrote.
            extensions={"target": self._target(scope)},
        )
        return await self._client.send(request, stream=True)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _target(self, scope: Scope) -> bytes:
        path: bytes = scope.get("raw_path") or scope["path"].encode()
        query: bytes = scope["query_string"]
        return self._prefix + path + (b"?" + query if query else b"")
