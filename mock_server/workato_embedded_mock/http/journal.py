"""Records every request and its response in the journal and the request log, without changing them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workato_embedded_mock.errors import RequestError
from workato_embedded_mock.http.auth import BearerAuth
from workato_embedded_mock.http.field_tracking import unread_fields
from workato_embedded_mock.http.request_body import LARGEST_SHOWN, shown_body
from workato_embedded_mock.http.request_context import RequestContext, ignore_end, operation_id_of, request_context_of
from workato_embedded_mock.http.request_log import RequestLog, raw_path, shown_query
from workato_embedded_mock.instruments.journal import ANONYMOUS, Journal, JournalRecord
from workato_embedded_mock.openapi.known_names import KnownNames
from workato_embedded_mock.openapi.redaction import Redactor
from workato_embedded_mock.store.written_rows import written_rows

Headers = list[tuple[bytes, bytes]]

_FIRST_ERROR = 400


class JournalMiddleware:
    """Records a request and its response, before the last part of the response is sent.

    Args:
        app: The next app.
        names: The names that the document has.
        auth: Finds the namespace of a request that was rejected before authentication.
        journal: The journal.
        log: The request log, if there is one.
    """

    def __init__(
        self, app: ASGIApp, *, names: KnownNames, auth: BearerAuth, journal: Journal, log: RequestLog | None = None
    ) -> None:
        self._app = app
        self._names = names
        self._auth = auth
        self._journal = journal
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, and record it."""
        if not self._journal.enabled and self._log is None:
            await self._app(scope, receive, send)
            return
        context = request_context_of(scope)
        context.tracked = self._journal.enabled
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
        if self._journal.enabled:
            rejected = status is None or status >= _FIRST_ERROR or bool(context.reasons)
            self._journal.record(name, JournalRecord(rejected, entry.write))
        if self._log is not None:
            self._log.add(scope, context, namespace=name, status=status, milliseconds=entry.milliseconds)


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
        self.body = [*self.body, part] if self.length <= LARGEST_SHOWN else []

    def write(self) -> dict[str, Any]:
        """Return the entry as JSON, without secrets."""
        scope, context, secrets = self._scope, self._context, self._names.secrets
        redactor, operation_id = Redactor(secrets, context.secrets), operation_id_of(scope)
        sent = shown_body(context.body.data)
        received = shown_body(b"".join(self.body)) if self.length <= LARGEST_SHOWN else {"bytes": self.length}
        query = scope["query_string"].decode("latin-1")
        # Before the redactor reads all fields.
        unread = unread_fields(context.tracked_body, "/body")
        written = {
            "time": datetime.fromtimestamp(self._moment, UTC).isoformat(timespec="milliseconds"),
            "operation_id": operation_id,
            "method": scope["method"],
            "path": raw_path(scope),
            "query": {item["name"]: item["value"] for item in redactor.query(query, secrets.query(operation_id))},
            # As it was sent: with repeated names, and without decoding.
            "query_string": shown_query(redactor, scope, secrets.query(operation_id)).removeprefix("?"),
            "status": self.status,
            "milliseconds": round(self.milliseconds, 3),
            "reasons": [reason.as_json() for reason in (*context.reasons, *context.notes)],
            "fault": context.fault,
            "unread": unread,
            "unknown": self._names.unknown(operation_id, query, sent),
            "wrote": [row.as_json() for row in written_rows(context.written)],
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


def _headers(headers: Headers, redactor: Redactor) -> dict[str, str]:
    texts = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
    return {item["name"]: item["value"] for item in redactor.headers(texts)}
