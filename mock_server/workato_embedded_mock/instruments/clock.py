"""Tells the time in the way in which the API writes it; must not be asked by anything but rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def _zone() -> tzinfo:
    try:
        return ZoneInfo("America/Los_Angeles")
    except ZoneInfoNotFoundError:
        # A machine without time zone data: the right moment, written with the offset of winter.
        return timezone(timedelta(hours=-8))


ZONE = _zone()
"""The time zone in which the API writes times."""


class Clock(Protocol):
    """What a namespace lives by."""

    def now(self) -> datetime:
        """Answer the present moment, in the API's time zone."""
        ...


class RealClock:
    """The time of the machine."""

    def now(self) -> datetime:
        """Answer the present moment, in the API's time zone."""
        return datetime.now(ZONE)


def written(moment: datetime) -> str:
    """Write a moment like the API: `2023-02-27T02:44:59.447-08:00`."""
    return moment.astimezone(ZONE).isoformat(timespec="milliseconds")


def moment_of(text: str) -> datetime | None:
    """Read an ISO 8601 time, in UTC where it does not say otherwise; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def months_later(moment: datetime, months: int) -> datetime:
    """Move a moment by calendar months, on the wall clock; the 31st becomes the last day of a shorter month."""
    local = moment.astimezone(ZONE)
    years, month = divmod(local.month - 1 + months, 12)
    first = local.replace(year=local.year + years, month=month + 1, day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    last_day = (after - timedelta(days=1)).day
    return first.replace(day=min(local.day, last_day))
