"""The outermost floor: writes every exchange into the journal; must not change any of it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workato_embedded_mock.errors import Reason, RequestError
from workato_embedded_mock.http.exchange import Exchange, exchange_of
from workato_embedded_mock.http.instruments import Instruments
from workato_embedded_mock.http.reading import unread
from workato_embedded_mock.instruments.journal import ANONYMOUS, JournalRecord
from workato_embedded_mock.openapi._connexion import Specification, SpecMiddleware
from workato_embedded_mock.openapi.document import operations_of, resolved
from workato_embedded_mock.openapi.redaction import Redactor
from workato_embedded_mock.openapi.unknown_fields import UnknownFields
from workato_embedded_mock.plain_json import Json, JsonError, read_json

_LARGEST = 64 * 2**10
"""Bytes of a body that an entry shows; of a larger one it has the number."""

Headers = list[tuple[bytes, bytes]]


class JournalMiddleware(SpecMiddleware):
    """Keeps what was asked and answered, before the last part of the answer is sent."""

    _instruments: Instruments
    _words: _KnownWords

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def add_api(self, specification: Specification, *, base_path: str, **options: Any) -> None:  # noqa: ARG002
        """Learn the document; connexion calls this once, at load, with all options of the API."""
        self._instruments = options["instruments"]
        self._words = _KnownWords(specification.raw)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, and keep it."""
        if not self._instruments.journal.enabled:
            await self._app(scope, receive, send)
            return
        exchange = exchange_of(scope)
        exchange.watched = True
        entry = _Entry(scope, exchange, self._words)
        ended = False

        def end(status: int | None) -> None:
            nonlocal ended
            if not ended:
                ended = True
                self._record(scope, exchange, entry, status)

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry.status, entry.headers = message["status"], list(message["headers"])
            else:
                entry.take(message.get("body", b""))
                if not message.get("more_body", False):
                    end(entry.status)
            await send(message)

        exchange.ended = end
        try:
            await self._app(scope, receive, keep)
        finally:
            end(None)

    def _record(self, scope: Scope, exchange: Exchange, entry: _Entry, status: int | None) -> None:
        entry.milliseconds = (time.perf_counter() - entry.started) * 1000
        name = exchange.namespace
        if name is None:
            try:
                name = self._instruments.gate.namespace(scope)
            except RequestError:
                name = ANONYMOUS
        happened = JournalRecord(exchange.operation_id, status or 0, scope["path"], entry.write)
        self._instruments.journal.record(name, happened)


class _Entry:
    """One exchange; most are never written, so that this only keeps what was there."""

    __slots__ = (
        "_exchange",
        "_moment",
        "_scope",
        "_words",
        "body",
        "headers",
        "length",
        "milliseconds",
        "started",
        "status",
    )

    def __init__(self, scope: Scope, exchange: Exchange, words: _KnownWords) -> None:
        self._scope = scope
        self._exchange = exchange
        self._words = words
        self._moment = time.time()
        self.started = time.perf_counter()
        self.status: int | None = None
        self.headers: Headers = []
        self.body: list[bytes] = []
        self.length = 0
        self.milliseconds = 0.0

    def take(self, part: bytes) -> None:
        """Keep a part of the answer's body, unless it becomes too large to be shown."""
        self.length += len(part)
        self.body = [*self.body, part] if self.length <= _LARGEST else []

    def write(self) -> dict[str, Any]:
        """Write the entry, without secrets."""
        scope, exchange, redactor = self._scope, self._exchange, Redactor()
        sent = _parsed(exchange.body)
        answered = _parsed(b"".join(self.body)) if self.length <= _LARGEST else {"bytes": self.length}
        query = scope["query_string"].decode("latin-1")
        # Read before the redactor goes through the fields.
        unread_fields = unread(exchange.arguments_body, "/body")
        written = {
            "time": datetime.fromtimestamp(self._moment, UTC).isoformat(timespec="milliseconds"),
            "operation_id": exchange.operation_id,
            "method": scope["method"],
            "path": _raw(scope),
            "query": {item["name"]: item["value"] for item in redactor.query(query)},
            "status": self.status,
            "milliseconds": round(self.milliseconds, 3),
            "reasons": [_reason(reason) for reason in (*exchange.reasons, *exchange.notes)],
            "fault": exchange.fault,
            "unread": unread_fields,
            "unknown": self._words.unknown(exchange.operation_id, query, sent),
            "request": {"headers": _headers(scope["headers"], redactor), "body": redactor.fields(sent)},
            "response": {"headers": _headers(self.headers, redactor), "body": redactor.fields(answered)},
        }
        scrubbed: dict[str, Any] = redactor.scrub(written)
        return scrubbed


class _KnownWords:
    """What the document knows of each operation: the names in its query, and the fields of its body."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._fields = UnknownFields(document)
        self._queries: dict[str, set[str]] = {}
        self._bodies: dict[str, dict[str, Any]] = {}
        for path, _method, operation in operations_of(document):
            declared = [*document["paths"][path].get("parameters", ()), *operation.get("parameters", ())]
            parameters = [resolved(document, item) for item in declared]
            self._queries[operation["operationId"]] = {item["name"] for item in parameters if item["in"] == "query"}
            content = resolved(document, operation.get("requestBody", {})).get("content", {})
            if "application/json" in content:
                self._bodies[operation["operationId"]] = content["application/json"]["schema"]

    def unknown(self, operation_id: str | None, query: str, body: Json) -> list[str]:
        """Answer the JSON pointers of what an exchange sent that the document does not mention."""
        if operation_id is None:
            return []
        names = dict.fromkeys(name for name, _value in parse_qsl(query, keep_blank_values=True))
        known = self._queries[operation_id]
        found = [f"/query/{name}" for name in names if name not in known and name.partition("[")[0] not in known]
        schema = self._bodies.get(operation_id)
        return found if schema is None or body is None else [*found, *self._fields.find(schema, body, "/body")]


def _parsed(data: bytes) -> Json:
    """Read a body for an entry: its JSON, nothing for an empty one, and else its length."""
    if not data:
        return None
    if len(data) <= _LARGEST:
        try:
            return read_json(data)
        except JsonError:
            pass
    return {"bytes": len(data)}


def _headers(headers: Headers, redactor: Redactor) -> dict[str, str]:
    texts = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
    return {item["name"]: item["value"] for item in redactor.headers(texts)}


def _raw(scope: Scope) -> str:
    raw: bytes | None = scope.get("raw_path")
    return scope["path"] if raw is None else raw.decode("latin-1")


def _reason(reason: Reason) -> Json:
    return {"pointer": reason.pointer, "keyword": reason.keyword, "text": reason.text}
