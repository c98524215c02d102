"""Tests of models: lenient parsing, and conversion to JSON without loss."""

from __future__ import annotations

import copy
import datetime
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded._runtime.plain_json import to_json
from workato_embedded._runtime.unset import UNSET, Unset

from .samples import Car, Wheel

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def test_values_have_the_annotated_types() -> None:
    """Dates, objects and lists of objects in a response are converted to the annotated types."""
    car = Car.from_dict(
        {
            "id": 1,
            "name": "Ada",
            "built_at": "2023-02-27T02:44:59.447-08:00",
            "spare": {"size": 7},
            "wheels": [{"size": 8}],
        }
    )
    assert isinstance(car.built_at, datetime.datetime)
    assert car.built_at.utcoffset() == datetime.timedelta(hours=-8)
    assert car.spare == Wheel(size=7)
    assert car.wheels == [Wheel(size=8)]


def test_missing_null_and_present_values_differ() -> None:
    """A missing property is UNSET, and null is None."""
    car = Car.from_dict({"id": 1, "name": None})
    assert car.name is None
    assert car.spare is UNSET
    assert Car.from_dict({"id": 1, "name": "Ada", "spare": None}).spare is None


def test_unknown_properties_are_kept() -> None:
    """Properties outside the spec are kept and sent back."""
    car = Car.from_dict({"id": 1, "name": "Ada", "colour": {"red": 1}})
    assert car.additional_properties == {"colour": {"red": 1}}
    assert car.to_dict() == {"id": 1, "name": "Ada", "colour": {"red": 1}}


def test_a_keyword_becomes_an_attribute_with_an_underscore() -> None:
    """The JSON key `class` is the attribute `class_`, in both directions."""
    car = Car.from_dict({"id": 1, "name": None, "class": "van"})
    assert car.class_ == "van"
    assert car.to_dict()["class"] == "van"


def test_a_missing_required_property_is_unset() -> None:
    """A response without a required property is accepted."""
    assert Car.from_dict({"name": "Ada"}).id is UNSET  # type: ignore[comparison-overlap]  # deliberately wrong


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("id", "name", "class", "built_at", "spare", "wheels", "x"), JSON))
)
def test_parsing_never_fails(data: dict[str, object]) -> None:
    """Parsing returns an object whatever the properties contain, and keeps their JSON."""
    car = Car.from_dict(data)
    if not isinstance(car.built_at, datetime.datetime):
        assert car.to_dict() == data


def test_a_model_needs_an_object() -> None:
    """A list or a string is a TypeError, which the client converts to its own."""
    with pytest.raises(TypeError, match="Car: expected an object, not list"):
        Car.from_dict([])  # type: ignore[arg-type]  # deliberately wrong


def test_arguments_become_json() -> None:
    """Models, mappings, tuples and dates become JSON, and UNSET is left out."""
    when = datetime.datetime(2023, 11, 20, tzinfo=datetime.UTC)
    value = {
        "wheel": Wheel(size=1),
        "list": (Wheel(size=2), 3),
        "when": when,
        "day": when.date(),
        "no": UNSET,
        "nil": None,
    }
    assert to_json(value) == {
        "wheel": {"size": 1},
        "list": [{"size": 2}, 3],
        "when": "2023-11-20T00:00:00+00:00",
        "day": "2023-11-20",
        "nil": None,
    }


def test_unset_is_a_singleton() -> None:
    """UNSET is the same after copying and pickling, is false, and has a readable repr."""
    assert copy.copy(UNSET) is copy.deepcopy(UNSET) is pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    assert isinstance(UNSET, Unset)


def test_a_repr_shows_set_properties_without_secrets() -> None:
    """The repr of a model leaves out unset properties and masks secrets at any depth."""
    assert repr(Car(id=1, name=None)) == "Car(id=1, name=None)"
    car = Car.from_dict(
        {
            "id": 1,
            "name": "https://files.example.com/1?signature=hidden-1&v=2",
            "radio_token": "hidden-2",
            "spare": {"size": 7, "api_key": "hidden-3"},
            "input": [{"password": "hidden-4", "token_id": 7, "secret": None}],
        }
    )
    assert "hidden" not in repr(car)
    assert repr(car) == (
        "Car(id=1, name='https://files.example.com/1?signature=[secret]&v=2', "
        "spare=Wheel(size=7, additional_properties={'api_key': '[secret]'}), radio_token='[secret]', "
        "additional_properties={'input': [{'password': '[secret]', 'token_id': 7, 'secret': None}]})"
    )
    assert car.radio_token == "hidden-2"


def test_the_repr_of_a_deep_object_is_short() -> None:
    """An object that a program makes of values that are nested too deep has a repr without its values."""
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    assert repr(Car.from_dict({"id": 1, "new": deep})) == "Car(...)"
