"""JSON is parsed strictly: every parsed value can be stored and written again."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
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


@given(JSON_VALUES)
def test_written_json_is_read_as_the_same_value(value: object) -> None:
    """Any value is read as it was written, with or without escapes."""
    assert read_json(write_json(value)) == value
    assert read_json(json.dumps(value).encode()) == value


@given(st.binary())
def test_any_bytes_are_json_or_rejected(data: bytes) -> None:
    """Bytes that are not JSON raise only a JsonError."""
    with suppress(JsonError):
        write_json(read_json(data))


def test_an_error_has_the_pointer_of_an_invalid_text() -> None:
    """Text with a NUL character raises an error with the JSON pointer of the text."""
    with pytest.raises(JsonError) as caught:
        read_json(b'{"a/b": ["x", "\\u0000"]}')
    assert caught.value.pointer == "/a~1b/1"
