"""Calls that return the response as well as the result: `with_raw_response` and `with_streaming_response`.

The methods of a resource send through `Caller`. The callers here return a response instead of the result, so that
generated code has each method once. The functions at the end give these methods the types of what they then return.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, TypeVar

import httpx2

from .auth import mask
from .base_client import AsyncClient, SyncClient
from .call import Call
from .errors import error_of
from .json_bodies import load
from .operations import Operation, PagedOperation
from .responses import check_status, check_success, read

if TYPE_CHECKING:
    from .paging import AsyncPages, Page

P = ParamSpec("P")
T = TypeVar("T")


class Caller(Protocol):
    """Carries out the operations of a resource. A `SyncClient` is one."""

    def call(self, operation: Operation[T], call: Call) -> T:
        """Carry out an operation and return its result."""
        ...

    def page(self, operation: PagedOperation[T], call: Call) -> Page[T]:
        """Return a page of a list."""
        ...


class AsyncCaller(Protocol):
    """Carries out the operations of an asynchronous resource. An `AsyncClient` is one."""

    async def call(self, operation: Operation[T], call: Call) -> T:
        """Carry out an operation and return its result."""
        ...

    def page(self, operation: PagedOperation[T], call: Call) -> AsyncPages[T]:
        """Return a list, which sends nothing before it is awaited or iterated over."""
        ...


class _Response(Generic[T]):
    """A successful response.

    Attributes:
        http_response: The response of httpx2. Credentials are masked in its request.
    """

    def __init__(self, response: httpx2.Response, parse: Callable[[httpx2.Response], T]) -> None:
        self.http_response = mask(response)
        self._parse = parse

    @property
    def status_code(self) -> int:
        """The HTTP status code."""
        return self.http_response.status_code

    @property
    def headers(self) -> httpx2.Headers:
        """The headers of the response."""
        return self.http_response.headers

    @property
    def request_id(self) -> str | None:
        """The header `X-Correlation-Id` or `X-Request-Id`, or None if the response has neither."""
        headers = self.http_response.headers
        found: str | None = headers.get("x-correlation-id") or headers.get("x-request-id")
        return found

    def __repr__(self) -> str:
        return f"{type(self).__name__}(status_code={self.status_code})"


class RawResponse(_Response[T]):
    """A successful response whose body has been read. An error response is raised, as by the method itself."""

    @property
    def content(self) -> bytes:
        """The body."""
        return self.http_response.content

    @property
    def text(self) -> str:
        """The body as text."""
        return self.http_response.text

    def json(self) -> Any:
        """Return the decoded body. Raises ValueError if it is not JSON, or is nested too deep."""
        return load(self.http_response.content)

    def parse(self) -> T:
        """Return what the method itself returns. Raises WorkatoEmbeddedError as the method does."""
        return self._parse(self.http_response)


class StreamedResponse(_Response[T]):
    """A successful response whose body can be read once."""

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Iterate over the body in chunks. Raises APIConnectionError if the connection breaks."""
        with _connection_errors(self.http_response):
            yield from self.http_response.iter_bytes(chunk_size)

    def iter_lines(self) -> Iterator[str]:
        """Iterate over the lines of the body. Raises APIConnectionError if the connection breaks."""
        with _connection_errors(self.http_response):
            yield from self.http_response.iter_lines()

    def read(self) -> bytes:
        """Read the whole body. Raises APIConnectionError if the connection breaks."""
        with _connection_errors(self.http_response):
            return self.http_response.read()

    def parse(self) -> T:
        """Read the whole body and return what the method itself returns. Raises WorkatoEmbeddedError."""
        self.read()
        return self._parse(self.http_response)


class AsyncStreamedResponse(_Response[T]):
    """A successful response whose body can be read once."""

    async def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """Iterate over the body in chunks. Raises APIConnectionError if the connection breaks."""
        with _connection_errors(self.http_response):
            async for chunk in self.http_response.aiter_bytes(chunk_size):
                yield chunk

    async def iter_lines(self) -> AsyncIterator[str]:
        """Iterate over the lines of the body. Raises APIConnectionError if the connection breaks."""
        with _connection_errors(self.http_response):
            async for line in self.http_response.aiter_lines():
                yield line

    async def read(self) -> bytes:
        """Read the whole body. Raises APIConnectionError if the connection breaks."""
        with _connection_errors(self.http_response):
            return await self.http_response.aread()

    async def parse(self) -> T:
        """Read the whole body and return what the method itself returns. Raises WorkatoEmbeddedError."""
        await self.read()
        return self._parse(self.http_response)


@contextmanager
def _connection_errors(response: httpx2.Response) -> Generator[None, None, None]:
    try:
        yield
    except httpx2.RequestError as error:
        raise error_of(error, response.request) from error


class _ResponseCaller:
    """A `Caller` that returns responses. Its results are `Any`; `as_raw` and `as_streamed` type them."""

    def __init__(self, client: SyncClient, kind: type[RawResponse[Any]] | type[StreamedResponse[Any]]) -> None:
        self._client, self._kind = client, kind

    def call(self, operation: Operation[Any], call: Call) -> Any:
        return self._send(operation, call, partial(read, operation))

    def page(self, operation: PagedOperation[Any], call: Call) -> Any:
        return self._send(operation, call, partial(self._client._read_page, operation, call))

    def _send(self, operation: Operation[Any], call: Call, parse: Callable[[httpx2.Response], Any]) -> Any:
        stream = self._kind is StreamedResponse
        response = self._client._send(operation, call, stream=stream)
        return self._kind(check_status(response) if stream else check_success(response), parse)


class _AsyncResponseCaller:
    """An `AsyncCaller` that returns responses. Its results are `Any`; `async_as_raw` and its sibling type them."""

    def __init__(self, client: AsyncClient, kind: type[RawResponse[Any]] | type[AsyncStreamedResponse[Any]]) -> None:
        self._client, self._kind = client, kind

    async def call(self, operation: Operation[Any], call: Call) -> Any:
        return await self._send(operation, call, partial(read, operation))

    def page(self, operation: PagedOperation[Any], call: Call) -> Any:
        return self._send(operation, call, partial(self._client._read_page, operation, call))

    async def _send(self, operation: Operation[Any], call: Call, parse: Callable[[httpx2.Response], Any]) -> Any:
        stream = self._kind is AsyncStreamedResponse
        response = await self._client._send(operation, call, stream=stream)
        return self._kind(check_status(response) if stream else check_success(response), parse)


def raw_calls(client: SyncClient) -> Caller:
    """Return a caller for a resource whose methods return raw responses."""
    return _ResponseCaller(client, RawResponse)


def async_raw_calls(client: AsyncClient) -> AsyncCaller:
    """Return a caller for an asynchronous resource whose methods return raw responses."""
    return _AsyncResponseCaller(client, RawResponse)


def stream_calls(client: SyncClient) -> Caller:
    """Return a caller for a resource whose methods return responses with an unread body."""
    return _ResponseCaller(client, StreamedResponse)


def async_stream_calls(client: AsyncClient) -> AsyncCaller:
    """Return a caller for an asynchronous resource whose methods return responses with an unread body."""
    return _AsyncResponseCaller(client, AsyncStreamedResponse)


def as_raw(method: Callable[P, T]) -> Callable[P, RawResponse[T]]:
    """Return a method of a resource on `raw_calls` with the type of what it returns there."""
    untyped: Callable[P, Any] = method
    return untyped


def async_as_raw(method: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[RawResponse[T]]]:
    """Return a method of a resource on `async_raw_calls` with the type of what it returns there."""
    untyped: Callable[P, Any] = method
    return untyped


def as_streamed(method: Callable[P, T]) -> Callable[P, AbstractContextManager[StreamedResponse[T]]]:
    """Return a method of a resource on `stream_calls` for use with `with`, which closes the response."""
    untyped: Callable[P, Any] = method

    @wraps(method)
    @contextmanager
    def streamed(*args: P.args, **kwargs: P.kwargs) -> Generator[StreamedResponse[T], None, None]:
        response: StreamedResponse[T] = untyped(*args, **kwargs)
        try:
            yield response
        finally:
            response.http_response.close()

    return streamed


def async_as_streamed(
    method: Callable[P, Awaitable[T]],
) -> Callable[P, AbstractAsyncContextManager[AsyncStreamedResponse[T]]]:
    """Return a method of a resource on `async_stream_calls` for use with `async with`, which closes the response."""
    untyped: Callable[P, Any] = method

    @wraps(method)
    @asynccontextmanager
    async def streamed(*args: P.args, **kwargs: P.kwargs) -> AsyncGenerator[AsyncStreamedResponse[T], None]:
        response: AsyncStreamedResponse[T] = await untyped(*args, **kwargs)
        try:
            yield response
        finally:
            await response.http_response.aclose()

    return streamed
