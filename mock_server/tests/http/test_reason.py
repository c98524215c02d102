"""The header `X-Mock-Reason` contains the reasons of a response."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from workato_embedded_mock.errors import Reason
from workato_embedded_mock.http.reason import reason_header


@given(st.lists(st.builds(Reason, st.text(), st.just("keyword"), st.text(max_size=10_000))))
def test_the_reason_header_is_ascii_json_of_limited_size(reasons: list[Reason]) -> None:
    """`X-Mock-Reason` is ASCII JSON of at most 2,000 characters, with the first of any number of reasons."""
    header = reason_header(reasons)
    if not reasons:
        assert header is None
        return
    assert header is not None
    assert len(header[1]) <= 2000
    assert header[1].isascii()
    assert header[1].decode().isprintable()
    items = json.loads(header[1])
    assert items
    assert all(item.keys() == {"pointer", "keyword", "text"} for item in items)
