"""The record of one request to the upstream and its response, unredacted."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.http.headers import Header


@dataclass(slots=True)
class Traffic:
    """One request to the upstream and its response.

    Attributes:
        method: The method as it was sent.
        url: The URL at the upstream, with the query.
        http_version: The HTTP version of the caller, such as `1.1`.
        operation_id: The operation of the document, if there is one.
        request_headers: The headers as the caller sent them.
        request_body: The whole body, if it was kept.
        request_size: The number of bytes of the body.
        status: The status of the response; 0 without a response.
        phrase: The reason phrase of the response.
        response_headers: The headers as the upstream sent them.
        response_body: The whole body, decompressed, if it was kept.
        response_size: The number of bytes of the body as it was sent.
        findings: The differences between request and response and the document.
        error: Why the response is not complete.
        started: When the request came.
        waited: Milliseconds until the response began.
        took: Milliseconds until the response ended.
    """

    method: str
    url: str
    http_version: str
    operation_id: str | None
    request_headers: list[Header]
    request_body: bytes | None = None
    request_size: int = 0
    status: int = 0
    phrase: str = ""
    response_headers: list[Header] = field(default_factory=list)
    response_body: bytes | None = None
    response_size: int = 0
    findings: list[Reason] = field(default_factory=list)
    error: str | None = None
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    waited: float = 0.0
    took: float = 0.0
    _began: float = field(default_factory=time.perf_counter)

    def response_began(self) -> None:
        """Record that the response begins now."""
        self.waited = self._elapsed()

    def response_ended(self) -> None:
        """Record that the response ends now."""
        self.took = self._elapsed()

    def _elapsed(self) -> float:
        return round((time.perf_counter() - self._began) * 1000, 3)
