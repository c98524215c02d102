"""Sends requests of httpx2 and httpx to an app in this process, without a socket."""

from __future__ import annotations

import sys
import time
from collections.abc import Coroutine, MutableMapping
from typing import TYPE_CHECKING, Any, cast

import httpx2
from starlette.types import ASGIApp, Message

from workato_embedded_mock.http.connection_control import ConnectionAborted, InProcessControl, set_connection_control
from workato_embedded_mock.http.coroutines import run_without_loop

# The exception for each fault of a connection, which has the same name in both libraries.
_ERRORS = {
    "timeout": ("ReadTimeout", "the mock does not respond"),
    "reset": ("ReadError", "the mock reset the connection"),
    "truncate": ("RemoteProtocolError", "the mock closed the connection in the middle of its response"),
}

if TYPE_CHECKING:
    import httpx

    class _Transport(httpx2.BaseTransport, httpx2.AsyncBaseTransport, httpx.BaseTransport, httpx.AsyncBaseTransport):
        """A transport for clients of both libraries; httpx does not check the class of a transport."""

        def handle_request(self, request: Any) -> Any: ...

        async def handle_async_request(self, request: Any) -> Any: ...
else:

    class _Transport(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
        pass


class MockTransport(_Transport):
    """A transport for `httpx2.Client`, `httpx2.AsyncClient` and those of httpx, or for anything built on them.

    It returns responses of the library that sends the request. Faults of the connection raise the exceptions that this
    library raises for a real connection.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def handle_request(self, request: Any) -> Any:
        """Serve a request of a synchronous client.

        Raises:
            httpx2.TransportError: A fault broke the connection; `httpx.TransportError` for a request of httpx.
        """
        call = _Call(request, request.read(), time.sleep)
        running = self._app(call.scope, call.receive, call.send)
        try:
            run_without_loop(cast("Coroutine[Any, Any, None]", running))
        except ConnectionAborted as error:
            raise call.error(error) from error
        return call.response()

    async def handle_async_request(self, request: Any) -> Any:
        """Serve a request of an asynchronous client.

        Raises:
            httpx2.TransportError: A fault broke the connection; `httpx.TransportError` for a request of httpx.
        """
        call = _Call(request, await request.aread(), None)
        try:
            await self._app(call.scope, call.receive, call.send)
        except ConnectionAborted as error:
            raise call.error(error) from error
        return call.response()


def _library_of(request: Any) -> Any:
    """Return the module whose request this is: httpx2 or httpx, which is imported already."""
    return next(
        sys.modules[kind.__module__] for kind in type(request).__mro__ if kind.__module__ in ("httpx2", "httpx")
    )


class _Call:
    """One request to the app, and its response."""

    def __init__(self, request: Any, body: bytes, sleep: Any) -> None:
        self._request = request
        self._library = _library_of(request)
        path = request.url.raw_path.partition(b"?")[0]
        self.scope: MutableMapping[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": request.url.scheme,
            "path": request.url.path,
            "raw_path": path,
            "query_string": request.url.query,
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "server": (request.url.host, request.url.port),
            "client": ("127.0.0.1", 0),
        }
        set_connection_control(self.scope, InProcessControl(sleep))
        self._body = body
        self._given = False
        self._status = 0
        self._headers: list[tuple[bytes, bytes]] = []
        self._parts: list[bytes] = []

    async def receive(self) -> Message:
        """Return the body once; then the caller is gone."""
        if self._given:
            return {"type": "http.disconnect"}
        self._given = True
        return {"type": "http.request", "body": self._body, "more_body": False}

    async def send(self, message: Message) -> None:
        """Store a part of the response."""
        if message["type"] == "http.response.start":
            self._status, self._headers = message["status"], message["headers"]
        else:
            self._parts.append(message.get("body", b""))

    def response(self) -> Any:
        """Return the response."""
        body = self._library.ByteStream(b"".join(self._parts))
        return self._library.Response(self._status, headers=self._headers, stream=body)

    def error(self, error: ConnectionAborted) -> Exception:
        """Return the exception of the library for a broken connection."""
        name, text = _ERRORS[error.how]
        made: Exception = getattr(self._library, name)(text, request=self._request)
        return made
