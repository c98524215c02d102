"""Decides whether and when a request is retried. Pure: it neither sends nor waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Final

import httpx2

from .deadlines import TotalTimeout

# Methods that have the same effect when a request is sent twice (RFC 9110, 9.2.2).
SAFE_TO_REPEAT: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PUT"})
_RETRYABLE_STATUSES: Final = frozenset({408, 429})
_NOT_IMPLEMENTED: Final = 501
_NOT_SENT_ERRORS: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
_PERMANENT_ERRORS: Final = (
    TotalTimeout,
    httpx2.UnsupportedProtocol,
    httpx2.LocalProtocolError,
    httpx2.DecodingError,
    httpx2.TooManyRedirects,
)

# The outcome of a request: a response, or the error of the connection.
Outcome = httpx2.Response | httpx2.RequestError


@dataclass(frozen=True)
class Retries:
    """The retry policy of a client. The API has no idempotency keys, so a POST that may have been carried out is not
    retried.

    Attributes:
        max_retries: The maximum number of retries.
        first: Seconds before the first retry, unless the server sends `Retry-After`. They double each time.
        longest: The maximum back-off in seconds, unless the server sends `Retry-After`.
        cap: The longest `Retry-After` in seconds. If the server asks for more, the request is not retried.
    """

    max_retries: int = 2
    first: float = 0.5
    longest: float = 8.0
    cap: float = 60.0

    def __post_init__(self) -> None:
        if isinstance(self.max_retries, bool) or not isinstance(self.max_retries, int) or self.max_retries < 0:
            raise ValueError(f"invalid max_retries: expected an integer of at least 0, not {self.max_retries!r}")

    def delay(self, safe: bool, outcome: Outcome, repeated: int, chance: float, now: float) -> float | None:
        """Return the seconds to wait before the retry, or None if the request is not retried.

        Args:
            safe: Whether sending the request twice has the same effect as once.
            outcome: The outcome of the request.
            repeated: The number of retries so far.
            chance: A random number from 0 to 1, for the jitter.
            now: The time as seconds since 1970, for a `Retry-After` that is a date.
        """
        if repeated >= self.max_retries or not can_repeat(safe, outcome):
            return None
        # `Retry-After: 0` falls back to the default back-off.
        if requested := retry_after(outcome.headers, lambda: now) if isinstance(outcome, httpx2.Response) else None:
            return requested if requested <= self.cap else None
        # Half of the back-off is fixed, so that no retry is immediate.
        return min(self.longest, self.first * 2.0 ** min(repeated, 30)) * (0.5 + chance / 2)


def can_repeat(safe: bool, outcome: Outcome) -> bool:
    """Return whether a request may be retried: the outcome may change, and nothing can be written twice.

    `safe` says whether sending the request twice has the same effect as once. Proxies and CDNs use status codes of
    their own above 500, which count like the standard ones.
    """
    if isinstance(outcome, httpx2.Response):
        status = outcome.status_code
        transient = status in _RETRYABLE_STATUSES or (status >= 500 and status != _NOT_IMPLEMENTED)
        return transient and (safe or status == 429)
    if isinstance(outcome, _PERMANENT_ERRORS):
        return False
    return safe or isinstance(outcome, _NOT_SENT_ERRORS)


def retry_after(headers: Mapping[str, str], clock: Callable[[], float] = time.time) -> float | None:
    """Return the seconds of the header `Retry-After`, a number or a date; None if there is no valid one."""
    text = headers.get("retry-after", "")
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - clock()
        except (ValueError, OverflowError):
            return None
    return max(0.0, seconds) if isfinite(seconds) else None
