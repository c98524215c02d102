"""Answers are read whatever the edition of the API that gave them, and what is odd in them is kept."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded._runtime import readers
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.errors import APIResponseError, RefusedError
from workato_embedded._runtime.model import Model, Reader
from workato_embedded._runtime.operations import Operation
from workato_embedded._runtime.unset import UNSET, Unset

from .samples import BY_CURSOR, COUNTED, CREATE, GET, LIST, Car, answering, sync_client

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
@pytest.mark.parametrize("envelope", [None, "result", "items", "result.items"])
def test_a_list_that_is_null_is_empty(body: object, envelope: str | None) -> None:
    """Null in the place of a list, in whichever envelope, is no entries; where there is no list, that is an error."""
    page = sync_client(answering(json=body)).page(replace(LIST, envelope=envelope), Call())
    assert (page.items, page.has_next_page()) == ([], False)
    for nothing in (answering(204), answering(json=None), answering(json={}), answering(json={"result": {}})):
        with pytest.raises(APIResponseError, match="the response is not as documented: expected a list"):
            sync_client(nothing).page(LIST, Call())


@pytest.mark.parametrize("status", [200, 204])
def test_a_write_may_be_answered_with_nothing(status: int) -> None:
    """It was carried out, where that is all that the result says; what has to be there has to be there."""
    client = sync_client(answering(status))
    assert client.call(START, CALL) == Engine(success=True)
    assert client.call(replace(HONK, method="POST"), CALL) == Horn()
    assert client.call(replace(MAP, method="POST"), CALL) == {}
    operations: list[Operation[Any]] = [CREATE, GET, HONK, MAP, replace(BARE, method="POST")]
    for operation in operations:
        with pytest.raises(APIResponseError):
            client.call(operation, CALL)


@define(kw_only=True, repr=False)
class Engine(Model):
    """Something that says only whether it runs."""

    success: bool


@define(kw_only=True, repr=False)
class Horn(Model):
    """Something that need not say anything."""

    loud: bool | Unset = UNSET
    data: dict[str, Any] | Unset = UNSET

    _readers: ClassVar[Mapping[str, Reader]] = {"data": readers.mapping}


START = Operation[Engine](id="start", method="PUT", path="/start", read=Engine.from_dict)
HONK = Operation[Horn](id="honk", method="GET", path="/honk", read=Horn.from_dict)


@pytest.mark.parametrize("body", [{"result": None}, {"result": []}])
def test_null_is_no_object(body: object) -> None:
    """Where an object was to stand, its envelope is not taken for it: what would be made of that is sent on as data."""
    operations: list[Operation[Any]] = [WRAPPED, replace(MAP, envelope="result"), replace(WRAPPED, method="POST")]
    for operation in operations:
        with pytest.raises(APIResponseError, match=r"expected an object|an object is needed"):
            sync_client(answering(json=body)).call(operation, CALL)
    # Bare, it is a map like any other.
    assert sync_client(answering(json=body)).call(MAP, CALL) == body


def test_a_property_called_as_an_envelope_is_its_own() -> None:
    """An object that documents such a property keeps it, wherever the object stands."""
    for operation in (HONK, replace(HONK, envelope="result")):
        horn = sync_client(answering(json={"data": {"id": "A"}})).call(operation, CALL)
        assert horn == Horn(data={"id": "A"})


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
    assert page.next_page() is not None
    body["result"]["items"] = [None, "x"]
    assert not sync_client(answering(json=body)).page(BY_CURSOR, Call()).has_next_page()


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
