"""Ends a call after its total timeout, whatever the server sends.

A timeout of an HTTP library bounds each read. A server that sends one byte after the other, of headers or of a body,
can hold a call for hours with it. With a total timeout, a synchronous client sends in a thread and stops waiting for
it; the thread ends when its connection is shut down. An asynchronous client cancels what it awaits.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import Any, Final, Generic, TypeVar

import httpx2

from .deadlines import Deadline

T = TypeVar("T")

# The key of `request.extensions` with a function that gets events of the connection.
_TRACE: Final = "trace"


class _Job(Generic[T]):
    """A function that a thread runs, and whose result may come too late.

    Args:
        function: The function.
        discard: Gets a result that nothing waits for any longer.
    """

    def __init__(self, function: Callable[[], T], discard: Callable[[T], object]) -> None:
        self._function, self._discard = function, discard
        self._lock, self._done = threading.Lock(), threading.Event()
        self._abandoned = False
        self._results: list[T] = []
        self._error: BaseException | None = None

    def run(self) -> None:
        """Run the function."""
        try:
            self._results.append(self._function())
        except BaseException as error:
            self._error = error
        with self._lock:
            self._done.set()
            abandoned = self._abandoned
        if abandoned:
            self.drop()

    def drop(self) -> None:
        """Discard the result of the function that has ended."""
        for result in self._results:
            with suppress(Exception):
                self._discard(result)

    def abandon(self) -> bool:
        """Stop waiting. Return False if the function has ended, so that its result must be used."""
        with self._lock:
            self._abandoned = not self._done.is_set()
            return self._abandoned

    def wait(self, seconds: float) -> bool:
        """Wait until the function has ended. Return whether it has."""
        return self._done.wait(seconds)

    def result(self) -> T:
        """Return the result of the function that has ended, or raise its error."""
        if self._error is not None:
            raise self._error
        return self._results[0]


def run_until(
    deadline: Deadline, function: Callable[[], T], abort: Callable[[], object], discard: Callable[[T], object]
) -> T:
    """Run a function in a thread and return its result.

    Args:
        deadline: When to stop waiting.
        function: The function.
        abort: Called after the deadline, to make the function end.
        discard: Gets the result if it comes after the deadline.

    Raises:
        TotalTimeout: The deadline has passed. The thread may run on.
    """
    seconds = deadline.remaining()
    job = _Job(function, discard)
    # A daemon, so that the program can end while a server holds the thread.
    threading.Thread(target=copy_context().run, args=(job.run,), name="workato-embedded-call", daemon=True).start()
    try:
        ended = job.wait(seconds)
    except BaseException:
        # Ctrl-C, for example.
        if job.abandon():
            abort()
        else:
            job.drop()
        raise
    if not ended and job.abandon():
        abort()
        raise deadline.error()
    return job.result()


async def await_until(deadline: Deadline, start: Callable[[], Awaitable[T]]) -> T:
    """Await the awaitable that a function returns; cancel it at the deadline. Raises TotalTimeout."""
    import anyio

    with anyio.move_on_after(deadline.remaining()):
        return await start()
    raise deadline.error()


class Connection:
    """The connection of a request, which another thread can shut down. It is known if the request has opened it, or
    once the response has begun.
    """

    def __init__(self, request: httpx2.Request) -> None:
        self._lock = threading.Lock()
        self._stream: Any = None
        request.extensions = {**request.extensions, _TRACE: self._on_event}

    def _on_event(self, name: str, info: Mapping[str, Any]) -> None:
        stream = info.get("return_value")
        with self._lock:
            # A connection of HTTP/2 has other requests too, and so may one that has been returned to the pool.
            if name.startswith("http2.") or name.endswith(".response_closed.started"):
                self._stream = None
            elif hasattr(stream, "get_extra_info"):
                self._stream = stream

    def has_responded(self, response: httpx2.Response) -> None:
        """Note the connection of a response."""
        if response.http_version.startswith("HTTP/1") and not response.is_closed:
            with self._lock:
                self._stream = response.extensions.get("network_stream")

    def shut_down(self) -> None:
        """End the connection, so that a thread that reads from it ends."""
        with self._lock, suppress(OSError, AttributeError):
            # Closing the socket would not wake the thread. A TLS socket would first forget its encryption.
            socket.socket.shutdown(self._stream.get_extra_info("socket"), socket.SHUT_RDWR)


class TimedStream(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """The body of a response. Each chunk must come before the deadline."""

    def __init__(self, stream: Any, deadline: Deadline, shut_down: Callable[[], object] = lambda: None) -> None:
        self._stream, self._deadline, self._shut_down = stream, deadline, shut_down
        self._abandoned = False

    @property
    def elapsed(self) -> Any:
        """The time until the response was closed, which httpx2 asks for."""
        return getattr(self._stream, "elapsed", None)

    def __iter__(self) -> Iterator[bytes]:
        read = partial(self._next, iter(self._stream))
        while (chunk := run_until(self._deadline, read, self._abort, lambda _: None)) is not None:
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks = aiter(self._stream)
        while (chunk := await await_until(self._deadline, partial(anext, chunks, None))) is not None:
            yield chunk

    def _next(self, chunks: Iterator[bytes]) -> bytes | None:
        """Return the next chunk. If it came too late, close the stream, which no other thread can do meanwhile."""
        try:
            return next(chunks, None)
        finally:
            if self._abandoned:
                self._stream.close()

    def _abort(self) -> None:
        self._abandoned = True
        self._shut_down()

    def close(self) -> None:
        """Close the body, unless a thread still reads it, which closes it then."""
        if not self._abandoned:
            self._stream.close()

    async def aclose(self) -> None:
        """Close the body."""
        await self._stream.aclose()
