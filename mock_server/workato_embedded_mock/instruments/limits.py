"""Counts requests against limits, on the clock of the namespace; must not know where a limit is documented."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.instruments.active_instruments import ActiveInstruments
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.store.tables import limit_windows, limits

OFF, DOCUMENTED = "off", "documented"

_FORM = re.compile(r"([1-9][0-9]{0,6})/min", re.ASCII)
_W = limit_windows.c
_WINDOW = (_W.namespace == bindparam("space"), _W.operation_id == bindparam("wanted"))
_READ = select(_W.began_at, _W.requests).where(*_WINDOW)
_COUNT = update(limit_windows).where(*_WINDOW).values(requests=_W.requests + 1)
_CLOSE = delete(limit_windows).where(*_WINDOW)
_OPEN = insert(limit_windows).values(namespace=bindparam("space"))
_FORGET = delete(limit_windows).where(_W.namespace == bindparam("space"))
_CLEAR = delete(limits).where(limits.c.namespace == bindparam("space"))
_SET = insert(limits).values(namespace=bindparam("space"))
_COUNTS = select(_W.operation_id, _W.began_at, _W.requests).where(_W.namespace == bindparam("space"))


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds, beginning with the first of them."""

    requests: int
    seconds: int


RateOf = Callable[[str], Rate | None]
"""Answers the limit of an operation, or None."""


def rates_of(setting: str, documented: Mapping[str, Rate]) -> RateOf:
    """Read a setting: `off`, `documented`, or `N/min` for each operation.

    Raises:
        StartError: It is none of them.
    """
    if setting == OFF:
        return lambda _operation_id: None
    if setting == DOCUMENTED:
        return documented.get
    found = _FORM.fullmatch(setting)
    if found is None:
        raise StartError(f"The rate limits {setting!r} are none: write off, documented or N/min.")
    rate = Rate(int(found[1]), 60)
    return lambda _operation_id: rate


class Limits:
    """The limits of all namespaces.

    Args:
        namespaces: Where they are kept.
        active: Tells which namespaces have limits of their own.
        setting: The limits of the others: `off`, `documented` or `N/min`.
        documented: The documented limits by operationId.
    """

    def __init__(
        self, namespaces: Namespaces, active: ActiveInstruments, setting: str, documented: Mapping[str, Rate]
    ) -> None:
        self._namespaces = namespaces
        self._active = active
        self._setting = setting
        self._documented = documented
        self._rates = {setting: rates_of(setting, documented)}

    def setting(self, name: str) -> str:
        """Answer the setting of a namespace."""
        return self._active.of(name).limits or self._setting

    def set(self, name: str, setting: str | None) -> None:
        """Give a namespace a setting of its own, or that of the server for None; the counts begin anew.

        Raises:
            StartError: The setting is none.
        """
        if setting is not None:
            rates_of(setting, self._documented)
        with self._namespaces.transaction(name, write=True) as space:
            space.change(_CLEAR)
            space.change(_FORGET)
            if setting is not None:
                space.change(_SET, setting=setting)
        self._active.forget(name)

    def counts(self, name: str) -> dict[str, int]:
        """Answer how many requests of each operation were counted in its present window."""
        with self._namespaces.transaction(name, write=False) as space:
            return {row["operation_id"]: row["requests"] for row in space.all(_COUNTS)}

    def take(self, name: str, operation_id: str) -> int | None:
        """Count a request; where it is one too many, answer the whole seconds until the next is welcome."""
        rate = self._rate(self.setting(name), operation_id)
        if rate is None:
            return None
        with self._namespaces.transaction(name, write=True) as space:
            now = self._namespaces.clock(space).now().astimezone(UTC)
            row = space.first(_READ, wanted=operation_id)
            began = datetime.fromisoformat(row["began_at"]) if row else now
            left = began + timedelta(seconds=rate.seconds) - now
            # A clock that was set back ends the window as well.
            if row is None or left <= timedelta() or began > now:
                space.change(_CLOSE, wanted=operation_id)
                space.change(_OPEN, operation_id=operation_id, began_at=now.isoformat(), requests=1)
                return None
            if row["requests"] < rate.requests:
                space.change(_COUNT, wanted=operation_id)
                return None
        return max(1, math.ceil(left.total_seconds()))

    def _rate(self, setting: str, operation_id: str) -> Rate | None:
        rates = self._rates.get(setting)
        if rates is None:
            rates = self._rates[setting] = rates_of(setting, self._documented)
        return rates(operation_id)
