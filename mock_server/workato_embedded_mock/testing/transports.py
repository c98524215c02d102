"""Sends httpx requests to an app in this process, without a socket."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator, MutableMapping
from typing import Any

import httpx
from starlette.types import ASGIApp, Message, Receive

from workato_embedded_mock.http.connection_control import ConnectionAborted, set_connection_control

_ERRORS: dict[str, tuple[type[httpx.TransportError], str]] = {
    "timeout": (httpx.ReadTimeout, "the mock does not respond"),
    "reset": (httpx.ReadError, "the mock reset the connection"),
    "truncate": (httpx.RemoteProtocolError, "the mock closed the connection in the middle of its response"),
}


class MockTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport for `httpx.Client` and `httpx.AsyncClient`, or for anything built on them.

    Faults of the connection raise the exceptions that httpx raises for a real connection.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Serve a request of a synchronous client.

        Raises:
            httpx.TransportError: A fault broke the connection.
        """
        call = _Call(request, request.read(), time.sleep)
        coroutine = self._app(call.scope, call.receive, call.send)
        try:
            coroutine.send(None)  # type: ignore[attr-defined]
        except StopIteration:
            return call.response()
        except ConnectionAborted as error:
            raise _lost(error, request) from error
        coroutine.close()  # type: ignore[attr-defined]
        raise RuntimeError("the app waited for something that only an event loop brings")

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Serve a request of an asynchronous client.

        Raises:
            httpx.TransportError: A fault broke the connection.
        """
        call = _Call(request, await request.aread(), None)
        try:
            await self._app(call.scope, call.receive, call.send)
        except ConnectionAborted as error:
            raise _lost(error, request) from error
        return call.response()


class _Call:
    """One request to the app, and its response."""

    def __init__(self, request: httpx.Request, body: bytes, sleep: Any) -> None:
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
        set_connection_control(self.scope, _InProcessControl(sleep))
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

    def response(self) -> httpx.Response:
        """Return the response."""
        return httpx.Response(self._status, headers=self._headers, stream=_Body(b"".join(self._parts)))


class _Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of a response, in one chunk."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self._content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content


class _InProcessControl:
    """Stands for a connection: whatever would break it raises."""

    def __init__(self, sleep: Any) -> None:
        self._sleep = sleep

    async def sleep(self, seconds: float) -> None:
        if self._sleep is None:
            import anyio

            await anyio.sleep(seconds)
        else:
            self._sleep(seconds)

    async def hang(self, _receive: Receive) -> None:
        raise ConnectionAborted("timeout")

    async def reset(self, _receive: Receive) -> None:
        raise ConnectionAborted("reset")

    async def close(self, _receive: Receive) -> None:
        raise ConnectionAborted("truncate")


def _lost(error: ConnectionAborted, request: httpx.Request) -> httpx.TransportError:
    kind, text = _ERRORS[error.how]
    return kind(text, request=request)
