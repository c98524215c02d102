"""Adapts objects of httpx to httpx2: clients, timeouts, auth objects, requests, responses and exceptions.

The runtime uses httpx2 only. A client of httpx becomes a client of httpx2 whose transport sends with it, so that its
connections, limits, event hooks, headers and cookies apply. No other module imports httpx, and `http_objects` imports
this one only if the program has imported httpx.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import httpx
import httpx2

from .transfers import KEEP_CONTENT


def adapt(given: object) -> httpx2.Client | httpx2.AsyncClient | httpx2.Timeout | httpx2.Auth | None:
    """Return an object of httpx as one of httpx2, or None if it is not a client, a timeout or an auth object."""
    match given:
        case httpx.Client():
            return _Client(given)
        case httpx.AsyncClient():
            return _AsyncClient(given)
        case httpx.Timeout():
            return httpx2.Timeout(**given.as_dict())
        case httpx.Auth():
            return _Auth(given)
        case _:
            return None


class _Client(httpx2.Client):
    """Builds and sends requests with a client of httpx. Closing it leaves that client open."""

    def __init__(self, client: httpx.Client) -> None:
        super().__init__(transport=_Transport(client), **_options(client))
        self._client = client

    def build_request(self, method: str, url: httpx2.URL | str, **options: Any) -> httpx2.Request:
        return _build_request(self._client, method, str(url), options)


class _AsyncClient(httpx2.AsyncClient):
    """Builds and sends requests with an asynchronous client of httpx. Closing it leaves that client open."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        super().__init__(transport=_AsyncTransport(client), **_options(client))
        self._client = client

    def build_request(self, method: str, url: httpx2.URL | str, **options: Any) -> httpx2.Request:
        return _build_request(self._client, method, str(url), options)


def _options(client: httpx.Client | httpx.AsyncClient) -> dict[str, Any]:
    """Return the options that a client of httpx2 applies itself. All others apply when the client of httpx sends."""
    timeout = httpx2.Timeout(**client.timeout.as_dict())
    return {"timeout": timeout, "default_encoding": client._default_encoding, "trust_env": False}


def _build_request(
    client: httpx.Client | httpx.AsyncClient, method: str, url: str, options: dict[str, Any]
) -> httpx2.Request:
    """Build a request with a client of httpx, from arguments as those of httpx2 are."""
    timeout = options.pop("timeout", httpx2.USE_CLIENT_DEFAULT)
    if isinstance(timeout, httpx2.Timeout):
        options["timeout"] = httpx.Timeout(**timeout.as_dict())
    elif timeout is not httpx2.USE_CLIENT_DEFAULT:
        options["timeout"] = timeout
    with _as_httpx2():
        return to_httpx2(client.build_request(method, url, **options))


class _Transport(httpx2.BaseTransport):
    """Sends with a client of httpx. The request has its credentials already.

    httpx2 reads and decodes the response: it decodes in small chunks, and httpx does not.
    """

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        with _Twin(request) as sent, _as_httpx2():
            response = self._client.send(sent, stream=True, auth=None, follow_redirects=False)
        return _response_to_httpx2(response)


class _AsyncTransport(httpx2.AsyncBaseTransport):
    """Sends with an asynchronous client of httpx. The request has its credentials already."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        with _Twin(request) as sent, _as_httpx2():
            response = await self._client.send(sent, stream=True, auth=None, follow_redirects=False)
        return _response_to_httpx2(response)


class _Auth(httpx2.Auth):
    """Adds credentials with an auth object of httpx."""

    def __init__(self, auth: httpx.Auth) -> None:
        self._auth = auth

    def sync_auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        twin = _Twin(request)
        flow = self._auth.sync_auth_flow(twin.request)
        try:
            with _as_httpx2():
                sent = next(flow)
                while True:
                    response = yield twin.original(sent)
                    sent = flow.send(to_httpx(response, sent))
        except StopIteration:
            return
        finally:
            flow.close()

    async def async_auth_flow(self, request: httpx2.Request) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        twin = _Twin(request)
        flow = self._auth.async_auth_flow(twin.request)
        try:
            with _as_httpx2():
                sent = await anext(flow)
                while True:
                    response = yield twin.original(sent)
                    sent = await flow.asend(to_httpx(response, sent))
        except StopAsyncIteration:
            return
        finally:
            await flow.aclose()


class _Twin:
    """A copy of a request of httpx2 for httpx. Changes by hooks and auth objects are copied back.

    Attributes:
        request: The request of httpx.
    """

    def __init__(self, request: httpx2.Request) -> None:
        self._original = request
        parts: dict[str, Any] = {"headers": request.headers.raw, "extensions": request.extensions}
        self.request = httpx.Request(request.method, str(request.url), **parts, **_body(request.stream))
        self._stream = self.request.stream

    def original(self, sent: httpx.Request) -> httpx2.Request:
        """Return the request of httpx2 for one that is to be sent: the original, unless it is another one."""
        if sent is not self.request:
            return to_httpx2(sent)
        self._copy_changes()
        return self._original

    def _copy_changes(self) -> None:
        changed = to_httpx2(self.request)
        self._original.method, self._original.url = changed.method, changed.url
        self._original.headers, self._original.extensions = changed.headers, changed.extensions
        if self.request.stream is not self._stream:
            self._original.stream = changed.stream

    def __enter__(self) -> httpx.Request:
        return self.request

    def __exit__(self, *_: object) -> None:
        self._copy_changes()


def to_httpx2(request: httpx.Request) -> httpx2.Request:
    """Return a request of httpx as one of httpx2."""
    parts: dict[str, Any] = {"headers": request.headers.raw, "extensions": request.extensions}
    return httpx2.Request(request.method, str(request.url), **parts, **_body(request.stream))


def _body(stream: Any) -> dict[str, Any]:
    """Return the body of a request as an argument of either library's requests."""
    if isinstance(stream, httpx.ByteStream | httpx2.ByteStream):
        return {"content": b"".join(stream)}
    return {"stream": _Stream(partial(iter, stream), partial(aiter, stream), stream)}


def _response_to_httpx2(response: httpx.Response) -> httpx2.Response:
    headers = httpx2.Headers(response.headers.raw)
    try:
        content = response.content
    except httpx.ResponseNotRead:
        stream = _Stream(response.iter_raw, response.aiter_raw, response)
        # Event hooks may have kept the response of httpx, to use its body after the call.
        extensions = {**response.extensions, KEEP_CONTENT: partial(setattr, response, "_content")}
        return httpx2.Response(response.status_code, headers=headers, stream=stream, extensions=extensions)
    made = httpx2.Response(response.status_code, content=content, extensions=response.extensions)
    # Set afterwards, since the content is decoded already.
    made.headers = headers
    with suppress(RuntimeError):  # A transport without a connection has not measured the time.
        made.elapsed = response.elapsed
    return made


def to_httpx(response: httpx2.Response, request: httpx.Request) -> httpx.Response:
    """Return a response of httpx2 as one of httpx. Reading it reads the response of httpx2."""

    def read() -> Iterator[bytes]:
        yield response.read()

    async def aread() -> AsyncIterator[bytes]:
        yield await response.aread()

    # What is read is decoded.
    headers = [(name, value) for name, value in response.headers.raw if name.lower() != b"content-encoding"]
    stream = _Stream(read, aread, response)
    return httpx.Response(
        response.status_code, headers=headers, stream=stream, request=request, extensions=response.extensions
    )


class _Stream(httpx.SyncByteStream, httpx.AsyncByteStream, httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that both libraries accept. Closing it closes the message or the stream that it comes from."""

    def __init__(
        self, chunks: Callable[[], Iterator[bytes]], async_chunks: Callable[[], AsyncIterator[bytes]], source: Any
    ) -> None:
        self._chunks, self._async_chunks, self._source = chunks, async_chunks, source

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx2():
            yield from self._chunks()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks = self._async_chunks()
        try:
            with _as_httpx2():
                async for chunk in chunks:
                    yield chunk
        finally:
            if isinstance(chunks, AsyncGenerator):
                await chunks.aclose()

    def close(self) -> None:
        self._source.close()

    async def aclose(self) -> None:
        await self._source.aclose()


@contextmanager
def _as_httpx2() -> Generator[None]:
    """Raise exceptions of httpx as those of httpx2 with the same names."""
    try:
        yield
    except (httpx.RequestError, httpx.InvalidURL) as error:
        raise to_httpx2_error(error) from error


def to_httpx2_error(error: Exception) -> Exception:
    """Return the exception of httpx2 for a failed request or invalid URL of httpx. Others are returned as they are.

    An exception class that a program derives from one of httpx becomes the latter.
    """
    if not isinstance(error, httpx.RequestError | httpx.InvalidURL):
        return error
    name = next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "httpx")
    made: Exception = getattr(httpx2, name)(str(error))
    return made
