"""Records every request and its response in the journal, without changing them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workato_embedded_mock.errors import RequestError
from workato_embedded_mock.http.auth import BearerAuth
from workato_embedded_mock.http.field_tracking import unread_fields
from workato_embedded_mock.http.request_context import RequestContext, ignore_end, operation_id_of, request_context_of
from workato_embedded_mock.instruments.journal import ANONYMOUS, Journal, JournalRecord
from workato_embedded_mock.openapi.known_names import KnownNames
from workato_embedded_mock.openapi.redaction import Redactor
from workato_embedded_mock.plain_json import Json, JsonError, read_json

# The most bytes of a body that an entry shows; of a larger one it has the number of bytes.
_LARGEST = 64 * 2**10

Headers = list[tuple[bytes, bytes]]


class JournalMiddleware:
    """Records a request and its response, before the last part of the response is sent.

    Args:
        app: The next app.
        names: The names that the document has.
        auth: Finds the namespace of a request that was rejected before authentication.
        journal: The journal.
    """

    def __init__(self, app: ASGIApp, *, names: KnownNames, auth: BearerAuth, journal: Journal) -> None:
        self._app = app
        self._names = names
        self._auth = auth
        self._journal = journal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, and record it."""
        if not self._journal.enabled:
            await self._app(scope, receive, send)
            return
        context = request_context_of(scope)
        context.tracked = True
        entry = _Entry(scope, context, self._names)
        ended = False

        def end(status: int | None) -> None:
            nonlocal ended
            if not ended:
                ended = True
                # It refers to this function: the cycle would wait for the garbage collection.
                context.end = ignore_end
                self._record(scope, context, entry, status)

        async def record(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry.status, entry.headers = message["status"], list(message["headers"])
            else:
                entry.add(message.get("body", b""))
                if not message.get("more_body", False):
                    end(entry.status)
            await send(message)

        context.end = end
        try:
            await self._app(scope, receive, record)
        finally:
            end(None)

    def _record(self, scope: Scope, context: RequestContext, entry: _Entry, status: int | None) -> None:
        entry.milliseconds = (time.perf_counter() - entry.started) * 1000
        name = context.namespace
        if name is None:
            try:
                name = self._auth.namespace(scope)
            except RequestError:
                name = ANONYMOUS
        self._journal.record(name, JournalRecord(operation_id_of(scope), status or 0, scope["path"], entry.write))


class _Entry:
    """One request and its response. Most entries are dropped unread, so it is formatted only when it is read."""

    __slots__ = (
        "_context",
        "_moment",
        "_names",
        "_scope",
        "body",
        "headers",
        "length",
        "milliseconds",
        "started",
        "status",
    )

    def __init__(self, scope: Scope, context: RequestContext, names: KnownNames) -> None:
        self._scope = scope
        self._context = context
        self._names = names
        self._moment = time.time()
        self.started = time.perf_counter()
        self.status: int | None = None
        self.headers: Headers = []
        self.body: list[bytes] = []
        self.length = 0
        self.milliseconds = 0.0

    def add(self, part: bytes) -> None:
        """Add a part of the response's body, unless the body becomes too large to be shown."""
        self.length += len(part)
        self.body = [*self.body, part] if self.length <= _LARGEST else []

    def write(self) -> dict[str, Any]:
        """Return the entry as JSON, without secrets."""
        scope, context, secrets = self._scope, self._context, self._names.secrets
        redactor, operation_id = Redactor(secrets), operation_id_of(scope)
        sent = _parsed(context.body.data)
        received = _parsed(b"".join(self.body)) if self.length <= _LARGEST else {"bytes": self.length}
        query = scope["query_string"].decode("latin-1")
        # Before the redactor reads all fields.
        unread = unread_fields(context.tracked_body, "/body")
        written = {
            "time": datetime.fromtimestamp(self._moment, UTC).isoformat(timespec="milliseconds"),
            "operation_id": operation_id,
            "method": scope["method"],
            "path": _raw(scope),
            "query": {item["name"]: item["value"] for item in redactor.query(query, secrets.query(operation_id))},
            "status": self.status,
            "milliseconds": round(self.milliseconds, 3),
            "reasons": [reason.as_json() for reason in (*context.reasons, *context.notes)],
            "fault": context.fault,
            "unread": unread,
            "unknown": self._names.unknown(operation_id, query, sent),
            "request": {
                "headers": _headers(scope["headers"], redactor),
                "body": redactor.fields(sent, secrets.request(operation_id)),
            },
            "response": {
                "headers": _headers(self.headers, redactor),
                "body": redactor.fields(received, secrets.response(operation_id, self.status)),
            },
        }
        scrubbed: dict[str, Any] = redactor.scrub(written)
        return scrubbed


def _parsed(data: bytes) -> Json:
    """Return what an entry shows of a body: its JSON, None for an empty body, else its length."""
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
