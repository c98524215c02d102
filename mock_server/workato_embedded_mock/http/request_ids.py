"""Adds the headers `X-Request-Id` and `X-Correlation-Id` to every response."""

from __future__ import annotations

import re
import uuid

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The headers, in the order in which a sent one is looked for.
_NAMES = (b"x-correlation-id", b"x-request-id")
# What is sent back of a header that a caller sent: visible ASCII characters.
_ECHOED = re.compile(rb"[\x21-\x7e]{1,255}")


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
        sent = dict(reversed(scope["headers"]))
        value = next((sent[name] for name in _NAMES if _ECHOED.fullmatch(sent.get(name, b""))), None)
        value = value or uuid.uuid4().hex.encode("ascii")

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                # The API behind the proxy may have sent one of them.
                present = {name.lower(): sent for name, sent in headers if name.lower() in _NAMES}
                missing = next(iter(present.values()), value)
                headers += ((name, missing) for name in reversed(_NAMES) if name not in present)
                message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, add)
