"""The reasons for what an edition does not have name the part, its day and the edition."""

from __future__ import annotations

from typing import Any

import pytest
from workato_embedded_mock.openapi.edition_dates import absence, value_dates
from workato_embedded_mock.openapi.editions import Edition

HELD = "this account has the edition of {}"
ENUM = {
    "enum": ["b", "c"],
    "x-earlier": [{"until": "2024-01-01", "enum": ["a"]}, {"until": "2025-06-01", "enum": ["a", "b"]}],
}


def edition(date: str) -> Edition:
    """Return an edition of a date."""
    return Edition(date, exact=True, title="An edition")


@pytest.mark.parametrize(
    ("dates", "date", "keyword", "text"),
    [
        ({"x-since": "2025-06-01"}, "2024-01-01", "since", "the field x is part of the API since 2025-06-01"),
        ({"x-until": "2025-10-07"}, "2025-10-07", "until", "the field x is gone since 2025-10-07"),
        ({"x-since": "2024-01-01", "x-until": "2025-06-01"}, "2023-11-20", "since", "since 2024-01-01"),
        ({"x-since": "2024-01-01", "x-until": "2025-06-01"}, "2026-01-01", "until", "the field x is gone since 2025"),
        ({}, "2023-11-20", "since", "the field x is not part of the API"),
    ],
)
def test_a_part_is_younger_or_has_ended(dates: dict[str, Any], date: str, keyword: str, text: str) -> None:
    """The reason says from when a younger part exists, and until when one existed that has ended."""
    reason = absence("the field x", dates, edition(date), "/body/x")
    assert (reason.pointer, reason.keyword) == ("/body/x", keyword)
    assert text in reason.text
    assert reason.text.endswith(HELD.format(date))


@pytest.mark.parametrize(
    ("value", "date", "expected"),
    [
        ("a", "2023-11-20", {}),
        ("a", "2024-01-01", {}),
        ("a", "2025-06-01", {"x-until": "2025-06-01"}),
        ("b", "2023-11-20", {"x-since": "2024-01-01"}),
        ("b", "2025-06-01", {}),
        ("c", "2023-11-20", {"x-since": "2025-06-01"}),
        ("c", "2024-01-01", {"x-since": "2025-06-01"}),
        ("d", "2024-01-01", {}),
    ],
)
def test_a_value_of_an_enum_has_dates(value: str, date: str, expected: dict[str, str]) -> None:
    """A value begins or ends with the enum that has it; a value of no enum has no date."""
    assert value_dates(value, ENUM, edition(date)) == expected


def test_a_value_without_an_enum_before_has_ended_with_it() -> None:
    """Null stands for an absent enum, which allows every value; older values of other keys do not change the enum."""
    schema = {
        "enum": ["a"],
        "x-earlier": [{"until": "2024-01-01", "enum": None}, {"until": "2025-06-01", "default": 1}],
    }
    assert value_dates("z", schema, edition("2023-11-20")) == {}
    assert value_dates("z", schema, edition("2024-01-01")) == {"x-until": "2024-01-01"}
