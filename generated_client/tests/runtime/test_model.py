"""Objects of the API are read leniently and given back whole."""

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


def test_values_get_their_types() -> None:
    """Dates, objects and lists of objects become what the annotations say."""
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


def test_absent_null_and_given_are_kept_apart() -> None:
    """A property that is missing is UNSET, one that is null is None."""
    car = Car.from_dict({"id": 1, "name": None})
    assert car.name is None
    assert car.spare is UNSET
    assert Car.from_dict({"id": 1, "name": "Ada", "spare": None}).spare is None


def test_unknown_properties_are_kept_and_given_back() -> None:
    """What the spec does not name is not lost."""
    car = Car.from_dict({"id": 1, "name": "Ada", "colour": {"red": 1}})
    assert car.additional_properties == {"colour": {"red": 1}}
    assert car.to_dict() == {"id": 1, "name": "Ada", "colour": {"red": 1}}


def test_a_keyword_is_an_attribute_with_an_underscore() -> None:
    """The JSON key `class` is the attribute `class_`, both ways."""
    car = Car.from_dict({"id": 1, "name": None, "class": "van"})
    assert car.class_ == "van"
    assert car.to_dict()["class"] == "van"


def test_a_missing_required_property_is_unset() -> None:
    """An answer that lacks what the spec requires is read all the same."""
    assert Car.from_dict({"name": "Ada"}).id is UNSET  # type: ignore[comparison-overlap]  # that is the point


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("id", "name", "class", "built_at", "spare", "wheels", "x"), JSON))
)
def test_reading_never_fails(data: dict[str, object]) -> None:
    """Whatever the properties hold, an object comes out, and what went in can be had back."""
    car = Car.from_dict(data)
    if not isinstance(car.built_at, datetime.datetime):
        assert car.to_dict() == data


def test_only_an_object_is_an_object() -> None:
    """A list or text in place of an object is a TypeError, which the client turns into its own."""
    with pytest.raises(TypeError, match="Car: expected an object, not list"):
        Car.from_dict([])  # type: ignore[arg-type]  # that is the point


def test_arguments_become_json() -> None:
    """Models, mappings, tuples and dates become JSON; UNSET is left out."""
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


def test_unset_is_one_value() -> None:
    """UNSET stays itself when copied or pickled, is false, and shows its name."""
    assert copy.copy(UNSET) is copy.deepcopy(UNSET) is pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    assert isinstance(UNSET, Unset)


def test_a_repr_shows_what_was_given_and_no_secret() -> None:
    """Properties that are unset are left out; secrets are masked by their names and in addresses, at any depth."""
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
