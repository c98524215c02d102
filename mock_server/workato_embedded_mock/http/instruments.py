"""The floor of the instruments: who the caller is, limits and faults; must not know how they decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workato_embedded_mock.errors import Reason, TooManyRequestsError
from workato_embedded_mock.http.auth import Gate
from workato_embedded_mock.http.errors import ClientGoneError, ErrorMiddleware
from workato_embedded_mock.http.exchange import Exchange, exchange_of
from workato_embedded_mock.http.faults import FaultyApp
from workato_embedded_mock.instruments.faults import Faults
from workato_embedded_mock.instruments.journal import Journal
from workato_embedded_mock.instruments.limits import Limits
from workato_embedded_mock.openapi._connexion import Specification, SpecMiddleware
from workato_embedded_mock.openapi.document import ErrorBodies
from workato_embedded_mock.plain_json import Json, JsonError, read_json


@dataclass(frozen=True, slots=True)
class Instruments:
    """What the floors of one server work with: who may come in, and the instruments of the tests."""

    gate: Gate
    limits: Limits
    faults: Faults
    journal: Journal


class InstrumentMiddleware(SpecMiddleware):
    """Lets callers in, within their limits, and hits them with the faults that are armed."""

    _instruments: Instruments
    _bodies: ErrorBodies
    _base: str

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        # A fault that comes after the answer needs the answer to a refused request, too.
        self._answering = ErrorMiddleware(app)

    def add_api(self, specification: Specification, *, base_path: str, **options: Any) -> None:
        """Learn the instruments; connexion calls this once, at load, with all options of the API."""
        self._base = base_path
        self._instruments = options["instruments"]
        self._bodies = ErrorBodies(specification.raw)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request that has an operation.

        Raises:
            UnauthorizedError: The caller is not known.
            TooManyRequestsError: It is one request too many.
        """
        exchange = exchange_of(scope)
        name = exchange.namespace = self._instruments.gate.namespace(scope)
        operation_id = exchange.operation_id or ""
        seconds = self._instruments.limits.consume(name, operation_id)
        if seconds is not None:
            text = f"the limit of {operation_id} is reached; it may be asked again in {seconds} s"
            raise TooManyRequestsError(Reason("", "rateLimit", text), seconds)
        path = scope["path"].removeprefix(self._base)
        candidates = self._instruments.faults.candidates(name, operation_id, path)
        if not candidates:
            await self._app(scope, receive, send)
            return
        body: Json = None
        if any(fault.part is not None for fault in candidates):
            body, receive = await _read_ahead(receive, exchange)
        fault = self._instruments.faults.match_request(name, operation_id, path, body)
        app = self._app if fault is None else FaultyApp(self._answering, fault, operation_id, self._bodies)
        await app(scope, receive, send)


async def _read_ahead(receive: Receive, exchange: Exchange) -> tuple[Json, Receive]:
    """Read the body of a request, and answer it with what gives it to the next floor again."""
    chunks: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        chunks.append(message.get("body", b""))
        more = message.get("more_body", False)
    data = b"".join(chunks)
    exchange.body = data
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": data, "more_body": False}

    try:
        return read_json(data), again
    except JsonError:
        return None, again
