"""Tests of the messages in error bodies."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded._runtime.error_messages import message_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.just("errors"), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"message": "Not found"}, "Not found"),
        ({"message": "Server error", "id": "5b6c"}, "Server error"),
        ({"message": "Validation failed", "errors": {"name": ["is empty"]}}, "Validation failed; name: is empty"),
        ({"success": False, "errors": {"base": ["is running", "is used"]}}, "base: is running, is used"),
        ({"errors": [{"code": 7, "title": "No"}]}, "No; code: 7"),
        ({"errors": [{"title": "Environment test not found"}]}, "Environment test not found"),
        ({"errors": [{"title": "One"}, {"title": "Two"}]}, "One; Two"),
        ({"errors": {"title": ["is empty"]}}, "title: is empty"),
        ({"errors": ["one", "two"]}, "one; two"),
        ({"error": "nope", "error_type": "x"}, "nope"),
        ({"message": "same", "error": "same"}, "same"),
        ({"code_errors": [[1, "x"]], "config_errors": []}, "code_errors: [[1, 'x']]"),
        ("bare\n text", "bare text"),
        ({"message": None, "errors": {}, "error": ""}, None),
        ({}, None),
        ([], None),
        ("", None),
        (None, None),
        (7, "7"),
    ],
)
def test_messages_are_found_in_known_bodies(body: Any, message: str | None) -> None:
    """The message is found in documented error bodies and in those that other clients read."""
    assert message_of(body) == message


@given(JSON)
def test_any_body_gives_a_short_message_or_none(body: Any) -> None:
    """The message of any error body is a short line or None."""
    message = message_of(body)
    assert message is None or (0 < len(message) <= 300 and "\n" not in message)
