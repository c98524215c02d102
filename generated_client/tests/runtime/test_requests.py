"""What is sent is what was said, and no path can be smuggled in."""

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
    """Whatever an id holds, slashes and question marks included, it is one segment that decodes to itself."""
    segments = build_path(GET, Call(path={"id": value})).split("/")
    assert segments[:2] == ["", "cars"]
    assert [unquote(segment) for segment in segments[2:]] == [value]


@pytest.mark.parametrize("value", ["", ".", "..", None, UNSET])
def test_a_path_value_that_names_another_path_is_refused(value: object) -> None:
    """Empty and dot segments, and what is no id, raise before anything is sent."""
    with pytest.raises(ValueError, match="invalid id: "):
        build_path(GET, Call(path={"id": value}))


def test_query_values_are_written_as_the_api_reads_them() -> None:
    """Booleans in lower case, mappings as name[key], and nothing for what was not given."""
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


def test_a_body_is_put_into_its_wrapper() -> None:
    """Where the API wants a wrapper, the arguments stand in it; where there is no body, nothing is sent."""
    assert build_body(CREATE, Call(body={"name": "Ada", "no": UNSET})) == {"json": {"car": {"name": "Ada"}}}
    assert build_body(GET, Call(body={"name": None})) == {"json": {"name": None}}
    assert build_body(GET, Call()) == {}


def test_bytes_are_sent_as_they_are() -> None:
    """A body that is no JSON is its bytes, empty ones too."""
    assert build_body(GET, Call(content=b"PK")) == {"content": b"PK"}
    assert build_body(GET, Call(content=b"")) == {"content": b""}


class Colour(enum.Enum):
    """A choice of a program's own."""

    RED = "red"


class Size(enum.IntEnum):
    """A choice among numbers."""

    BIG = 7


@pytest.mark.parametrize("value", [True, 7.5, [7], Car(id=7, name=None), {"id": 7}, b"7"])
def test_what_is_no_id_is_refused(value: object) -> None:
    """An object in the place of its id, or anything whose text would only look like one, is not sent."""
    with pytest.raises(TypeError, match="id must be a string or an integer, not "):
        build_path(GET, Call(path={"id": value}))


def test_members_of_enumerations_are_sent_as_their_values() -> None:
    """In paths, queries and bodies."""
    assert build_path(GET, Call(path={"id": Colour.RED})) == "/cars/red"
    assert build_query(Call(query={"colour": Colour.RED, "size": Size.BIG})) == [("colour", "red"), ("size", "7")]
    assert build_body(CREATE, Call(body={"colour": Colour.RED, "sizes": [Size.BIG]})) == {
        "json": {"car": {"colour": "red", "sizes": [7]}}
    }


def test_a_list_repeats_its_name() -> None:
    """A list in a query is sent as OpenAPI does by default; what was not given is not sent, at any depth."""
    query = {"tag": ["a", None, True, UNSET], "by": {"code": UNSET, "at": None, "in": [1, 2]}}
    assert build_query(Call(query=query)) == [("tag", "a"), ("tag", "true"), ("by[in]", "1"), ("by[in]", "2")]


class Number:
    """A whole number of another library's."""

    def __index__(self) -> int:
        return 7


def test_a_whole_number_is_an_id_whoever_made_it() -> None:
    """Numbers of tables and arrays are whole numbers too."""
    assert build_path(GET, Call(path={"id": Number()})) == "/cars/7"
