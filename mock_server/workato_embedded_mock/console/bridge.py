"""Runs code of the mock on the server's event loop, as API requests run, and calls the control plane in process.

Flask serves the console in threads, but journal and namespaces are not made for threads.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections.abc import Callable, Coroutine, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from starlette.types import ASGIApp, Message, Scope

from workato_embedded_mock.console.accounts import Account
from workato_embedded_mock.control.token_auth import HEADER
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
        texts = [reason["text"] for reason in content.get("reasons") or ()]
        return "; ".join(texts) or content.get("message") or f"the control plane responded with status {self.status}"


class Bridge:
    """The way from the pages to the mock.

    Args:
        control: The app of the control plane.
        token: The control token; empty for none.
    """

    def __init__(self, control: ASGIApp, token: str) -> None:
        self._control = control
        self._token = token

    def call(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run a function on the server's event loop, and return its result or raise its error."""

        async def run() -> T:
            return function(*arguments)

        return _wait_for(run())

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
            path: The path below `/_mock`, such as `/clock`.
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
        return _wait_for(_request(self._control, _scope(method, f"/_mock{path}", query or {}, headers), data))


def _scope(method: str, path: str, query: Mapping[str, str], headers: list[tuple[bytes, bytes]]) -> Scope:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": urlencode(query).encode(),
        "root_path": "",
        "headers": headers,
        # The console has authenticated the caller already.
        "client": None,
        "server": None,
    }


async def _request(app: ASGIApp, scope: Scope, data: bytes) -> ControlResponse:
    waiting: list[Message] = [{"type": "http.request", "body": data, "more_body": False}]
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    received = b"".join(message.get("body", b"") for message in sent[1:])
    return ControlResponse(sent[0]["status"], received, _parsed(received))


def _parsed(data: bytes) -> Json:
    try:
        return read_json(data)
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
