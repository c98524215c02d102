"""Does what the faults say that tests armed; must not decide which exchange is hit."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workato_embedded_mock.http.errors import ClientGoneError
from workato_embedded_mock.http.exchange import Exchange, exchange_of
from workato_embedded_mock.http.wire import wire_of
from workato_embedded_mock.instruments.faults import AFTER, Fault
from workato_embedded_mock.openapi.document import ErrorBodies
from workato_embedded_mock.plain_json import write_json

_JSON = (b"content-type", b"application/json; charset=utf-8")


@dataclass(slots=True)
class _Answer:
    """An answer that was not sent yet."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes = b""
    parts: list[bytes] = field(default_factory=list)


class FaultyApp:
    """Serves one request with a fault.

    Args:
        app: What serves it otherwise. It must answer every request by itself.
        fault: The fault that hits it.
        operation_id: The operation.
        bodies: The documented bodies of errors.
    """

    def __init__(self, app: ASGIApp, fault: Fault, operation_id: str, bodies: ErrorBodies) -> None:
        self._app = app
        self._fault = fault
        self._operation_id = operation_id
        self._bodies = bodies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Do the request or not, hold the answer back, and answer or not."""
        fault = self._fault
        exchange = exchange_of(scope)
        exchange.fault = dict(fault.rule)
        answer = await self._carried_out(scope, receive) if fault.phase == AFTER else None
        if fault.latency_ms:
            await wire_of(scope).sleep(fault.latency_ms / 1000)
        if fault.kind is None and fault.status is None:
            if answer is None:
                await self._app(scope, receive, send)
            else:
                await _send(send, exchange, answer)
            return
        if answer is None and fault.kind not in {"timeout", "reset"}:
            # Or the end of the connection would be a reset: there were bytes that nobody read.
            await _drain(receive)
        if fault.status is not None or answer is None:
            answer = self._injected(fault.status or HTTPStatus.INTERNAL_SERVER_ERROR)
        await _lose(fault.kind, answer, scope, receive, send)

    async def _carried_out(self, scope: Scope, receive: Receive) -> _Answer:
        """Let the request be served, and catch the answer."""
        caught: list[_Answer] = []

        async def catch(message: Message) -> None:
            if message["type"] == "http.response.start":
                caught.append(_Answer(message["status"], list(message["headers"])))
            else:
                caught[0].parts.append(message.get("body", b""))

        await self._app(scope, receive, catch)
        if not caught:
            raise ClientGoneError
        caught[0].body = b"".join(caught[0].parts)
        return caught[0]

    def _injected(self, status: int) -> _Answer:
        body = self._fault.body if self._fault.has_body else self._bodies.body(self._operation_id, status)
        extra = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in self._fault.headers.items()
        ]
        return _Answer(status, [_JSON, *extra], write_json(body))


async def _lose(kind: str | None, answer: _Answer, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer in the way in which a kind of fault does; None is an answer in good order."""
    exchange, wire = exchange_of(scope), wire_of(scope)
    if kind in {"timeout", "reset"}:
        exchange.answered = True
        exchange.ended(None)
        await (wire.hang(receive) if kind == "timeout" else wire.reset(receive))
    elif kind == "truncate":
        await _send(send, exchange, answer, cut=True)
        exchange.ended(answer.status)
        await wire.close(receive)
    else:
        if kind == "malformed":
            answer.body = answer.body[: len(answer.body) * 2 // 3] or b"{"
        await _send(send, exchange, answer)


async def _drain(receive: Receive) -> None:
    """Take what is left of the request."""
    while (await receive()).get("more_body", False):
        pass


async def _send(send: Send, exchange: Exchange, answer: _Answer, *, cut: bool = False) -> None:
    """Send an answer, or half of it under the length of the whole."""
    kept: list[Any] = [header for header in answer.headers if header[0] != b"content-length"]
    headers = [*kept, (b"content-length", str(len(answer.body)).encode("ascii"))]
    body = answer.body[: len(answer.body) // 2] if cut else answer.body
    exchange.answered = True
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": cut})
