"""Limits the number of connections, and how long they may wait for their clients."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol

# How long the head of a request may take from its first byte, and how long a body may bring nothing.
HEAD_SECONDS = 20.0
BODY_SECONDS = 60.0
# The most connections, as far as the operating system allows them.
MOST_CONNECTIONS = 1000
# Connections that are accepted at once, before one of them is served.
ACCEPTED_AT_ONCE = 128
# Files that the server needs besides connections.
RESERVED_FILES = 50

_CLOSE = (b"connection", b"close")
_TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"

logger = logging.getLogger(__name__)


def open_files() -> int | None:
    """Return how many files the process may have open (`ulimit -n`); None if that is not known or not limited."""
    try:
        import resource
    except ImportError:
        # Windows has no such limit.
        return None
    limit, _most = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if limit == resource.RLIM_INFINITY else limit


def most_connections(files: int | None) -> int:
    """Return how many connections a server has at most, if the process may have this number of files open."""
    if files is None:
        return MOST_CONNECTIONS
    return min(MOST_CONNECTIONS, max(files // 2, files - ACCEPTED_AT_ONCE - RESERVED_FILES))


class LimitedProtocol(H11Protocol):
    """HTTP/1.1 on one connection. Where the client keeps the server waiting for too long, the connection ends.

    If there are too many connections, the one ends that has waited for its client for the longest time.

    Attributes:
        most: The most connections of a server.
        last_request_seconds: How long an idle connection takes one more request when the server ends.
    """

    most = MOST_CONNECTIONS
    last_request_seconds = 0.0

    def __init__(self, config: Config, server_state: Any, app_state: Any, _loop: Any = None) -> None:
        super().__init__(config, server_state, app_state, _loop)
        # When the client last did what ended or began a wait for it.
        self._since = self.loop.time()
        self._head_began = False
        self._is_ending = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, at the cost of another one if there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self.most and not self._end_another():
            logger.warning("more than %d connections: another one was rejected", self.most)
            transport.write(_FULL)
            transport.close()

    def data_received(self, data: bytes) -> None:
        """Read what the client has sent."""
        cycle = self.cycle
        if not self._head_began or not self._waits_for_head:
            self._since = self.loop.time()
        self._head_began = True
        super().data_received(data)
        if self.cycle is not cycle:
            self._head_began = False
            if self._is_ending:
                self._end_with_response()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._since = self.loop.time()
        super().on_response_complete()

    def shutdown(self) -> None:
        """End the connection with the response to the request that is served, or that comes soon."""
        self._is_ending = True
        if not self._waits_for_head:
            self._end_with_response()
        elif self.last_request_seconds:
            self.loop.call_later(self.last_request_seconds, self._end_if_idle)
        else:
            self._end_if_idle()

    def end_if_late(self, now: float) -> None:
        """End the connection if its client has kept the server waiting for too long."""
        waited = now - self._since
        if self._waits_for_head:
            if (self._head_began and waited > HEAD_SECONDS) or waited > self.timeout_keep_alive:
                if self._head_began:
                    self.transport.write(_TIMEOUT)
                self.transport.close()
        elif self._waits_for_body and waited > BODY_SECONDS:
            self.transport.abort()

    @property
    def _waits_for_head(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    @property
    def _waits_for_body(self) -> bool:
        return self.cycle.more_body and not self.cycle.response_started and not self.flow.read_paused

    def _end_with_response(self) -> None:
        self.cycle.keep_alive = False
        if not self.cycle.response_started:
            # uvicorn adds it to the response to a request that has it.
            self.cycle.scope["headers"] = [*self.cycle.scope["headers"], _CLOSE]

    def _end_if_idle(self) -> None:
        if self._waits_for_head:
            self.transport.close()

    def _end_another(self) -> bool:
        """End the connection that has waited for its client for the longest time; return whether there is one."""
        waiting = [
            other
            for other in self.connections
            if isinstance(other, LimitedProtocol)
            and other is not self
            and not other.transport.is_closing()
            and (other._waits_for_head or other._waits_for_body)
        ]
        if not waiting:
            return False
        logger.warning("more than %d connections: one that waited for its client was closed", self.most)
        min(waiting, key=lambda other: other._since).transport.abort()
        return True

    def _should_upgrade(self) -> bool:
        """Ignore offers to upgrade, such as that of HTTP/2, and serve the request."""
        return False
