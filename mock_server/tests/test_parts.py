"""The small parts keep their promises: times, JSON, schemas, the reason header."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded_mock.errors import Reason
from workato_embedded_mock.http.reason import reason_header
from workato_embedded_mock.instruments import clock
from workato_embedded_mock.instruments.clock import ZONE, RealClock, add_months, format_time
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.plain_json import JsonError, read_json, write_json

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), inner)
    ),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2023, 2, 27, 10, 44, 59, 447999, UTC), "2023-02-27T02:44:59.447-08:00"),
        (datetime(2023, 7, 1, tzinfo=UTC), "2023-06-30T17:00:00.000-07:00"),
    ],
)
def test_times_are_written_like_the_api_does(moment: datetime, text: str) -> None:
    """With milliseconds, and the offset of the season."""
    assert format_time(moment) == text


def test_the_clock_tells_the_time() -> None:
    """In the API's zone."""
    before = datetime.now(UTC)
    assert before <= RealClock().now() <= datetime.now(UTC)


def test_months_are_those_of_the_calendar() -> None:
    """On the wall clock, also over a change of the offset, a year's end and a short month."""
    start = datetime(2023, 11, 4, 3, 12, tzinfo=ZONE)
    assert format_time(add_months(start, 1)) == "2023-12-04T03:12:00.000-08:00"
    assert add_months(datetime(2023, 1, 31, tzinfo=ZONE), 1).day == 28
    assert add_months(datetime(2023, 12, 31, tzinfo=ZONE), 2).strftime("%Y-%m-%d") == "2024-02-29"
    assert [add_months(start, -n).strftime("%Y-%m") for n in (0, 10, 11)] == ["2023-11", "2023-01", "2022-12"]


def test_a_machine_without_time_zones_writes_winter_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The moment stays right."""

    def nowhere(_name: str) -> None:
        raise ZoneInfoNotFoundError

    monkeypatch.setattr(clock, "ZoneInfo", nowhere)
    assert clock._zone() == timezone(timedelta(hours=-8))


@given(JSON_VALUES)
def test_what_is_written_is_read_again(value: object) -> None:
    """Whatever it is, in escapes or plain."""
    assert read_json(write_json(value)) == value
    assert read_json(json.dumps(value).encode()) == value


@given(st.binary())
def test_any_bytes_are_json_or_refused(data: bytes) -> None:
    """With no other failure."""
    with suppress(JsonError):
        write_json(read_json(data))


def test_the_place_of_an_odd_text_is_told() -> None:
    """By its pointer."""
    with pytest.raises(JsonError) as caught:
        read_json(b'{"a/b": ["x", "\\u0000"]}')
    assert caught.value.pointer == "/a~1b/1"


@given(st.lists(st.builds(Reason, st.text(), st.just("keyword"), st.text(max_size=10_000))))
def test_the_reason_header_is_bounded_ascii_json(reasons: list[Reason]) -> None:
    """However many and long the reasons are; the first is always told."""
    header = reason_header(reasons)
    if not reasons:
        assert header is None
        return
    assert header is not None
    assert len(header[1]) <= 2000
    assert header[1].isascii()
    assert header[1].decode().isprintable()
    told = json.loads(header[1])
    assert told
    assert all(item.keys() == {"pointer", "keyword", "text"} for item in told)


def test_nullable_and_64_bits_are_understood() -> None:
    """As OpenAPI 3.0 means them; a reference takes no word beside it."""
    compiler = SchemaCompiler(
        {
            "components": {
                "schemas": {
                    "Colour": {"type": "string", "nullable": True, "enum": ["red"]},
                    "Any": {"nullable": True},
                    "Thing": {
                        "type": "object",
                        "properties": {
                            "colour": {"$ref": "#/components/schemas/Colour"},
                            "count": {"type": "integer", "format": "int64"},
                            "enum": {"type": "string"},
                            "any": {"$ref": "#/components/schemas/Any"},
                        },
                    },
                }
            }
        }
    )
    check = compiler.named("Thing", "")
    sounds: tuple[object, ...] = (
        {},
        {"colour": None},
        {"colour": "red"},
        {"count": 2**63 - 1},
        {"enum": "x"},
        {"any": []},
    )
    for sound in sounds:
        assert check(sound) == []
    for wrong in ({"colour": "blue"}, {"count": 2**63}, {"count": None}, {"count": 1.0}, {"enum": None}):
        assert check(wrong)
