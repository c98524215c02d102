"""Answers are read whatever the edition of the API that gave them, and what is odd in them is kept."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.runtime import readers
from generator.runtime.call import Call
from generator.runtime.errors import APIResponseError, RefusedError
from generator.runtime.operations import Operation
from generator.tests.runtime.samples import BY_CURSOR, COUNTED, CREATE, GET, LIST, Car, answering, sync_client

CALL = Call(path={"id": 1})
CAR = {"id": 1, "name": None}
BARE = Operation[list[Car]](id="list_all", method="GET", path="/all", read=readers.list_of(Car.from_dict))
WRAPPED = replace(GET, envelope="result")
MAP = Operation[dict[str, Any]](id="get_map", method="GET", path="/map", read=readers.mapping)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text() | st.sampled_from(["result", "items", "data"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("body", [CAR, {"result": CAR}, {"data": CAR}, {"items": CAR}])
def test_an_object_is_found_in_an_envelope_that_is_not_documented(body: object) -> None:
    """Editions of the API differ in whether an object is wrapped; both are read."""
    assert sync_client(answering(json=body)).call(GET, CALL) == Car(id=1, name=None)


@pytest.mark.parametrize("operation", [GET, WRAPPED])
@pytest.mark.parametrize(
    "body",
    [
        {"success": True, "result": CAR},
        {"data": CAR, "message": "ok"},
        {"items": CAR, "result": None},
        {"result": [CAR]},
        {"data": {"result": CAR, "more": 1}},
        [CAR],
    ],
)
def test_an_object_is_found_beside_other_things(operation: Operation[Car], body: object) -> None:
    """An object of which nothing stands where it is documented is looked for in the other envelopes."""
    assert sync_client(answering(json=body)).call(operation, CALL) == Car(id=1, name=None)


@pytest.mark.parametrize("body", [{}, {"more": 1}, {"result": {}}, {"data": {"more": 1}}])
def test_an_object_without_anything_known_is_read_all_the_same(body: dict[str, object]) -> None:
    """Where no envelope has what is documented, the object is what stands in the documented place."""
    assert isinstance(sync_client(answering(json=body)).call(WRAPPED, CALL), Car)


@pytest.mark.parametrize("body", [{"a": "b"}, {"result": {"a": "b"}}, {"data": {"a": "b"}}])
def test_a_map_is_found_in_any_envelope(body: object) -> None:
    """So is an object whose keys are not fixed, wherever it stands alone."""
    for operation in (MAP, replace(MAP, envelope="result")):
        assert sync_client(answering(json=body)).call(operation, Call()) == {"a": "b"}


@pytest.mark.parametrize("body", [{"result": None}, {"items": None}, {"result": {"items": None}}])
def test_a_list_that_is_null_is_empty(body: object) -> None:
    """Null in the place of a list is no entries; where there is no list at all, that is an error."""
    name = "items" if body == {"items": None} else "result.items" if body == {"result": {"items": None}} else "result"
    page = sync_client(answering(json=body)).page(replace(LIST, envelope=name), Call())
    assert (page.items, page.has_next_page()) == ([], False)
    for nothing in (answering(204), answering(json=None), answering(json={}), answering(json={"result": {}})):
        with pytest.raises(APIResponseError, match="the answer is not as documented: a list is needed"):
            sync_client(nothing).page(LIST, Call())


@pytest.mark.parametrize("status", [200, 204])
def test_a_write_may_be_answered_with_nothing(status: int) -> None:
    """It was carried out; what a read is answered with has to be there."""
    assert sync_client(answering(status)).call(CREATE, CALL) == Car.from_dict({})
    with pytest.raises(APIResponseError):
        sync_client(answering(status)).call(GET, CALL)


@pytest.mark.parametrize("operation", [LIST, COUNTED, BY_CURSOR])
@pytest.mark.parametrize(
    "body",
    [
        [CAR],
        {"result": [CAR]},
        {"items": [CAR]},
        {"data": [CAR]},
        {"result": {"items": [CAR]}},
        {"data": {"result": [CAR], "more": 1}},
        {"items": [CAR], "count": "many"},
        {"items": [CAR], "count": True},
    ],
)
def test_a_list_is_found_in_any_envelope(operation: Any, body: object) -> None:
    """Bare, or in `result`, `items` or `data`, one in the other: a list is a list, with or without a total."""
    page = sync_client(answering(json=body)).page(operation, Call())
    assert (page.items, page.total) == ([Car(id=1, name=None)], None)


@pytest.mark.parametrize("body", [[CAR], {"result": [CAR]}, {"items": [CAR]}])
def test_a_list_that_is_not_paged_is_found_too(body: object) -> None:
    """The same holds for lists that come whole."""
    assert sync_client(answering(json=body)).call(BARE, Call()) == [Car(id=1, name=None)]


def test_an_odd_entry_does_not_hide_the_others() -> None:
    """What is no object stands in the list as it came, and paging goes on past it."""
    body: dict[str, Any] = {"result": {"items": [CAR, None, "x", 7, []]}}
    page = sync_client(answering(json=body)).page(BY_CURSOR, Call())
    assert page.items == [Car(id=1, name=None), None, "x", 7, []]
    assert not page.has_next_page()


def test_a_property_called_result_is_a_property() -> None:
    """A map whose only key happens to be the name of an envelope is that map."""
    assert sync_client(answering(json={"result": "x"})).call(MAP, Call()) == {"result": "x"}


@given(JSON)
def test_every_json_is_a_result_or_our_error(body: Any) -> None:
    """No answer of success makes reading fail with anything but the client's own errors."""
    client = sync_client(answering(json=body))
    singles: list[Operation[Any]] = [GET, CREATE, BARE, MAP]
    for operation in singles:
        with contextlib.suppress(APIResponseError, RefusedError):
            client.call(operation, CALL)
    for paged in (LIST, COUNTED, BY_CURSOR):
        with contextlib.suppress(APIResponseError, RefusedError):
            assert isinstance(client.page(paged, Call()).items, list)


@given(st.dictionaries(st.text(), JSON))
def test_what_is_read_is_sent_back_whole(body: dict[str, Any]) -> None:
    """An object that was read, unknown properties and odd values included, is sent as it came."""
    car = Car.from_dict(body)
    assert car.to_dict() == body
