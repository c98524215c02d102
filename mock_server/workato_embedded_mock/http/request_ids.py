"""Adds the headers `X-Request-Id` and `X-Correlation-Id` to every response."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The headers, in the order in which a sent one is looked for.
_NAMES = (b"x-correlation-id", b"x-request-id")
# The headers, in the order in which they are added.
_ADDED = (b"x-request-id", b"x-correlation-id")
# What is sent back of a header that a caller sent: visible ASCII characters.
_ECHOED = re.compile(rb"[\x21-\x7e]{1,255}")

Header = tuple[bytes, bytes]


class RequestIdMiddleware:
    """Sends the same id in both headers: the one that the caller sent, or a new one.

    A response that has one of the headers keeps it, such as one of the real API.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        value = _sent_id(scope["headers"]) or os.urandom(16).hex().encode("ascii")

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with_ids(message["headers"], value)
            await send(message)

        await self._app(scope, receive, add)


def request_id_of(headers: Iterable[Header]) -> bytes | None:
    """Return the id in the headers of a response, or None."""
    return next((value for name, value in headers if name == _ADDED[0]), None)


def _sent_id(headers: Iterable[Header]) -> bytes | None:
    """Return the id that a caller sent, or None."""
    sent: dict[bytes, bytes] = {}
    for name, value in headers:
        if name in _NAMES:
            sent.setdefault(name, value)
    return next((sent[name] for name in _NAMES if name in sent and _ECHOED.fullmatch(sent[name])), None)


def _with_ids(headers: Iterable[Header], value: bytes) -> list[Header]:
    """Return the headers of a response with both ids."""
    headers = list(headers)
    # The API behind the proxy may have sent one of them.
    present = [(name.lower(), sent) for name, sent in headers if name.lower() in _NAMES]
    if not present:
        return [*headers, (_ADDED[0], value), (_ADDED[1], value)]
    names = [name for name, _sent in present]
    return [*headers, *((name, present[0][1]) for name in _ADDED if name not in names)]
