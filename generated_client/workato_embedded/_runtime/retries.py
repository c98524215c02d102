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
_BUSY: Final = frozenset({408, 429})
_NOT_IMPLEMENTED: Final = 501
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

    def delay(self, safe: bool, outcome: Outcome, repeated: int, chance: float, now: float) -> float | None:
        """Return the seconds to wait before the request is repeated, or None if it is not to be.

        Args:
            safe: Whether the request does the same when it is sent twice.
            outcome: What came of it.
            repeated: How many times it has been repeated.
            chance: A number from 0 to 1 that spreads the clients which fail at the same time.
            now: The time as seconds since 1970, for a `Retry-After` that is a date.
        """
        if repeated >= self.max_retries or not can_repeat(safe, outcome):
            return None
        # Who asks for no time at all has not thought of it, and is given the usual.
        if asked := retry_after(outcome.headers, lambda: now) if isinstance(outcome, httpx.Response) else None:
            return asked if asked <= self.cap else None
        # Half of it is fixed, so that no repetition comes at once.
        return min(self.longest, self.first * 2.0 ** min(repeated, 30)) * (0.5 + chance / 2)


def can_repeat(safe: bool, outcome: Outcome) -> bool:
    """Say whether a request may be repeated: it could end otherwise, and nothing can have been written twice.

    `safe` says that it does the same when it is sent twice. Proxies and content networks have statuses of their own
    above 500, which pass as those of the standard do.
    """
    if isinstance(outcome, httpx.Response):
        status = outcome.status_code
        worth = status in _BUSY or (status >= 500 and status != _NOT_IMPLEMENTED)
        return worth and (safe or status == 429)
    if isinstance(outcome, _FOR_EVER):
        return False
    return safe or isinstance(outcome, _NOTHING_SENT)


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
