"""Runs an app on a socket until it is stopped."""

from __future__ import annotations

import asyncio
import errno
import logging
import signal
import socket
import struct
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.app import MockApp
from workato_embedded_mock.http.connection_control import set_connection_control, until_gone
from workato_embedded_mock.http.error_responses import send_failure
from workato_embedded_mock.http.request_context import request_context_of
from workato_embedded_mock.serving.connections import ACCEPTED_AT_ONCE, LimitedProtocol, most_connections, open_files
from workato_embedded_mock.serving.listeners import accept_all
from workato_embedded_mock.serving.request_targets import correct_target, is_ambiguous, reject_ambiguous
from workato_embedded_mock.serving.request_threads import ThreadedApp

T = TypeVar("T")

logger = logging.getLogger(__name__)

# Less than the 10 seconds after which `docker stop` kills a container.
GRACEFUL_TIMEOUT = 8
_IDLE_SECONDS = 65
# Clients are checked each time that uvicorn has looked whether it is to stop ten times, which is once a second.
_TICKS = 10
# How long requests may take when the server is stopped otherwise than by SIGTERM.
_SHUTDOWN_SECONDS = 0.4
# How long an idle connection stays open after SIGTERM: its client may just be sending a request.
_LAST_REQUEST_SECONDS = 1.0


def _protocol(connections: int) -> type[LimitedProtocol]:
    """Return the protocol of a server with at most N connections; 0 for as many as are usual."""

    class Protocol(LimitedProtocol):
        most = connections or most_connections(open_files())

    return Protocol


def _log_failure(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log an error of the event loop: in one line if no connection can be accepted, which happens again and again."""
    error = context.get("exception")
    if isinstance(error, OSError) and error.errno in {errno.EMFILE, errno.ENFILE}:
        logger.error("no connection can be accepted: too many open files; raise the limit with ulimit -n")
    else:
        loop.default_exception_handler(context)


class _ControlledApp:
    """Adds the control of its connection to each request, and sends a 500 for errors that no middleware has handled."""

    def __init__(self, app: ASGIApp, server: Server) -> None:
        self._app = app
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if is_ambiguous(scope):
                await reject_ambiguous(send)
                return
            if not scope["path"].startswith("/"):
                correct_target(scope)
            set_connection_control(scope, _SocketControl(self._server, scope.get("client")))
        try:
            await self._app(scope, receive, send)
        except asyncio.CancelledError:
            # The server has closed the connection, because it ends.
            if not self._server.should_exit:
                raise
        except Exception as error:
            if scope["type"] != "http" or request_context_of(scope).responded:
                raise
            await _send_last_failure(scope, send, error)


async def _send_last_failure(scope: Scope, send: Send, error: Exception) -> None:
    """Send a 500 after which the connection can be used again. uvicorn would close it."""
    try:
        await send_failure(scope, send, error)
    except RuntimeError:
        # The response had begun, so that uvicorn accepts no other.
        raise error from None


class _SocketControl:
    """Controls the connection of one caller, which it finds by the caller's address."""

    __slots__ = ("_client", "_server")

    def __init__(self, server: Server, client: Any) -> None:
        self._server = server
        self._client = client

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def hang(self, receive: Receive) -> None:
        self._server.hanging.add(self._client)
        try:
            await until_gone(receive)
        finally:
            self._server.hanging.discard(self._client)

    async def reset(self, receive: Receive) -> None:
        transport = self._server.transport_of(self._client)
        if transport is not None:
            # Without lingering, unsent data is dropped, and the caller gets a reset instead of a normal end.
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
            await until_gone(receive)

    async def close(self, receive: Receive) -> None:
        transport = self._server.transport_of(self._client)
        if transport is not None:
            transport.close()
            await until_gone(receive)

    async def run(self, work: Callable[[], T]) -> T:
        # One at a time, because each may take much memory.
        async with self._server.long_work:
            return await asyncio.to_thread(work)


class Server(uvicorn.Server):
    """A uvicorn server that calls back when it is ready, and exits with success on a signal.

    Args:
        app: The app.
        on_ready: Called when connections are accepted.
        connections: The most connections; 0 for as many as are usual and the operating system allows.
        graceful_timeout: How many seconds requests may take after SIGTERM.

    Attributes:
        long_work: Held while a thread does work for a request.
        hanging: The addresses of the callers that never get a response.
    """

    def __init__(
        self,
        app: ASGIApp,
        on_ready: Callable[[], None],
        connections: int = 0,
        graceful_timeout: int = GRACEFUL_TIMEOUT,
    ) -> None:
        self._threaded: ThreadedApp | None = None
        # A database in memory never lets a request wait: threads would only take time.
        if isinstance(app, MockApp) and app.transactions > 1:
            app = self._threaded = ThreadedApp(app, app.transactions, app.stays_on_loop)
        self._protocol = _protocol(connections)
        super().__init__(
            uvicorn.Config(
                _ControlledApp(app, self),
                access_log=False,
                backlog=ACCEPTED_AT_ONCE,
                http=self._protocol,
                lifespan="on",
                log_config=None,
                # Access depends on the connection's peer. What a proxy says counts for links only, which the app makes.
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=_IDLE_SECONDS,
                ws="none",
            )
        )
        self._on_ready = on_ready
        self._graceful_timeout = graceful_timeout
        self._ended_by: int | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.long_work = asyncio.Lock()
        self.hanging: set[Any] = set()

    async def on_tick(self, counter: int) -> bool:
        """End connections whose clients keep the server waiting; return whether the server is to stop."""
        if counter % _TICKS == 0:
            now = asyncio.get_running_loop().time()
            for connection in list(self.server_state.connections):
                if isinstance(connection, LimitedProtocol):
                    connection.end_if_late(now)
        return await super().on_tick(counter)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept connections, and call back when they are accepted."""
        self._loop = asyncio.get_running_loop()
        self._loop.set_exception_handler(_log_failure)
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept no more connections, and close those that keep the server from ending."""
        seconds = _SHUTDOWN_SECONDS
        if self._ended_by == signal.SIGTERM:
            seconds = max(seconds, self._graceful_timeout)
            await self._stop_gracefully(sockets or [])
        asyncio.get_running_loop().call_later(seconds, self._close_connections)
        await super().shutdown(sockets)

    async def _stop_gracefully(self, listeners: list[socket.socket]) -> None:
        """Close the listeners, and let what was sent before have responses."""
        self._protocol.last_request_seconds = min(_LAST_REQUEST_SECONDS, self._graceful_timeout)
        for client in list(self.hanging):
            if (transport := self.transport_of(client)) is not None:
                transport.abort()
        accepted = [connection for listener in listeners for connection in accept_all(listener)]
        for server in self.servers:
            server.close()
        for connection in accepted:
            await asyncio.get_running_loop().connect_accepted_socket(self._new_protocol, connection)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  # a handler of signals
        """Stop, and at a second signal at once."""
        if not self.should_exit:
            self._ended_by = sig
            self.should_exit = True
        elif self._loop is not None:
            self._loop.call_soon_threadsafe(self._close_connections)

    def transport_of(self, client: Any) -> asyncio.Transport | None:
        """Return the connection of a caller; None if it is gone."""
        for connection in self.server_state.connections:
            if getattr(connection, "client", None) == client:
                transport: asyncio.Transport = connection.transport
                return transport
        return None

    def _new_protocol(self) -> LimitedProtocol:
        return self._protocol(self.config, self.server_state, self.lifespan.state)

    def _close_connections(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        if self._threaded is not None:
            self._threaded.abandon()
        # The requests have learned by then that their connections are gone.
        asyncio.get_running_loop().call_soon(self._cancel_requests)

    def _cancel_requests(self) -> None:
        for task in self.server_state.tasks:
            task.cancel()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Stop on SIGINT and SIGTERM. uvicorn would raise them again, and the process would exit with an error."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
