"""Runs an app on a socket until it is stopped."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
import struct
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, TypeVar

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.app import MockApp
from workato_embedded_mock.errors import StartError
from workato_embedded_mock.http.connection_control import set_connection_control, until_gone
from workato_embedded_mock.http.error_responses import send_failure
from workato_embedded_mock.http.request_context import request_context_of
from workato_embedded_mock.serving.connections import ACCEPTED_AT_ONCE, LimitedProtocol, most_connections, open_files
from workato_embedded_mock.serving.request_targets import correct_target, is_ambiguous, reject_ambiguous
from workato_embedded_mock.serving.request_threads import ThreadedApp

T = TypeVar("T")

logger = logging.getLogger(__name__)

_BACKLOG = 2048
_IDLE_SECONDS = 65
# Clients are checked each time that uvicorn has looked whether it is to stop ten times, which is once a second.
_TICKS = 10
_SHUTDOWN_SECONDS = 0.4


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens on a port, or on a free port for 0.

    Raises:
        StartError: The port is in use, or the host is not an address of this machine.
    """
    # asyncio sets TCP_NODELAY only if the protocol is named; without it, each response may take 40 ms longer.
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            text = f"Port {port} on {host} is in use; choose another port, or 0 for a free one."
        else:
            text = f"Port {port} on {host} cannot be used: {error.strerror or error}."
        raise StartError(text) from error
    return listener


def address(listener: socket.socket) -> str:
    """Return the root URL of the server on a socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


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
        await until_gone(receive)

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

    Attributes:
        long_work: Held while a thread does work for a request.
    """

    def __init__(self, app: ASGIApp, on_ready: Callable[[], None], connections: int = 0) -> None:
        self._threaded: ThreadedApp | None = None
        # A database in memory never lets a request wait: threads would only take time.
        if isinstance(app, MockApp) and app.transactions > 1:
            app = self._threaded = ThreadedApp(app, app.transactions, app.stays_on_loop)
        super().__init__(
            uvicorn.Config(
                _ControlledApp(app, self),
                access_log=False,
                backlog=ACCEPTED_AT_ONCE,
                http=_protocol(connections),
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
        self.long_work = asyncio.Lock()

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
        asyncio.get_running_loop().set_exception_handler(_log_failure)
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop to accept connections, and close those of clients that keep the server from ending."""
        asyncio.get_running_loop().call_later(_SHUTDOWN_SECONDS, self._close_connections)
        await super().shutdown(sockets)

    def transport_of(self, client: Any) -> asyncio.Transport | None:
        """Return the connection of a caller; None if it is gone."""
        for connection in self.server_state.connections:
            if getattr(connection, "client", None) == client:
                transport: asyncio.Transport = connection.transport
                return transport
        return None

    def _close_connections(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        if self._threaded is not None:
            self._threaded.abandon()

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
