"""Calls that give the answer itself beside its result: `with_raw_response` and `with_streaming_response`.

Generated code builds a resource on something that stands in a client's place, so that its methods need no second
version; the functions at the end say what then comes out of these methods.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from functools import partial, wraps
from typing import Any, Generic, ParamSpec, TypeVar, cast

import httpx

from .auth import mask
from .base_client import AsyncClient, SyncClient
from .call import Call
from .errors import APIConnectionError
from .operations import Operation, PagedOperation
from .responses import check_refusal, check_status, read

P = ParamSpec("P")
T = TypeVar("T")


class _Answer(Generic[T]):
    """What all kinds of answers tell."""

    def __init__(self, response: httpx.Response, parse: Callable[[httpx.Response], T]) -> None:
        self.http_response = mask(response)
        """The answer as httpx gives it; in its request, credentials are masked."""
        self._parse = parse

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.http_response.status_code

    @property
    def headers(self) -> httpx.Headers:
        """The headers of the answer."""
        return self.http_response.headers

    @property
    def request_id(self) -> str | None:
        """The header `X-Request-Id`, where there is one."""
        found: str | None = self.http_response.headers.get("x-request-id")
        return found

    def __repr__(self) -> str:
        return f"{type(self).__name__}(status_code={self.status_code})"


class RawResponse(_Answer[T]):
    """An answer of success that has been read. A refusal is raised, as without this detour."""

    @property
    def content(self) -> bytes:
        """The body."""
        return self.http_response.content

    @property
    def text(self) -> str:
        """The body as text."""
        return self.http_response.text

    def json(self) -> Any:
        """The decoded body. Raises ValueError if it is no JSON."""
        return self.http_response.json()

    def parse(self) -> T:
        """Return what the method gives without this detour. Raises WorkatoEmbeddedError as that does."""
        return self._parse(self.http_response)


class StreamedResponse(_Answer[T]):
    """An answer of success whose body is yet to be read, once."""

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Go through the body piece by piece. Raises APIConnectionError if it breaks off."""
        with _our_errors(self.http_response):
            yield from self.http_response.iter_bytes(chunk_size)

    def iter_lines(self) -> Iterator[str]:
        """Go through the body line by line. Raises APIConnectionError if it breaks off."""
        with _our_errors(self.http_response):
            yield from self.http_response.iter_lines()

    def read(self) -> bytes:
        """Read the whole body. Raises APIConnectionError if it breaks off."""
        with _our_errors(self.http_response):
            return self.http_response.read()

    def parse(self) -> T:
        """Read the whole body and return what the method gives without this detour. Raises WorkatoEmbeddedError."""
        self.read()
        return self._parse(self.http_response)


class AsyncStreamedResponse(_Answer[T]):
    """An answer of success whose body is yet to be read, once."""

    async def iter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """Go through the body piece by piece. Raises APIConnectionError if it breaks off."""
        with _our_errors(self.http_response):
            async for piece in self.http_response.aiter_bytes(chunk_size):
                yield piece

    async def iter_lines(self) -> AsyncIterator[str]:
        """Go through the body line by line. Raises APIConnectionError if it breaks off."""
        with _our_errors(self.http_response):
            async for line in self.http_response.aiter_lines():
                yield line

    async def read(self) -> bytes:
        """Read the whole body. Raises APIConnectionError if it breaks off."""
        with _our_errors(self.http_response):
            return await self.http_response.aread()

    async def parse(self) -> T:
        """Read the whole body and return what the method gives without this detour. Raises WorkatoEmbeddedError."""
        await self.read()
        return self._parse(self.http_response)


@contextmanager
def _our_errors(response: httpx.Response) -> Generator[None, None, None]:
    try:
        yield
    except httpx.RequestError as error:
        raise APIConnectionError.of(error, response.request) from error


class _Calls:
    """Stands in a client's place for a resource, and gives answers of some kind in place of results."""

    def __init__(self, client: SyncClient, kind: type[RawResponse[Any]] | type[StreamedResponse[Any]]) -> None:
        self._client, self._kind = client, kind

    def call(self, operation: Operation[Any], call: Call) -> Any:
        return self._get(operation, call, partial(read, operation))

    def page(self, operation: PagedOperation[Any], call: Call) -> Any:
        return self._get(operation, call, partial(self._client._read_page, operation, call))

    def _get(self, operation: Operation[Any], call: Call, parse: Callable[[httpx.Response], Any]) -> Any:
        stream = self._kind is StreamedResponse
        response = self._client._send(operation, call, stream=stream)
        return self._kind(check_status(response) if stream else check_refusal(response), parse)


class _AsyncCalls:
    """Stands in an asynchronous client's place for a resource, and gives answers of some kind in place of results."""

    def __init__(self, client: AsyncClient, kind: type[RawResponse[Any]] | type[AsyncStreamedResponse[Any]]) -> None:
        self._client, self._kind = client, kind

    async def call(self, operation: Operation[Any], call: Call) -> Any:
        return await self._get(operation, call, partial(read, operation))

    async def page(self, operation: PagedOperation[Any], call: Call) -> Any:
        return await self._get(operation, call, partial(self._client._read_page, operation, call))

    async def _get(self, operation: Operation[Any], call: Call, parse: Callable[[httpx.Response], Any]) -> Any:
        stream = self._kind is AsyncStreamedResponse
        response = await self._client._send(operation, call, stream=stream)
        return self._kind(check_status(response) if stream else check_refusal(response), parse)


# A resource is written for a client. What stands in its place gives other results, which the functions below tell.


def raw_calls(client: SyncClient) -> SyncClient:
    """Return what a resource needs so that its methods give answers."""
    return cast(SyncClient, _Calls(client, RawResponse))


def async_raw_calls(client: AsyncClient) -> AsyncClient:
    """Return what an asynchronous resource needs so that its methods give answers."""
    return cast(AsyncClient, _AsyncCalls(client, RawResponse))


def stream_calls(client: SyncClient) -> SyncClient:
    """Return what a resource needs so that its methods give answers whose bodies are yet to be read."""
    return cast(SyncClient, _Calls(client, StreamedResponse))


def async_stream_calls(client: AsyncClient) -> AsyncClient:
    """Return what an asynchronous resource needs so that its methods give answers whose bodies are yet to be read."""
    return cast(AsyncClient, _AsyncCalls(client, AsyncStreamedResponse))


def as_raw(method: Callable[P, T]) -> Callable[P, RawResponse[T]]:
    """Say what comes out of a method of a resource on `raw_calls`."""
    return cast(Callable[P, RawResponse[T]], method)


def async_as_raw(method: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[RawResponse[T]]]:
    """Say what comes out of a method of a resource on `async_raw_calls`."""
    return cast(Callable[P, Awaitable[RawResponse[T]]], method)


def as_streamed(method: Callable[P, T]) -> Callable[P, AbstractContextManager[StreamedResponse[T]]]:
    """Make of a method of a resource on `stream_calls` one for `with`, behind which the answer is closed."""

    @wraps(method)
    @contextmanager
    def streamed(*args: P.args, **kwargs: P.kwargs) -> Generator[StreamedResponse[T], None, None]:
        answer = cast(StreamedResponse[T], method(*args, **kwargs))
        try:
            yield answer
        finally:
            answer.http_response.close()

    return streamed


def async_as_streamed(
    method: Callable[P, Awaitable[T]],
) -> Callable[P, AbstractAsyncContextManager[AsyncStreamedResponse[T]]]:
    """Make of a method of a resource on `async_stream_calls` one for `async with`."""

    @wraps(method)
    @asynccontextmanager
    async def streamed(*args: P.args, **kwargs: P.kwargs) -> AsyncGenerator[AsyncStreamedResponse[T], None]:
        answer = cast(AsyncStreamedResponse[T], await method(*args, **kwargs))
        try:
            yield answer
        finally:
            await answer.http_response.aclose()

    return streamed
