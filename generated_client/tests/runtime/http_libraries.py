"""Creates HTTP clients of httpx2 or of httpx on transports of httpx2, so that a test runs with both libraries."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar

import httpx
import httpx2


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


class Translating(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport of httpx that passes its requests to one of httpx2."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        try:
            return _response(self._transport.handle_request(_request(request)))
        except httpx2.RequestError as error:
            raise _error(error) from error

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        try:
            return _response(await self._transport.handle_async_request(_request(request)))
        except httpx2.RequestError as error:
            raise _error(error) from error


def _request(request: httpx.Request) -> httpx2.Request:
    parts: dict[str, Any] = {"headers": request.headers.raw, "extensions": request.extensions}
    return httpx2.Request(request.method, str(request.url), stream=_Body(request.stream), **parts)


def _response(response: httpx2.Response) -> httpx.Response:
    parts: dict[str, Any] = {"headers": response.headers.raw, "extensions": response.extensions}
    return httpx.Response(response.status_code, stream=_Body(response.stream), **parts)


def _error(error: httpx2.RequestError) -> httpx.RequestError:
    made: httpx.RequestError = getattr(httpx, type(error).__name__)(str(error))
    return made


class _Body(httpx.SyncByteStream, httpx.AsyncByteStream, httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that both libraries accept, with the errors of httpx."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._stream
        except httpx2.RequestError as error:
            raise _error(error) from error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._stream:
                yield chunk
        except httpx2.RequestError as error:
            raise _error(error) from error

    def close(self) -> None:
        """Close the body."""
        self._stream.close()

    async def aclose(self) -> None:
        """Close the body."""
        await self._stream.aclose()
