"""Tests of the readers of JSON values."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from workato_embedded._runtime import readers


@pytest.mark.parametrize(
    ("read", "value", "result"),
    [
        (readers.nothing, {"success": True}, None),
        (readers.anything, [1], [1]),
        (readers.mapping, {"a": 1}, {"a": 1}),
        (readers.list_of(readers.mapping), [{"a": 1}, 7], [{"a": 1}, 7]),
        (readers.date_time, "2023-11-20T00:00:00Z", datetime.datetime(2023, 11, 20, tzinfo=datetime.UTC)),
    ],
)
def test_readers_convert_documented_values(read: Any, value: Any, result: Any) -> None:
    """Each reader returns the Python value of its type."""
    assert read(value) == result


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (readers.mapping, []),
        (readers.list_of(readers.anything), {}),
        (readers.date_time, 7),
        (readers.date_time, {str(number): number for number in range(30)}),
        (readers.date_time, ["x"] * 30),
        (readers.date_time, "x"),
        (readers.date_time, "20231120"),
        (readers.date_time, "2023-11-20"),
        (readers.date_time, "2023-W47-1T00:00:00Z"),
    ],
)
def test_readers_reject_other_values(read: Any, value: Any) -> None:
    """Readers raise the errors that models and responses expect."""
    with pytest.raises((TypeError, ValueError)):
        read(value)
