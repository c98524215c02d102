"""Tests of reading responses of different editions of the API."""

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

from .samples import BY_CURSOR, COUNTED, CREATE, GET, LIST, Car, respond_with, sync_client

pytestmark = pytest.mark.usefixtures("http_library")

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
def test_an_object_is_found_in_an_undocumented_envelope(body: object) -> None:
    """Objects are found with and without an envelope."""
    assert sync_client(respond_with(json=body)).call(GET, CALL) == Car(id=1, name=None)


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
def test_an_object_is_found_in_another_envelope(operation: Operation[Car], body: object) -> None:
    """If the documented envelope has no known property, the other envelopes are tried."""
    assert sync_client(respond_with(json=body)).call(operation, CALL) == Car(id=1, name=None)


@pytest.mark.parametrize("body", [{}, {"more": 1}, {"result": {}}, {"data": {"more": 1}}])
def test_an_object_without_known_properties_is_read(body: dict[str, object]) -> None:
    """If no envelope has known properties, the documented one is used."""
    assert isinstance(sync_client(respond_with(json=body)).call(WRAPPED, CALL), Car)


@pytest.mark.parametrize("body", [{"a": "b"}, {"result": {"a": "b"}}, {"data": {"a": "b"}}])
def test_a_map_is_found_in_any_envelope(body: object) -> None:
    """An object with free keys is found if it is alone in an envelope."""
    for operation in (MAP, replace(MAP, envelope="result")):
        assert sync_client(respond_with(json=body)).call(operation, Call()) == {"a": "b"}


@pytest.mark.parametrize("body", [{"result": None}, {"items": None}, {"result": {"items": None}}])
@pytest.mark.parametrize("envelope", [None, "result", "items", "result.items"])
def test_a_null_list_is_empty(body: object, envelope: str | None) -> None:
    """Null instead of a list has no entries; a missing list is an error."""
    page = sync_client(respond_with(json=body)).page(replace(LIST, envelope=envelope), Call())
    assert (page.items, page.has_next_page()) == ([], False)
    bodies: list[dict[str, Any]] = [{"json": None}, {"json": {}}, {"json": {"result": {}}}]
    for nothing in (respond_with(204), *(respond_with(**body) for body in bodies)):
        with pytest.raises(APIResponseError, match="the response is not as documented: expected a list"):
            sync_client(nothing).page(LIST, Call())


@pytest.mark.parametrize("status", [200, 204])
def test_a_write_may_have_an_empty_response(status: int) -> None:
    """A write with an empty response succeeded if the result has no required properties; otherwise it is an error."""
    client = sync_client(respond_with(status))
    assert client.call(START, CALL) == Engine(success=True)
    assert client.call(replace(HONK, method="POST"), CALL) == Horn()
    assert client.call(replace(MAP, method="POST"), CALL) == {}
    operations: list[Operation[Any]] = [CREATE, GET, HONK, MAP, replace(BARE, method="POST")]
    for operation in operations:
        with pytest.raises(APIResponseError):
            client.call(operation, CALL)


@define(kw_only=True, repr=False)
class Engine(Model):
    """A model with one required property."""

    success: bool


@define(kw_only=True, repr=False)
class Horn(Model):
    """A model without required properties."""

    loud: bool | Unset = UNSET
    data: dict[str, Any] | Unset = UNSET

    _readers: ClassVar[Mapping[str, Reader]] = {"data": readers.mapping}


START = Operation[Engine](id="start", method="PUT", path="/start", read=Engine.from_dict)
HONK = Operation[Horn](id="honk", method="GET", path="/honk", read=Horn.from_dict)


def test_a_null_object_is_empty() -> None:
    """If the object or the map in an envelope is null, the result is empty, and not the envelope."""
    client = sync_client(respond_with(json={"result": None}))
    for method in ("GET", "POST"):
        assert client.call(replace(WRAPPED, method=method), CALL).to_dict() == {}
    assert client.call(replace(MAP, envelope="result"), CALL) == {}


@pytest.mark.parametrize("body", [{"result": []}, {"result": 7}])
def test_another_value_is_not_an_object(body: object) -> None:
    """If an envelope has no object, the envelope itself is not read as the object."""
    operations: list[Operation[Any]] = [WRAPPED, replace(MAP, envelope="result"), replace(WRAPPED, method="POST")]
    for operation in operations:
        with pytest.raises(APIResponseError, match=r"expected an object|an object is needed"):
            sync_client(respond_with(json=body)).call(operation, CALL)
    # Bare, it is a map like any other.
    assert sync_client(respond_with(json=body)).call(MAP, CALL) == body


def test_a_property_named_like_an_envelope_is_kept() -> None:
    """An object keeps a documented property that has the name of an envelope."""
    for operation in (HONK, replace(HONK, envelope="result")):
        horn = sync_client(respond_with(json={"data": {"id": "A"}})).call(operation, CALL)
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
    """A list is found bare or in nested envelopes, with or without a total."""
    page = sync_client(respond_with(json=body)).page(operation, Call())
    assert (page.items, page.total) == ([Car(id=1, name=None)], None)


@pytest.mark.parametrize("body", [[CAR], {"result": [CAR]}, {"items": [CAR]}])
def test_an_unpaged_list_is_found_in_any_envelope(body: object) -> None:
    """A list without paging is found in the same envelopes as a list with paging."""
    assert sync_client(respond_with(json=body)).call(BARE, Call()) == [Car(id=1, name=None)]


def test_an_odd_entry_does_not_hide_the_others() -> None:
    """A list entry that is not an object is kept unchanged, and paging continues."""
    body: dict[str, Any] = {"result": {"items": [CAR, None, "x", 7, []]}}
    page = sync_client(respond_with(json=body)).page(BY_CURSOR, Call())
    assert page.items == [Car(id=1, name=None), None, "x", 7, []]
    assert page.next_page() is not None
    body["result"]["items"] = [None, "x"]
    assert not sync_client(respond_with(json=body)).page(BY_CURSOR, Call()).has_next_page()


def test_a_map_key_named_result_is_data() -> None:
    """A map is kept whole if its only key is the name of an envelope."""
    assert sync_client(respond_with(json={"result": "x"})).call(MAP, Call()) == {"result": "x"}


@given(JSON)
def test_every_json_is_a_result_or_a_client_error(body: Any) -> None:
    """No successful response raises anything but the client's errors."""
    client = sync_client(respond_with(json=body))
    singles: list[Operation[Any]] = [GET, CREATE, BARE, MAP]
    for operation in singles:
        with contextlib.suppress(APIResponseError, RefusedError):
            client.call(operation, CALL)
    for paged in (LIST, COUNTED, BY_CURSOR):
        with contextlib.suppress(APIResponseError, RefusedError):
            assert isinstance(client.page(paged, Call()).items, list)


@given(st.dictionaries(st.text(), JSON))
def test_a_parsed_object_is_sent_back_unchanged(body: dict[str, Any]) -> None:
    """Unknown properties and odd values of a parsed object are sent back unchanged."""
    car = Car.from_dict(body)
    assert car.to_dict() == body
