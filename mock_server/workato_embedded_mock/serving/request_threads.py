"""Serves requests in threads, so that the event loop goes on while one of them waits for the database.

Why, and what it costs: docs/adr/0023-waiting-for-the-database.md.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from queue import SimpleQueue
from types import coroutine
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workato_embedded_mock.http.connection_control import (
    ConnectionControl,
    connection_control_of,
    set_connection_control,
)

# What a request needs of the event loop.
_Need = Callable[[], Awaitable[Any]]
_Step = Callable[[], Any]

T = TypeVar("T")

_CALLER = (b"authorization", b"x-mock-namespace", b"x-user-token")


class RequestThreads:
    """Threads that run steps of requests.

    They end with the process, also if one of them still waits: a pool of the standard library would wait for it.

    Args:
        most: The most threads.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._started = 0
        self._steps: SimpleQueue[tuple[_Step, asyncio.Future[Any]]] = SimpleQueue()
        self._running: set[asyncio.Future[Any]] = set()
        self._abandoned = False

    async def run(self, step: _Step) -> Any:
        """Run a step in a thread, when one is free, and return its result."""
        future = asyncio.get_running_loop().create_future()
        self._running.add(future)
        if len(self._running) > self._started < self._most:
            self._started += 1
            threading.Thread(target=self._work, name=f"workato-mock-{self._started}", daemon=True).start()
        self._steps.put((step, future))
        try:
            return await future
        finally:
            self._running.discard(future)

    def abandon(self) -> None:
        """Wait for none of the steps that run, because the server ends."""
        self._abandoned = True
        for future in list(self._running):
            future.cancel()

    def is_abandoned(self) -> bool:
        """Return whether the server ends."""
        return self._abandoned

    def _work(self) -> None:
        while True:
            step, future = self._steps.get()
            result = error = None
            try:
                result = step()
            except BaseException as raised:  # the request raises it
                error = raised
            # The loop is closed if the server has ended.
            with suppress(RuntimeError):
                future.get_loop().call_soon_threadsafe(_set, future, result, error)


def _set(future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    if not future.done():
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)


class ThreadedApp:
    """Serves the requests of an app in threads.

    A step ends where the request waits for its caller: for more of the body, or for a response that has several parts.
    Most requests have one step. The app may wait for nothing else.

    Args:
        app: The app.
        most: The most threads.
        stays: Returns whether the event loop serves a request, because it never waits for the database.
    """

    def __init__(self, app: ASGIApp, most: int, stays: Callable[[Scope], bool]) -> None:
        self._app = app
        self._threads = RequestThreads(most)
        # Requests of one caller, which may all wait for one lock, leave threads for others.
        self._most_of_one = max(1, most // 2)
        self._turns: WeakValueDictionary[tuple[bytes, ...], asyncio.Semaphore] = WeakValueDictionary()
        self._stays = stays

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http" or self._stays(scope):
            await self._app(scope, receive, send)
            return
        request = _Request(self._app, scope, receive)
        if _has_small_body(scope):
            request.first = await receive()
        turn = self._turn_of(scope)
        result: Any = None
        error: Exception | None = None
        while not self._threads.is_abandoned():
            try:
                async with turn:
                    need: _Need | None = await self._threads.run(partial(request.step, result, error))
            except asyncio.CancelledError:
                if self._threads.is_abandoned():
                    return
                raise
            finally:
                for message in request.taken():
                    await send(message)
            if need is None:
                return
            result = error = None
            try:
                result = await need()
            except Exception as raised:  # the app gets it
                error = raised

    def _turn_of(self, scope: Scope) -> asyncio.Semaphore:
        """Return what limits the threads of the caller of a request, which its headers name."""
        caller = tuple([value for name, value in scope["headers"] if name in _CALLER])
        turn = self._turns.get(caller)
        if turn is None:
            turn = self._turns[caller] = asyncio.Semaphore(self._most_of_one)
        return turn

    def abandon(self) -> None:
        """End all requests that wait for the database, because the server ends."""
        self._threads.abandon()


def _has_small_body(scope: Scope) -> bool:
    """Return whether the body of a request is probably there already, so that it can be received at the beginning."""
    headers = dict(scope["headers"])
    # A caller that expects to be asked for its body is asked when the app wants it.
    return b"expect" not in headers and headers.get(b"content-length", b"0") != b"0"


@coroutine
def _on_loop(need: _Need) -> Generator[_Need, Any, Any]:
    """End the step, and return what the event loop returns."""
    return (yield need)


class _Request:
    """One request in steps.

    Attributes:
        first: The first part of the body, if it was received already.
    """

    def __init__(self, app: ASGIApp, scope: Scope, receive: Receive) -> None:
        self.first: Message | None = None
        self._receive_on_loop = receive
        self._sent: list[Message] = []
        set_connection_control(scope, _ControlOnLoop(connection_control_of(scope), receive))
        self._context = copy_context()
        self._running: Any = app(scope, self._receive, self._send)

    def step(self, result: Any, error: Exception | None) -> _Need | None:
        """Go on until the next need; return it, or None at the end."""
        go_on = partial(self._running.send, result) if error is None else partial(self._running.throw, error)
        try:
            need: _Need = self._context.run(go_on)
        except StopIteration:
            return None
        return need

    def taken(self) -> list[Message]:
        """Return what the app has sent since the last call."""
        sent, self._sent = self._sent, []
        return sent

    async def _receive(self) -> Message:
        first, self.first = self.first, None
        if first is not None:
            return first
        message: Message = await _on_loop(self._receive_on_loop)
        return message

    async def _send(self, message: Message) -> None:
        self._sent.append(message)
        if message.get("more_body"):
            await _on_loop(_nothing)


async def _nothing() -> None:
    """Return at once: what was sent before goes first."""


class _ControlOnLoop:
    """Controls the connection of a caller on the event loop."""

    def __init__(self, control: ConnectionControl, receive: Receive) -> None:
        self._control = control
        self._receive = receive

    async def sleep(self, seconds: float) -> None:
        await _on_loop(partial(self._control.sleep, seconds))

    async def hang(self, _receive: Receive) -> None:
        await _on_loop(partial(self._control.hang, self._receive))

    async def reset(self, _receive: Receive) -> None:
        await _on_loop(partial(self._control.reset, self._receive))

    async def close(self, _receive: Receive) -> None:
        await _on_loop(partial(self._control.close, self._receive))

    async def run(self, work: Callable[[], T]) -> T:
        result: T = await _on_loop(partial(self._control.run, work))
        return result
