"""Records every request and its response in the journal and the request log, without changing them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workato_embedded_mock.errors import Reason, RequestError
from workato_embedded_mock.http.auth import BearerAuth
from workato_embedded_mock.http.field_tracking import unread_fields
from workato_embedded_mock.http.kept_bodies import KeptBody, ResponseRecorder, UnhashedResponses, keep_request
from workato_embedded_mock.http.reason import HEADER, reason_header
from workato_embedded_mock.http.request_context import RequestContext, ignore_end, operation_id_of, request_context_of
from workato_embedded_mock.http.request_ids import request_id_of
from workato_embedded_mock.http.request_log import RequestLog, raw_path, shown_query
from workato_embedded_mock.instruments.journal import ANONYMOUS, Journal
from workato_embedded_mock.openapi.known_names import KnownNames
from workato_embedded_mock.openapi.redaction import Redactor
from workato_embedded_mock.store.availability import unavailability
from workato_embedded_mock.store.written_rows import written_rows

Headers = list[tuple[bytes, bytes]]

_FIRST_ERROR = 400
# The most reasons of an entry: more than warnings of a package. A query can have thousands of unknown parameters.
_MOST_REASONS = 1_100
# Of a longer body, the unread fields are found at once: its parsed values take many times its length.
_LONGEST_PARSED = 1024
# About how many bytes of memory an entry takes: its objects, a byte of a parsed body, a reason, and a written object.
_ENTRY_BYTES, _PARSED_BYTES, _REASON_BYTES, _WRITTEN_BYTES = 5000, 20, 400, 200


class JournalMiddleware:
    """Records a request and its response, before the response is sent.

    A response in several parts is recorded before the last one. A request that cannot be recorded is served
    anyway, and `X-Mock-Reason` has the cause.

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
        self._unhashed = UnhashedResponses()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, and record it."""
        if not self._journal.enabled and self._log is None:
            await self._app(scope, receive, send)
            return
        context = request_context_of(scope)
        context.tracked = self._journal.enabled
        entry = _Entry(scope, context, self._names, self._journal.largest_body)
        ended = False
        head: Message | None = None

        def end(status: int | None) -> None:
            nonlocal ended
            if not ended:
                ended = True
                # It refers to this function: the cycle would wait for the garbage collection.
                context.end = ignore_end
                self._record(scope, context, entry, status)

        async def record(message: Message) -> None:
            nonlocal head
            if message["type"] == "http.response.start":
                entry.status, entry.headers = message["status"], list(message["headers"])
                head = message
                return
            entry.response.add(message.get("body", b""))
            if not message.get("more_body", False):
                end(entry.status)
            if head is not None:
                started, head = head, None
                if context.unrecorded is not None:
                    started = {**started, "headers": _with_reasons(entry.headers, context)}
                await send(started)
            await send(message)

        context.end = end
        try:
            await self._app(scope, receive, record)
        finally:
            end(None)

    def _record(self, scope: Scope, context: RequestContext, entry: _Entry, status: int | None) -> None:
        entry.milliseconds = (time.perf_counter() - entry.started) * 1000
        name = self._namespace(scope) if context.namespace is None else context.namespace
        if self._log is not None:
            self._log.add(
                scope,
                context,
                namespace=name,
                status=status,
                milliseconds=entry.milliseconds,
                request_id=request_id_of(entry.headers),
            )
        if self._journal.enabled:
            if entry.response.is_unhashed:
                self._unhashed.add(entry.response)
            entry.finish(rejected=status is None or status >= _FIRST_ERROR or bool(context.reasons))
            context.unrecorded = self._journal.record(name, entry, later=context.without_database)

    def _namespace(self, scope: Scope) -> str:
        """Return the namespace of a request that was rejected before authentication."""
        try:
            return self._auth.namespace(scope)
        except RequestError:
            return ANONYMOUS
        except Exception as error:
            if unavailability(error) is None:
                raise
            # The token is one that the database knows.
            return ANONYMOUS


def _with_reasons(headers: Headers, context: RequestContext) -> Headers:
    """Return the headers of a response that also say why the request could not be recorded."""
    reasons = [*context.reasons, *context.notes, Reason("", "journal", context.unrecorded or "")]
    return [*(header for header in headers if header[0] != HEADER), *filter(None, [reason_header(reasons)])]


class _Entry:
    """One request and its response, a `JournalRecord`.

    Most entries are dropped unread, so it is formatted only when it is read.
    """

    __slots__ = (
        "_context",
        "_largest",
        "_moment",
        "_names",
        "_request",
        "_scope",
        "_unread",
        "headers",
        "milliseconds",
        "rejected",
        "response",
        "size",
        "started",
        "status",
    )

    def __init__(self, scope: Scope, context: RequestContext, names: KnownNames, largest: int) -> None:
        self._scope = scope
        self._context = context
        self._names = names
        self._moment = time.time()
        self.started = time.perf_counter()
        self.status: int | None = None
        self.headers: Headers = []
        self.response = ResponseRecorder(largest)
        self.milliseconds = 0.0
        self.rejected = False
        self.size = 0
        self._largest = largest
        self._request: KeptBody | None = None
        self._unread: list[str] | None = None

    def finish(self, *, rejected: bool) -> None:
        """Drop what is too large to be kept, and estimate how many bytes of memory the rest takes."""
        self.rejected = rejected
        scope, context = self._scope, self._context
        body = context.body
        size = _ENTRY_BYTES + len(scope["query_string"]) + min(self.response.size, self._largest)
        size += len(scope["path"]) + sum([len(name) + len(value) for name, value in scope["headers"]])
        if body.size > _LONGEST_PARSED:
            self._unread = unread_fields(context.tracked_body, "/body")
            context.tracked_body = None
            self._request = keep_request(body, self._largest)
            size += len(body.data)
        else:
            size += _PARSED_BYTES * body.size
        if context.notes or context.reasons:
            _shorten(context)
            size += _REASON_BYTES * (len(context.notes) + len(context.reasons))
        self.size = size + _WRITTEN_BYTES * len(context.written)

    def write(self) -> dict[str, Any]:
        """Return the entry as JSON, without secrets."""
        scope, context, secrets = self._scope, self._context, self._names.secrets
        redactor, operation_id = Redactor(secrets, context.secrets), operation_id_of(scope)
        request, response = self._request or keep_request(context.body, self._largest), self.response.kept()
        sent, received = request.shown(), response.shown()
        query = scope["query_string"].decode("latin-1")
        # Before the redactor reads all fields.
        unread = unread_fields(context.tracked_body, "/body") if self._unread is None else self._unread
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
            "reasons": [redactor.reason(reason) for reason in (*context.reasons, *context.notes)],
            "fault": context.fault,
            "unread": unread,
            "unknown": self._names.unknown(operation_id, query, sent["body"]),
            "wrote": [row.as_json() for row in written_rows(context.written)],
            "request": {
                "headers": _headers(scope["headers"], redactor),
                **sent,
                "body": redactor.fields(sent["body"], secrets.request(operation_id)),
            },
            "response": {
                "headers": _headers(self.headers, redactor),
                **received,
                "body": redactor.fields(received["body"], secrets.response(operation_id, self.status)),
            },
        }
        scrubbed: dict[str, Any] = redactor.scrub(written)
        return scrubbed


def _shorten(context: RequestContext) -> None:
    """Keep the first reasons of a request."""
    more = len(context.notes) - _MOST_REASONS
    if more > 0:
        rest = Reason("", "truncated", f"{more} more reasons were left out")
        context.notes[_MOST_REASONS:] = [rest]


def _headers(headers: Headers, redactor: Redactor) -> dict[str, str]:
    texts = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
    return {item["name"]: item["value"] for item in redactor.headers(texts)}
