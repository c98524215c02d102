"""The clock of a namespace, stored so that all processes agree on the time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert

from workato_embedded_mock.instruments.clock import ZONE, Clock
from workato_embedded_mock.instruments.clock_history import clock_at, current_clock, remember_clock
from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession, Row
from workato_embedded_mock.store.tables import clocks

_DELETE = delete(clocks).where(clocks.c.namespace == NAMESPACE_ID)
_INSERT = insert(clocks).values(namespace=NAMESPACE_ID)
_RANGE = "the time must be between the years 1971 and 9000"


class ClockError(Exception):
    """A clock cannot be set to a time; the text says why."""


class NamespaceClock:
    """The clock of one namespace within one transaction, read from the store on first use.

    All calls in a transaction return the same time, unless the clock is set.
    """

    __slots__ = ("_base", "_moment", "_row", "_session")

    def __init__(self, session: NamespaceSession, base: Clock) -> None:
        self._session = session
        self._base = base
        self._row: Row | None = None
        self._moment: datetime | None = None

    def now(self) -> datetime:
        """Return the current time of the namespace in the API's time zone."""
        if self._moment is None:
            self._moment = self._current()
        return self._moment

    @property
    def frozen(self) -> bool:
        """Whether the clock is frozen."""
        return self._read()["frozen_at"] is not None

    @property
    def moved(self) -> bool:
        """Whether the clock differs from the system clock."""
        return self.frozen or self._read()["offset_microseconds"] != 0

    def set(self, now: datetime, *, frozen: bool) -> None:
        """Set the clock.

        Raises:
            ClockError: The time is outside the supported years.
        """
        if not 1971 <= now.year <= 9000:
            raise ClockError(_RANGE)
        offset = timedelta() if frozen else now - self._base.now()
        remember_clock(self._session, self._base.now())
        self._session.execute(_DELETE)
        self._session.execute(
            _INSERT,
            offset_microseconds=offset // timedelta(microseconds=1),
            frozen_at=now.isoformat() if frozen else None,
        )
        self._row = self._moment = None

    def advance(self, seconds: float) -> None:
        """Move the clock forward; a frozen clock stays frozen at the new time.

        Raises:
            ClockError: The new time is outside the supported years.
        """
        try:
            now = self.now() + timedelta(seconds=seconds)
        except OverflowError as error:
            raise ClockError(_RANGE) from error
        self.set(now, frozen=self.frozen)

    def reset(self) -> None:
        """Follow the system clock again."""
        remember_clock(self._session, self._base.now())
        self._session.execute(_DELETE)
        self._row = self._moment = None

    def system_time(self) -> datetime:
        """Return the current time of the system clock."""
        return self._base.now()

    def at(self, moment: datetime) -> datetime:
        """Return the time that the clock had at a moment of the system clock."""
        return _time(clock_at(self._session, moment), moment)

    def _current(self) -> datetime:
        return _time(self._read(), self._base.now())

    def _read(self) -> Row:
        if self._row is None:
            self._row = current_clock(self._session)
        return self._row


def _time(row: Row, moment: datetime) -> datetime:
    """Return the time of a clock at a moment of the system clock."""
    if row["frozen_at"] is not None:
        return datetime.fromisoformat(row["frozen_at"]).astimezone(ZONE)
    return moment + timedelta(microseconds=row["offset_microseconds"])
