"""Decides whether a request is worth another try, and after how long. Pure: it neither sends nor waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Final

import httpx

SAFE_TO_REPEAT: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PUT"})
"""Methods whose second request does what the first would have done (RFC 9110, 9.2.2)."""
WORTH_REPEATING: Final = frozenset({408, 429, 500, 502, 503, 504})
"""Statuses that can be another the next time."""
_NOTHING_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_FOR_EVER: Final = (httpx.UnsupportedProtocol, httpx.LocalProtocolError, httpx.DecodingError, httpx.TooManyRedirects)

Outcome = httpx.Response | httpx.RequestError
"""What comes of a request: an answer, or none."""


@dataclass(frozen=True)
class Retries:
    """How patient a client is. The API has no keys for idempotency, so a POST that may have been carried out is not
    repeated.
    """

    max_retries: int = 2
    """How many times a request is repeated at the most."""
    first: float = 0.5
    """Seconds before the first repetition, where the server does not say; they double each time."""
    longest: float = 8.0
    """Seconds at the most, where the server does not say."""
    cap: float = 60.0
    """Seconds at the most that the server may ask for. If it asks for more, the request is not repeated."""

    def __post_init__(self) -> None:
        if isinstance(self.max_retries, bool) or not isinstance(self.max_retries, int) or self.max_retries < 0:
            raise ValueError(f"max_retries must be a number from 0 on, not {self.max_retries!r}")

    def delay(self, method: str, outcome: Outcome, repeated: int, chance: float, now: float) -> float | None:
        """Return the seconds to wait before the request is repeated, or None if it is not to be.

        Args:
            method: The HTTP method of the request.
            outcome: What came of it.
            repeated: How many times it has been repeated.
            chance: A number from 0 to 1 that spreads the clients which fail at the same time.
            now: The time as seconds since 1970, for a `Retry-After` that is a date.
        """
        if repeated >= self.max_retries or not can_repeat(method, outcome):
            return None
        asked = retry_after(outcome.headers, lambda: now) if isinstance(outcome, httpx.Response) else None
        if asked is not None:
            return asked if asked <= self.cap else None
        # Half of it is fixed, so that no repetition comes at once.
        return min(self.longest, self.first * 2.0 ** min(repeated, 30)) * (0.5 + chance / 2)


def can_repeat(method: str, outcome: Outcome) -> bool:
    """Say whether a request may be repeated: it could end otherwise, and nothing can have been written twice."""
    if isinstance(outcome, httpx.Response):
        refused_unread = outcome.status_code == 429
        return outcome.status_code in WORTH_REPEATING and (refused_unread or method in SAFE_TO_REPEAT)
    if isinstance(outcome, _FOR_EVER):
        return False
    return isinstance(outcome, _NOTHING_SENT) or method in SAFE_TO_REPEAT


def retry_after(headers: Mapping[str, str], clock: Callable[[], float] = time.time) -> float | None:
    """Return the seconds that `Retry-After` asks to wait, given as a number or a date; None if it says nothing."""
    text = headers.get("retry-after", "")
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - clock()
        except (ValueError, OverflowError):
            return None
    return max(0.0, seconds) if isfinite(seconds) else None
