"""Keeps the clock of a namespace in the store, so that all who serve it agree; must not know who asks for the time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select

from workato_embedded_mock.instruments.clock import ZONE, Clock
from workato_embedded_mock.store.space import Row, Space
from workato_embedded_mock.store.tables import clocks

_GET = select(clocks.c.offset_microseconds, clocks.c.frozen_at).where(clocks.c.namespace == bindparam("space"))
_DELETE = delete(clocks).where(clocks.c.namespace == bindparam("space"))
_INSERT = insert(clocks).values(namespace=bindparam("space"))
_RANGE = "a clock shows a time between the years 1971 and 9000"


class ClockError(Exception):
    """A clock cannot be set so; the text says why."""


class StoredClock:
    """The clock of one namespace within one transaction; it looks into the store when it is first asked.

    What happens in a transaction happens at one moment: unless it sets the clock, it is told the same time always.
    """

    __slots__ = ("_base", "_moment", "_row", "_space")

    def __init__(self, space: Space, base: Clock) -> None:
        self._space = space
        self._base = base
        self._row: Row | None = None
        self._moment: datetime | None = None

    def now(self) -> datetime:
        """Answer the present moment of the namespace, in the API's time zone."""
        if self._moment is None:
            self._moment = self._present()
        return self._moment

    @property
    def frozen(self) -> bool:
        """Whether the clock stands still."""
        return self._read()["frozen_at"] is not None

    @property
    def moved(self) -> bool:
        """Whether the clock differs from that of the machine."""
        return self.frozen or self._read()["offset_microseconds"] != 0

    def set(self, now: datetime, *, frozen: bool) -> None:
        """Set the clock to a moment.

        Raises:
            ClockError: The moment is out of the range of years that the mock can reckon with.
        """
        if not 1971 <= now.year <= 9000:
            raise ClockError(_RANGE)
        offset = timedelta() if frozen else now - self._base.now()
        self._space.change(_DELETE)
        self._space.change(
            _INSERT,
            offset_microseconds=offset // timedelta(microseconds=1),
            frozen_at=now.isoformat() if frozen else None,
        )
        self._row = self._moment = None

    def advance(self, seconds: float) -> None:
        """Move the clock on; one that stands still stands still there.

        Raises:
            ClockError: The clock would leave the range of years that the mock can reckon with.
        """
        try:
            now = self.now() + timedelta(seconds=seconds)
        except OverflowError as error:
            raise ClockError(_RANGE) from error
        self.set(now, frozen=self.frozen)

    def give_back(self) -> None:
        """Go by the time of the machine again."""
        self._space.change(_DELETE)
        self._row = self._moment = None

    def _present(self) -> datetime:
        row = self._read()
        if row["frozen_at"] is not None:
            return datetime.fromisoformat(row["frozen_at"]).astimezone(ZONE)
        return self._base.now() + timedelta(microseconds=row["offset_microseconds"])

    def _read(self) -> Row:
        if self._row is None:
            self._row = self._space.first(_GET) or {"offset_microseconds": 0, "frozen_at": None}
        return self._row
