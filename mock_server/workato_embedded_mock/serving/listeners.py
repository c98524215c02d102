"""Sockets that listen on a port."""

from __future__ import annotations

import errno
import os
import socket

from workato_embedded_mock.errors import StartError

_BACKLOG = 2048


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


def accept_all(listener: socket.socket) -> list[socket.socket]:
    """Return the connections that wait to be accepted; when the socket is closed, they would be reset."""
    listener.setblocking(False)
    accepted: list[socket.socket] = []
    while True:
        try:
            connection, _address = listener.accept()
        except OSError:
            # None waits, or no more files can be open.
            return accepted
        connection.setblocking(False)
        accepted.append(connection)
