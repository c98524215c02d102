"""Limits the decoded size of bodies of responses.

A compressed body of one megabyte can decode to gigabytes. The decoder of httpx2 yields chunks of at most one megabyte,
so that memory stays bounded up to the limit.
"""

from __future__ import annotations

import weakref
from collections.abc import AsyncGenerator, Generator, Iterator
from typing import Any, Final, NamedTuple

import httpx2

from .auth import BearerAuth, LegacyAuth

# Default maximum of a decoded response, in bytes. The longest lists, of recipes with their code, are below it.
DEFAULT_RESPONSE_SIZE: Final = 64 * 1024 * 1024
# Default maximum of a downloaded file, in bytes. It goes to the disk and not into memory.
DEFAULT_DOWNLOAD_SIZE: Final = 1024 * 1024 * 1024


class SizeLimit(NamedTuple):
    """The maximum size of a body.

    Attributes:
        option: The option of the client that sets it.
        size: Number of bytes after decoding, or None for no limit.
    """

    option: str
    size: int | None


class BodyTooLarge(httpx2.DecodingError):
    """A body is larger than its limit. The request is not retried.

    Attributes:
        response: The response, whose body was not kept.
    """

    def __init__(self, limit: SizeLimit, response: httpx2.Response) -> None:
        super().__init__(f"the body is larger than {limit.option}, {limit.size} bytes")
        self.response = response


def limit_body(response: httpx2.Response, limit: SizeLimit) -> None:
    """Make each later read of a body raise BodyTooLarge after its limit.

    Raises:
        DecodingError: The body has too many encodings, or has been read and is larger than the limit.
    """
    if limit.size is None:
        return
    # A transport in process has read the body already.
    content: bytes | None = getattr(response, "_content", None)
    if content is not None:
        if len(content) > limit.size:
            raise BodyTooLarge(limit, response)
        return
    # Every way to read a response uses its decoder, which pickles and copies of the response do not have.
    decoder: Any = _LimitedDecoder(response, limit, limit.size)
    response._decoder = decoder


class _LimitedDecoder:
    """Counts what a decoder yields."""

    def __init__(self, response: httpx2.Response, limit: SizeLimit, left: int) -> None:
        self._decoder: Any = response._get_content_decoder()
        self._limit, self._left = limit, left
        # Without a reference cycle, which would keep each body until the garbage collector runs.
        self._response = weakref.ref(response)

    def decode(self, data: bytes) -> Iterator[bytes]:
        """Yield decoded chunks. Raises BodyTooLarge."""
        return self._counted(self._decoder.decode(data))

    def flush(self) -> Iterator[bytes]:
        """Yield the last decoded chunks. Raises BodyTooLarge."""
        return self._counted(self._decoder.flush())

    def _counted(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._left -= len(chunk)
            response = self._response()
            if self._left < 0 and response is not None:
                raise BodyTooLarge(self._limit, response)
            yield chunk


def limited_auth(auth: httpx2.Auth, limit: SizeLimit) -> httpx2.Auth:
    """Return an auth object that reads responses, such as a challenge, up to a limit."""
    return auth if isinstance(auth, BearerAuth | LegacyAuth) else _LimitedAuth(auth, limit)


class _LimitedAuth(httpx2.Auth):
    """Limits the responses that another auth object gets."""

    def __init__(self, auth: httpx2.Auth, limit: SizeLimit) -> None:
        self._auth, self._limit = auth, limit

    def sync_auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        flow = self._auth.sync_auth_flow(request)
        try:
            sent = next(flow)
            while True:
                response = yield sent
                limit_body(response, self._limit)
                sent = flow.send(response)
        except StopIteration:
            return
        finally:
            flow.close()

    async def async_auth_flow(self, request: httpx2.Request) -> AsyncGenerator[httpx2.Request, httpx2.Response]:
        flow = self._auth.async_auth_flow(request)
        try:
            sent = await anext(flow)
            while True:
                response = yield sent
                limit_body(response, self._limit)
                sent = await flow.asend(response)
        except StopAsyncIteration:
            return
        finally:
            await flow.aclose()
