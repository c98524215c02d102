"""Runs the app on a socket until it is told to stop; must not know what it serves."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import struct
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.http.connection_control import set_connection_control, until_gone

_BACKLOG = 2048
_IDLE_SECONDS = 65
_PATIENCE = 0.4


def bind(host: str, port: int) -> socket.socket:
    """Take a port, or a free one for 0, before anything slow is done.

    Raises:
        StartError: The port is in use, or the host is not one of this machine.
    """
    # asyncio turns the delay of small packets off only where the protocol is named; 40 ms per answer hang on it.
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            text = f"Port {port} on {host} is in use; choose another one, or 0 for one that is free."
        else:
            text = f"Port {port} on {host} cannot be used: {error.strerror or error}."
        raise StartError(text) from error
    return listener


def address(listener: socket.socket) -> str:
    """Answer the URL of the root of what is served on a socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _ControlledApp:
    """Tells the app what can be done to the connection of each request."""

    def __init__(self, app: ASGIApp, server: Server) -> None:
        self._app = app
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            set_connection_control(scope, _SocketControl(self._server, scope.get("client")))
        await self._app(scope, receive, send)


class _SocketControl:
    """The connection of one caller, by its address."""

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
            # Without lingering, what was not sent is dropped, and the caller gets a reset in place of an end.
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
            await until_gone(receive)

    async def close(self, receive: Receive) -> None:
        transport = self._server.transport_of(self._client)
        if transport is not None:
            transport.close()
            await until_gone(receive)


class Server(uvicorn.Server):
    """A uvicorn server that says when it answers, and that ends well when it is asked to by a signal."""

    def __init__(self, app: ASGIApp, on_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                _ControlledApp(app, self),
                access_log=False,
                lifespan="on",
                log_config=None,
                server_header=False,
                timeout_keep_alive=_IDLE_SECONDS,
                ws="none",
            )
        )
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop to listen, and hang up on clients that keep the server from ending."""
        asyncio.get_running_loop().call_later(_PATIENCE, self._hang_up)
        await super().shutdown(sockets)

    def transport_of(self, client: Any) -> asyncio.Transport | None:
        """Answer the connection of a caller, or None when it is gone."""
        for connection in self.server_state.connections:
            if getattr(connection, "client", None) == client:
                transport: asyncio.Transport = connection.transport
                return transport
        return None

    def _hang_up(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Stop on SIGINT and SIGTERM. uvicorn would raise them again afterwards, and so end with a failure."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
