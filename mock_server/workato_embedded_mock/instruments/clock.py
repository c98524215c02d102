"""Clocks, and times in the format of the API."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def _zone() -> tzinfo:
    try:
        return ZoneInfo("America/Los_Angeles")
    except ZoneInfoNotFoundError:
        # Without time zone data: the correct instant, always written with the offset of winter.
        return timezone(timedelta(hours=-8))


# The beginning of time stamps that are numbers.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# The time zone in which the API writes times.
ZONE = _zone()


class Clock(Protocol):
    """Returns the current time."""

    def now(self) -> datetime:
        """Return the current time in the API's time zone."""
        ...


class RealClock:
    """The system clock."""

    def now(self) -> datetime:
        """Return the current time in the API's time zone."""
        return datetime.now(ZONE)


def format_time(moment: datetime) -> str:
    """Format a time as the API does: `2023-02-27T02:44:59.447-08:00`."""
    return moment.astimezone(ZONE).isoformat(timespec="milliseconds")


def format_utc_time(moment: datetime) -> str:
    """Format a time as jobs and tokens have it: `2023-02-27T10:44:59.447Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_time(text: str) -> datetime | None:
    """Parse an ISO 8601 time, by default in UTC; return None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def add_months(moment: datetime, months: int) -> datetime:
    """Add calendar months in the API's time zone; the 31st becomes the last day of a shorter month."""
    local = moment.astimezone(ZONE)
    years, month = divmod(local.month - 1 + months, 12)
    year, month = local.year + years, month + 1
    return local.replace(year=year, month=month, day=min(local.day, monthrange(year, month)[1]))
