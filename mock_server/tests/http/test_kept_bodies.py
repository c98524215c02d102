"""The beginning of a JSON text is read as JSON, whatever is cut off."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded_mock.http.kept_bodies import beginning_of
from workato_embedded_mock.plain_json import write_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.text(st.characters(exclude_categories=["Cs"]).filter(lambda each: each != "\x00")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text('abc{[]},:\\"é'), inner),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1, "b": [1, 2', {"a": 1, "b": [1]}),
        ('{"a": {"b": "long te', {"a": {"b": "long te"}}),
        ('["x\\u00e', ["x"]),
        ('{"a": 1, "unfinished', {"a": 1}),
        ('{"a": tru', {}),
        ("not JSON", None),
        ("PK\x03\x04", None),
        ("", None),
    ],
)
def test_the_beginning_has_what_is_complete(text: str, value: Any) -> None:
    """Complete values are kept, a string as far as it goes, and nothing of what is not JSON."""
    assert beginning_of(text.encode()) == value


@given(st.dictionaries(st.text(min_size=1), VALUES) | st.lists(VALUES), st.data())
def test_every_beginning_of_an_object_or_list_is_read(value: Any, data: st.DataObject) -> None:
    """Each beginning of an object or list gives a value of the same type that can be written."""
    try:
        text = json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return
    cut = text[: data.draw(st.integers(1, len(text)))]
    found = beginning_of(cut)
    assert found is None or (isinstance(found, type(value)) and write_json(found))
