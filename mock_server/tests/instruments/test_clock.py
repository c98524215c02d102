"""Times have the format and the time zone of the API."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfoNotFoundError

import pytest
from workato_embedded_mock.instruments import clock
from workato_embedded_mock.instruments.clock import ZONE, RealClock, add_months, format_time


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2023, 2, 27, 10, 44, 59, 447999, UTC), "2023-02-27T02:44:59.447-08:00"),
        (datetime(2023, 7, 1, tzinfo=UTC), "2023-06-30T17:00:00.000-07:00"),
    ],
)
def test_times_have_the_format_of_the_api(moment: datetime, text: str) -> None:
    """Times have milliseconds and the offset of Pacific time, with daylight saving."""
    assert format_time(moment) == text


def test_the_real_clock_returns_the_current_time() -> None:
    """The real clock returns the current time with a time zone."""
    before = datetime.now(UTC)
    assert before <= RealClock().now() <= datetime.now(UTC)


def test_months_are_added_by_the_calendar() -> None:
    """Adding months keeps the local time across a change of the offset, the end of a year and a short month."""
    start = datetime(2023, 11, 4, 3, 12, tzinfo=ZONE)
    assert format_time(add_months(start, 1)) == "2023-12-04T03:12:00.000-08:00"
    assert add_months(datetime(2023, 1, 31, tzinfo=ZONE), 1).day == 28
    assert add_months(datetime(2023, 12, 31, tzinfo=ZONE), 2).strftime("%Y-%m-%d") == "2024-02-29"
    assert [add_months(start, -n).strftime("%Y-%m") for n in (0, 10, 11)] == ["2023-11", "2023-01", "2022-12"]


def test_without_time_zone_data_standard_time_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without time zone data uses the fixed offset of standard time."""

    def missing(_name: str) -> None:
        raise ZoneInfoNotFoundError

    monkeypatch.setattr(clock, "ZoneInfo", missing)
    assert clock._zone() == timezone(timedelta(hours=-8))
