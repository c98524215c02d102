"""Runs code of the mock, and sends requests to API and control plane in process.

Flask serves the console in threads. With a database in memory, the code runs on the server's event loop, as everything
does. With a shared database it runs in the thread, because it may wait for the database.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import time
from collections.abc import Callable, Coroutine, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import unquote, urlencode

from starlette.types import ASGIApp, Message, Scope

from workato_embedded_mock.console.accounts import Account
from workato_embedded_mock.http.connection_control import ConnectionAborted, InProcessControl, set_connection_control
from workato_embedded_mock.http.control_access import HEADER
from workato_embedded_mock.http.coroutines import run_without_loop
from workato_embedded_mock.plain_json import Json, JsonError, read_json, write_json

# The loop that serves the current request. a2wsgi runs Flask in a copy of the context.
LOOP: ContextVar[asyncio.AbstractEventLoop] = ContextVar("workato_mock_console_loop")

# A page waits this long: the loop may have stopped.
_SECONDS = 60
_SUCCESSES = range(200, 300)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ControlResponse:
    """What the control plane responded.

    Attributes:
        status: The status code.
        data: The body as it was sent.
        content: The body as JSON; None if it is not JSON.
    """

    status: int
    data: bytes
    content: Json

    @property
    def ok(self) -> bool:
        """Whether the request succeeded."""
        return self.status in _SUCCESSES

    @property
    def error(self) -> str:
        """The control plane's own sentences about an error; empty if there is none."""
        if self.ok:
            return ""
        content = self.content if isinstance(self.content, dict) else {}
        texts = [f"{reason['pointer']}: {reason['text']}" for reason in content.get("reasons") or ()]
        return "; ".join(texts) or content.get("message") or f"the control plane responded with status {self.status}"


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """A request to the API.

    Attributes:
        method: The method.
        target: Path and query, as they are sent.
        headers: The headers; `Host` too, but not `Authorization`, which the account decides.
        body: The body.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """What the API responded.

    Attributes:
        status: The status code; None if the connection ended without a whole response.
        headers: The headers.
        data: The body as it was sent.
        broken: How the connection ended: timeout, reset or truncate; empty if it did not.
    """

    status: int | None
    headers: tuple[tuple[str, str], ...]
    data: bytes
    broken: str = ""


class Bridge:
    """The way from the pages to the mock.

    Args:
        api: The app of the API.
        control: The app of the control plane.
        token: The control token; empty for none.
        waits: Whether the mock may wait for its database.
    """

    def __init__(self, api: ASGIApp, control: ASGIApp, token: str, *, waits: bool) -> None:
        self._api = api
        self._control = control
        self._token = token
        self._waits = waits
        # How a request is delayed; None for the way of the event loop.
        self._sleep = time.sleep if waits else None

    def call(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run a function where the mock runs, and return its result or raise its error."""

        async def run() -> T:
            return function(*arguments)

        return self._run(run())

    def control(
        self,
        method: str,
        path: str,
        body: Json | bytes = None,
        account: Account | None = None,
        *,
        query: Mapping[str, str] | None = None,
    ) -> ControlResponse:
        """Send a request to the control plane, and return its response.

        Args:
            method: The method, such as `PUT`.
            path: The path below `/_mock`, such as `/clock`, percent-encoded.
            body: The body: JSON, or bytes for other content; None for no body.
            account: The account that the request is about; None for requests about none.
            query: The query parameters.
        """
        data = body if isinstance(body, bytes) else b"" if body is None else write_json(body)
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        headers = [(b"content-length", str(len(data)).encode())] + ([(b"content-type", kind.encode())] if data else [])
        headers += [(HEADER.lower().encode(), self._token.encode())] if self._token else []
        # Requests without a token have a journal, and nothing else that the control plane could address.
        if account is not None and (account.name or not path.startswith("/journal")):
            headers.append((b"x-mock-namespace", account.name.encode("latin-1")))
        target = f"/_mock{path}?{urlencode(query or {})}"
        received = self._send(self._control, method, target, headers, data)
        return ControlResponse(received.status or 0, received.data, _parsed(received.data))

    def api(self, request: ApiRequest, account: Account) -> ApiResponse:
        """Send a request to the API with the token of an account, and return its response.

        The request is one like any other: the journal has it, and faults and limits apply to it.
        """
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in request.headers]
        if account.name:
            headers.append((b"authorization", b"Bearer " + account.name.encode("latin-1")))
        if request.body:
            headers.append((b"content-length", str(len(request.body)).encode()))
        return self._send(self._api, request.method, request.target, headers, request.body)

    def _run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return run_without_loop(coroutine) if self._waits else _wait_for(coroutine)

    def _send(
        self, app: ASGIApp, method: str, target: str, headers: list[tuple[bytes, bytes]], data: bytes
    ) -> ApiResponse:
        scope = _scope(method, target, headers)
        set_connection_control(scope, InProcessControl(self._sleep))
        return self._run(_request(app, scope, data))


def _scope(method: str, target: str, headers: list[tuple[bytes, bytes]]) -> Scope:
    path, _, query = target.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": headers,
        # The console has authenticated the caller already.
        "client": None,
        "server": None,
    }


async def _request(app: ASGIApp, scope: Scope, data: bytes) -> ApiResponse:
    waiting: list[Message] = [{"type": "http.request", "body": data, "more_body": False}]
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    broken = ""
    try:
        await app(scope, receive, send)
    except ConnectionAborted as error:
        broken = error.how
    if not sent:
        return ApiResponse(None, (), b"", broken)
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in sent[0]["headers"])
    return ApiResponse(sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]), broken)


def _parsed(data: bytes) -> Json:
    try:
        return read_json(data, None)
    except JsonError:
        return None


def _wait_for(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on the server's event loop, and return its result."""
    future = asyncio.run_coroutine_threadsafe(coroutine, LOOP.get())
    try:
        return future.result(_SECONDS)
    except concurrent.futures.TimeoutError:
        future.cancel()
        raise
