"""Counts requests against rate limits by the clock of the namespace; must not read the document."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.instruments.active_instruments import Active, ActiveInstruments
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables import limit_windows, limits

OFF, DOCUMENTED = "off", "documented"

_FORM = re.compile(r"([1-9][0-9]{0,6})/min", re.ASCII)
_W = limit_windows.c
_WINDOW = (_W.namespace == NAMESPACE_ID, _W.operation_id == bindparam("wanted"))
_READ = select(_W.began_at, _W.requests).where(*_WINDOW)
_COUNT = update(limit_windows).where(*_WINDOW).values(requests=_W.requests + 1)
_END_WINDOW = delete(limit_windows).where(*_WINDOW)
_BEGIN_WINDOW = insert(limit_windows).values(namespace=NAMESPACE_ID)
_END_ALL_WINDOWS = delete(limit_windows).where(_W.namespace == NAMESPACE_ID)
_CLEAR = delete(limits).where(limits.c.namespace == NAMESPACE_ID)
_SET = insert(limits).values(namespace=NAMESPACE_ID)
_COUNTS = select(_W.operation_id, _W.began_at, _W.requests).where(_W.namespace == NAMESPACE_ID)


@dataclass(frozen=True, slots=True)
class Rate:
    """A number of requests allowed in a number of seconds, beginning with the first request.

    Attributes:
        requests: The number of requests.
        seconds: The number of seconds.
        since: The day from which a documented limit applies, in ISO form.
    """

    requests: int
    seconds: int
    since: str = ""

    def __str__(self) -> str:
        return f"{self.requests}/min" if self.seconds == 60 else f"{self.requests} in {self.seconds} s"


class Exceeded(NamedTuple):
    """A rate limit that a request exceeds.

    Attributes:
        rate: The limit.
        setting: The setting that it comes from: `documented` or `N/min`.
        seconds: The number of seconds until the window ends.
    """

    rate: Rate
    setting: str
    seconds: int


# Returns the limit of an operation, or None.
RateOf = Callable[[str], Rate | None]


def parse_rates(setting: str, documented: Mapping[str, Rate]) -> RateOf:
    """Parse a setting: `off`, `documented`, or `N/min` for each operation.

    Raises:
        StartError: The setting is invalid.
    """
    if setting == OFF:
        return lambda _operation_id: None
    if setting == DOCUMENTED:
        return documented.get
    found = _FORM.fullmatch(setting)
    if found is None:
        raise StartError(f"invalid rate limits {setting!r}: expected off, documented or N/min")
    rate = Rate(int(found[1]), 60)
    return lambda _operation_id: rate


class Limits:
    """The limits of all namespaces.

    Args:
        namespaces: The namespaces whose limits these are.
        active: Says which namespaces have a setting of their own.
        setting: The setting of all others: `off`, `documented` or `N/min`.
        documented: The documented limits by operationId.
    """

    def __init__(
        self, namespaces: Namespaces, active: ActiveInstruments, setting: str, documented: Mapping[str, Rate]
    ) -> None:
        self._namespaces = namespaces
        self._active = active
        self._setting = setting
        self._documented = documented
        self._rates = {setting: parse_rates(setting, documented)}

    def setting(self, name: str) -> str:
        """Return the setting of a namespace."""
        return self._active.get(name).limits or self._setting

    def set(self, name: str, setting: str | None) -> None:
        """Set the limits of a namespace, or use those of the server if None; the counts restart.

        Raises:
            StartError: The setting is invalid.
        """
        if setting is not None:
            parse_rates(setting, self._documented)
        with self._namespaces.transaction(name, write=True) as session:
            session.execute(_CLEAR)
            session.execute(_END_ALL_WINDOWS)
            if setting is not None:
                session.execute(_SET, setting=setting)
        self._active.invalidate(name)

    def counts(self, name: str) -> dict[str, int]:
        """Return the number of requests of each operation in its current window."""
        with self._namespaces.transaction(name, write=False) as session:
            return {row["operation_id"]: row["requests"] for row in session.all(_COUNTS)}

    def consume(self, name: str, active: Active, operation_id: str, edition: str | None) -> Exceeded | None:
        """Count a request; return None if it is allowed, else the limit that it exceeds.

        Args:
            name: The namespace.
            active: Its active instruments.
            operation_id: The operation.
            edition: The date of the edition of the namespace; None for everything that is known.
        """
        setting = active.limits or self._setting
        rate = self._rate(setting, operation_id)
        if rate is None or (edition is not None and edition < rate.since):
            return None
        with self._namespaces.transaction(name, write=True) as session:
            now = self._namespaces.clock(session).now().astimezone(UTC)
            row = session.first(_READ, wanted=operation_id)
            began = datetime.fromisoformat(row["began_at"]) if row else now
            left = began + timedelta(seconds=rate.seconds) - now
            # Setting the clock back also ends the window.
            if row is None or left <= timedelta() or began > now:
                session.execute(_END_WINDOW, wanted=operation_id)
                session.execute(_BEGIN_WINDOW, operation_id=operation_id, began_at=now.isoformat(), requests=1)
                return None
            if row["requests"] < rate.requests:
                session.execute(_COUNT, wanted=operation_id)
                return None
        return Exceeded(rate, setting, max(1, math.ceil(left.total_seconds())))

    def _rate(self, setting: str, operation_id: str) -> Rate | None:
        rates = self._rates.get(setting)
        if rates is None:
            rates = self._rates[setting] = parse_rates(setting, self._documented)
        return rates(operation_id)
