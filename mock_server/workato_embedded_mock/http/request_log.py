"""Describes finished requests for the request log, without secrets and with a bounded length."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.types import Scope

from workato_embedded_mock.http.request_body import shown_body
from workato_embedded_mock.http.request_context import RequestContext, operation_id_of
from workato_embedded_mock.openapi.redaction import MIN_LENGTH, REDACTED, Redactor
from workato_embedded_mock.openapi.secret_names import Marks
from workato_embedded_mock.openapi.secrets import Secrets

_LONGEST_TARGET = 500
_MOST_REASONS = 5
_LONGEST_REASON = 400

Headers = tuple[tuple[bytes, bytes], ...]


class FinishedRequest(NamedTuple):
    """One request and the outcome of it, as the request log shows them.

    Attributes:
        time: When it ended, as a Unix timestamp.
        account: The short form of the namespace, see `short_name`.
        method: The method.
        target: The path with the query, without secrets.
        status: The status of the response; None without a complete response.
        milliseconds: How long it took.
        operation_id: The operation; None if none matched.
        reasons: Why it was rejected, what was tolerated in it, and which fault hit it, in words.
        request_id: The id that the response has in `X-Request-Id`, without secrets; None without a response.
    """

    time: float
    account: str
    method: str
    target: str
    status: int | None
    milliseconds: float
    operation_id: str | None
    reasons: tuple[str, ...]
    request_id: str | None = None


class RequestLog:
    """Describes each finished request, and calls a function with the description.

    Args:
        secrets: The secrets of the document.
        write: Called with each description.
    """

    def __init__(self, secrets: Secrets, write: Callable[[FinishedRequest], None]) -> None:
        self._secrets = secrets
        self._write = write
        # Callers send the same names and tokens again and again.
        self._is_secret = lru_cache(maxsize=512)(self._is_secret_header)
        self._scrubber_of = lru_cache(maxsize=512)(self._make_scrubber)

    def add(
        self,
        scope: Scope,
        context: RequestContext,
        *,
        namespace: str,
        status: int | None,
        milliseconds: float,
        request_id: bytes | None = None,
    ) -> None:
        """Describe a finished request.

        Args:
            scope: The request.
            context: What the middlewares know about it.
            namespace: The namespace of the caller; empty if it is not known.
            status: The status of the response; None without a complete response.
            milliseconds: How long the request took.
            request_id: The id in the response; None without a response.
        """
        operation_id = operation_id_of(scope)
        target = raw_path(scope)
        reasons: tuple[str, ...] = ()
        if scope["query_string"] or status is None or context.reasons or context.notes or context.secrets:
            target, reasons = self._redacted(scope, context, operation_id, status)
        elif operation_id is None or [each for each in context.path_values.values() if len(each) >= MIN_LENGTH]:
            target = self._scrubber_of(self._credentials(scope))(target)
        self._write(
            FinishedRequest(
                time.time(),
                short_name(namespace),
                scope["method"],
                _cut(target, _LONGEST_TARGET),
                status,
                milliseconds,
                operation_id,
                reasons,
                self._shown_id(scope, request_id),
            )
        )

    def _shown_id(self, scope: Scope, request_id: bytes | None) -> str | None:
        """Return an id without secrets: callers choose ids."""
        return None if request_id is None else self._scrubber_of(self._credentials(scope))(request_id.decode("latin-1"))

    def _redacted(
        self, scope: Scope, context: RequestContext, operation_id: str | None, status: int | None
    ) -> tuple[str, tuple[str, ...]]:
        """Return the path with the query, and the reasons, without secrets."""
        redactor = self._redactor(self._credentials(scope), context.secrets)
        target = raw_path(scope) + shown_query(redactor, scope, self._secrets.query(operation_id))
        # Reasons may quote the body.
        redactor.fields(shown_body(context.body.data), self._secrets.request(operation_id))
        scrub = redactor.scrubber()
        reasons = [scrub(redactor.text(reason)) for reason in _reasons(context, status)]
        shown = [_cut(reason, _LONGEST_REASON) for reason in reasons[:_MOST_REASONS]]
        rest = len(reasons) - _MOST_REASONS
        return scrub(target), (*shown, f"{rest} more") if rest > 0 else tuple(shown)

    def _credentials(self, scope: Scope) -> Headers:
        is_secret = self._is_secret
        return tuple([header for header in scope["headers"] if is_secret(header[0])])

    def _is_secret_header(self, name: bytes) -> bool:
        return Redactor(self._secrets).is_secret_header(name.decode("latin-1"))

    def _make_scrubber(self, credentials: Headers) -> Callable[[str], str]:
        return self._redactor(credentials).scrubber()

    def _redactor(self, credentials: Headers, known: Iterable[str] = ()) -> Redactor:
        """Return a redactor that knows the credentials of a request, and other secrets of it."""
        redactor = Redactor(self._secrets, known)
        redactor.headers((name.decode("latin-1"), value.decode("latin-1")) for name, value in credentials)
        return redactor


@lru_cache(maxsize=1024)
def short_name(namespace: str) -> str:
    """Return the short form of a namespace: the first 8 hexadecimal digits of its SHA-256, `-` for no namespace.

    The name is a bearer token, which a log must not contain.
    """
    return sha256(namespace.encode()).hexdigest()[:8] if namespace else "-"


def raw_path(scope: Scope) -> str:
    """Return the path of a request as it was sent, percent-encoded."""
    raw: bytes | None = scope.get("raw_path")
    return scope["path"] if raw is None else raw.decode("latin-1")


def shown_query(redactor: Redactor, scope: Scope, marks: Marks) -> str:
    """Return the query of a request with `?`, without secrets; it changes only if it has some."""
    query = scope["query_string"].decode("latin-1")
    items = [(item["name"], item["value"]) for item in redactor.query(query, marks)]
    if any(value == REDACTED for _name, value in items):
        query = urlencode(items)
    return f"?{query}" if query else ""


def _reasons(context: RequestContext, status: int | None) -> list[str]:
    """Return in words why a request was rejected, what was tolerated in it, and which fault hit it."""
    texts = [
        f"{reason.pointer}: {reason.text}" if reason.pointer else reason.text
        for reason in (*context.reasons, *context.notes)
    ]
    if status is None and context.fault is None:
        texts.append("the connection ended before the response was complete")
    return texts


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit]}..."
