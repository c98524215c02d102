"""A transport of httpx that passes its requests to httpx2, so that tests of httpx2 run with clients of httpx, too."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import httpx2


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
    headers = response.headers.copy()
    if response.is_stream_consumed:
        # An event hook has read the body, which is decoded now.
        headers.pop("Content-Encoding", None)
        return httpx.Response(response.status_code, headers=headers.raw, content=response.content)
    parts: dict[str, Any] = {"headers": headers.raw, "extensions": response.extensions}
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
