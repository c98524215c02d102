"""Finds the fault that hits a request, and serves the request with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.http.connection_control import connection_control_of
from workato_embedded_mock.http.error_responses import serve_with_errors
from workato_embedded_mock.http.header_fields import header_field
from workato_embedded_mock.http.reason import reason_header
from workato_embedded_mock.http.request_body import ClientGoneError, RequestBody
from workato_embedded_mock.http.request_context import RequestContext, request_context_of
from workato_embedded_mock.http.responses import JSON_CONTENT
from workato_embedded_mock.instruments.active_instruments import Active
from workato_embedded_mock.instruments.faults import AFTER, Fault, Faults
from workato_embedded_mock.openapi.bodies import LARGEST_BODY
from workato_embedded_mock.openapi.document import ExampleBodies
from workato_embedded_mock.plain_json import Json, JsonError, read_json, write_json

# The keyword of the reason for a response that a fault made or changed.
FAULT_RULE = "faultRule"
# The headers that say where a response ends, which only the server knows.
_FRAMING = (b"content-length", b"transfer-encoding")


@dataclass(slots=True)
class _Response:
    """A response that was not sent yet."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes = b""
    parts: list[bytes] = field(default_factory=list)


class FaultyApp:
    """Serves one request with a fault.

    Args:
        app: Serves the request without the fault.
        fault: The fault that hits it.
        operation_id: The operation.
        bodies: The documented bodies of errors.
    """

    def __init__(self, app: ASGIApp, fault: Fault, operation_id: str, bodies: ExampleBodies) -> None:
        self._app = app
        self._fault = fault
        self._operation_id = operation_id
        self._bodies = bodies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request: with or without its effect, late, with another response, or without a response."""
        fault = self._fault
        context = request_context_of(scope)
        context.fault = dict(fault.rule)
        reason = Reason("", FAULT_RULE, fault.description)
        context.notes.append(reason)
        response = await self._served(scope, receive) if fault.phase == AFTER else None
        if fault.latency_ms:
            await connection_control_of(scope).sleep(fault.latency_ms / 1000)
        if fault.kind is None and fault.status is None:
            if response is None:
                await serve_with_errors(self._app, scope, receive, send)
            else:
                await _send(send, context, response)
            return
        if response is None and fault.kind not in {"timeout", "reset"}:
            # The end of a connection with unread bytes would be a reset.
            await context.body.drain(receive)
        if fault.status is not None or response is None:
            # The reasons of a response that the fault replaces are only in the journal.
            response = self._injected(fault.status or HTTPStatus.INTERNAL_SERVER_ERROR, reason)
        await _send_broken(fault.kind, response, scope, receive, send)

    async def _served(self, scope: Scope, receive: Receive) -> _Response:
        """Serve the request, and return the response instead of sending it."""
        caught: list[_Response] = []

        async def catch(message: Message) -> None:
            if message["type"] == "http.response.start":
                caught.append(_Response(message["status"], list(message["headers"])))
            else:
                caught[0].parts.append(message.get("body", b""))

        # A rejection has a response too, which faults change like any other.
        await serve_with_errors(self._app, scope, receive, catch)
        if not caught:
            raise ClientGoneError
        caught[0].body = b"".join(caught[0].parts)
        return caught[0]

    def _injected(self, status: int, reason: Reason) -> _Response:
        body = self._fault.body if self._fault.has_body else self._bodies.body(self._operation_id, status)
        headers = dict(filter(None, [JSON_CONTENT, reason_header([reason])]))
        headers |= dict(header_field(name, value) for name, value in self._fault.headers.items())
        return _Response(status, list(headers.items()), write_json(body))


async def matching_fault(
    faults: Faults, active: Active, operation_id: str, path: str, context: RequestContext, receive: Receive
) -> Fault | None:
    """Return the fault that hits a request, and count the request.

    Args:
        faults: The faults of all namespaces.
        active: The instruments that the namespace of the request uses.
        operation_id: The operation of the request.
        path: Its path below the base path of the API.
        context: Its context, with its namespace.
        receive: Receives its body, which is read only if a fault asks for it.
    """
    namespace = context.namespace or ""
    candidates = faults.candidates(namespace, active, operation_id, path)
    if not candidates:
        return None
    value = None
    if any(fault.part is not None for fault in candidates):
        value = await _json_of(context.body, receive)
    return faults.match_request(namespace, operation_id, path, value)


async def _json_of(body: RequestBody, receive: Receive) -> Json:
    """Return the JSON value of a body, or None if it has more than 10 MiB or is not JSON."""
    if not await body.keep(receive, LARGEST_BODY):
        return None
    try:
        return read_json(body.data)
    except JsonError:
        return None


async def _send_broken(kind: str | None, response: _Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Respond in the way of a kind of fault; None is a complete response."""
    context, connection = request_context_of(scope), connection_control_of(scope)
    if kind in {"timeout", "reset"}:
        context.responded = True
        context.end(None)
        await (connection.hang(receive) if kind == "timeout" else connection.reset(receive))
    elif kind == "truncate":
        await _send(send, context, response, truncated=True)
        context.end(response.status)
        await connection.close(receive)
    else:
        if kind == "malformed":
            response.body = response.body[: len(response.body) * 2 // 3] or b"{"
        await _send(send, context, response)


async def _send(send: Send, context: RequestContext, response: _Response, *, truncated: bool = False) -> None:
    """Send a response, or half of its body under the length of the whole."""
    kept: list[Any] = [header for header in response.headers if header[0] not in _FRAMING]
    headers = [*kept, (b"content-length", str(len(response.body)).encode("ascii"))]
    body = response.body[: len(response.body) // 2] if truncated else response.body
    context.responded = True
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": truncated})
