"""Tests of building requests."""

from __future__ import annotations

import enum
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.requests import build_body, build_path, build_query
from workato_embedded._runtime.unset import UNSET

from .samples import CREATE, GET, Car

# What cannot be encoded in UTF-8 cannot be sent.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: text not in (".", ".."))


@given(TEXT)
def test_a_path_value_stays_one_segment(value: str) -> None:
    """An id with slashes or question marks is one segment that decodes to itself."""
    segments = build_path(GET, Call(path={"id": value})).split("/")
    assert segments[:2] == ["", "cars"]
    assert [unquote(segment) for segment in segments[2:]] == [value]


@pytest.mark.parametrize("value", ["", " ", "\t\n", ".", "..", None, UNSET])
def test_a_path_value_that_changes_the_path_is_rejected(value: object) -> None:
    """A blank or dot segment in a path raises ValueError before anything is sent."""
    with pytest.raises(ValueError, match="invalid id: "):
        build_path(GET, Call(path={"id": value}))


def test_query_values_have_the_format_of_the_api() -> None:
    """In a query, booleans are lower case, mappings are name[key], and missing values are left out."""
    call = Call(
        query={"page": 2, "deep": {"code": "SG", "a b": 1}, "flag": True, "off": False, "no": UNSET, "nil": None}
    )
    assert build_query(call) == [
        ("page", "2"),
        ("deep[code]", "SG"),
        ("deep[a b]", "1"),
        ("flag", "true"),
        ("off", "false"),
    ]


def test_a_body_is_sent_in_its_wrapper() -> None:
    """A body is sent in its wrapper, and a call without a body sends none."""
    assert build_body(CREATE, Call(body={"name": "Ada", "no": UNSET})) == {"json": {"car": {"name": "Ada"}}}
    assert build_body(GET, Call(body={"name": None})) == {"json": {"name": None}}
    assert build_body(GET, Call()) == {}


def test_bytes_are_sent_unchanged() -> None:
    """A body that is not JSON is sent as bytes, also an empty one."""
    assert build_body(GET, Call(content=b"PK")) == {"content": b"PK"}
    assert build_body(GET, Call(content=b"")) == {"content": b""}


class Colour(enum.Enum):
    """An enumeration of strings."""

    RED = "red"


class Size(enum.IntEnum):
    """An enumeration of integers."""

    BIG = 7


@pytest.mark.parametrize("value", [True, 7.5, [7], Car(id=7, name=None), {"id": 7}, b"7"])
def test_a_value_that_is_not_an_id_is_rejected(value: object) -> None:
    """An object instead of its id is a TypeError."""
    with pytest.raises(TypeError, match="id must be a string or an integer, not "):
        build_path(GET, Call(path={"id": value}))


def test_enumeration_members_are_sent_as_their_values() -> None:
    """Enumeration members are sent as their values in paths, queries and bodies."""
    assert build_path(GET, Call(path={"id": Colour.RED})) == "/cars/red"
    assert build_query(Call(query={"colour": Colour.RED, "size": Size.BIG})) == [("colour", "red"), ("size", "7")]
    assert build_body(CREATE, Call(body={"colour": Colour.RED, "sizes": [Size.BIG]})) == {
        "json": {"car": {"colour": "red", "sizes": [7]}}
    }


def test_a_list_in_a_query_repeats_its_name() -> None:
    """A list in a query repeats its name, and missing values are left out at any depth."""
    query = {"tag": ["a", None, True, UNSET], "by": {"code": UNSET, "at": None, "in": [1, 2]}}
    assert build_query(Call(query=query)) == [("tag", "a"), ("tag", "true"), ("by[in]", "1"), ("by[in]", "2")]


class Number:
    """An integer type of another library."""

    def __index__(self) -> int:
        return 7


def test_integers_of_other_libraries_are_ids() -> None:
    """Integers of data frames and arrays are accepted as ids."""
    assert build_path(GET, Call(path={"id": Number()})) == "/cars/7"
