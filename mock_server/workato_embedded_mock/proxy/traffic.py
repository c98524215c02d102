"""What happened in one exchange with the upstream, as it happened; must not redact or write it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.proxy.headers import Header


@dataclass(slots=True)
class Traffic:
    """One exchange.

    Attributes:
        method: As it was sent.
        url: Of the upstream, with the query.
        http_version: As the caller spoke it, such as `1.1`.
        operation_id: The operation of the document, when there is one.
        request_headers: As the caller sent them.
        request_body: The whole body, where it was kept.
        request_size: Bytes of the body.
        status: Of the upstream's answer; 0 when there was none.
        phrase: Its reason phrase.
        answer_headers: As the upstream sent them.
        answer_body: The whole body, unpacked, where it was kept.
        answer_size: Bytes of the body as it was sent.
        findings: In what both differ from the document.
        fault: What kept the exchange from its end, in words.
        started: When the request came.
        waited: Milliseconds until the answer began.
        took: Milliseconds until it ended.
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
    answer_headers: list[Header] = field(default_factory=list)
    answer_body: bytes | None = None
    answer_size: int = 0
    findings: list[Reason] = field(default_factory=list)
    fault: str | None = None
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    waited: float = 0.0
    took: float = 0.0
    _began: float = field(default_factory=time.perf_counter)

    def answered(self) -> None:
        """Note that the answer begins now."""
        self.waited = self._elapsed()

    def ended(self) -> None:
        """Note that the exchange ends now."""
        self.took = self._elapsed()

    def _elapsed(self) -> float:
        return round((time.perf_counter() - self._began) * 1000, 3)
