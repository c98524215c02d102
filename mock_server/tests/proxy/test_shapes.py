"""A recording of shapes has types, formats and documented names, and no value that was sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded_mock import MockServer
from workato_embedded_mock.errors import Reason
from workato_embedded_mock.openapi.document import load_document
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.proxy.har import entry_of
from workato_embedded_mock.proxy.shapes import Shapes, text_shape
from workato_embedded_mock.proxy.traffic import Traffic

SECRETS = Secrets(load_document().content)
JSON = (b"content-type", b"application/json")
# No documented name and no stand-in contains it.
CANARY = "qz7"
TEXTS = st.text("abc1 -@:/.", max_size=20).map(lambda text: f"{text}{CANARY}{text}")
VALUES = st.recursive(
    TEXTS | st.integers(10**6) | st.floats(allow_nan=False, min_value=1.5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS | st.just("name"), inner, max_size=3),
    max_leaves=6,
)


@given(value=VALUES, text=TEXTS)
def test_no_value_is_recorded(value: Any, text: str) -> None:
    """Neither a text nor an undocumented name is recorded, in any part of a request and its response."""
    traffic = Traffic(
        "POST",
        f"https://{CANARY}.example.com/api/managed_users/{CANARY}?{CANARY}={CANARY}&page={CANARY}",
        "1.1",
        None,
        [JSON, (b"x-own", text.encode())],
        request_body=json.dumps({"name": value, text: value, "code": json.dumps({text: value})}).encode(),
        request_size=9,
        status=200,
        phrase=text,
        response_headers=[JSON, (b"location", f"/{CANARY}".encode())],
        response_body=json.dumps([value, {text: text}]).encode(),
        findings=[Reason(f"/body/{CANARY}", "type", text)],
        error=text,
    )
    entry = entry_of(traffic, SECRETS, "shapes")
    assert CANARY not in json.dumps(entry)
    assert entry["request"]["url"] == "https://example.com/api/managed_users/x?unknown=xxxxxxxx&page=xxxxxxxx"


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("", ""),
        ("2026-07-01", "2000-01-01"),
        ("2026-07-01T10:00:00.123+02:00", "2000-01-01T00:00:00Z"),
        ("f47ac10b-58cc-4372-a567-0e02b2c3d479", "00000000-0000-0000-0000-000000000000"),
        ("ann@example.com", "name@example.com"),
        ("https://example.org/a?b=c", "https://example.com/"),
        ("512044", "0"),
        ("19.99", "0.5"),
        ("false", "true"),
        ("a", "x"),
        ("Ann Smith", "x" * 32),
        ("y" * 9999, "x" * 512),
    ],
)
def test_formats_and_approximate_lengths_are_kept(text: str, shape: str) -> None:
    """A text becomes a fixed one of the same format, or of one of a few lengths."""
    assert text_shape(text) == shape


def test_types_and_documented_names_are_kept() -> None:
    """Documented names, types and the number of entries are kept."""
    value = {"id": 7, "name": "Ann", "own": [1.5, None, False], "code": '{"name": "x"}'}
    assert Shapes(SECRETS).fields(value) == {
        "id": 0,
        "name": "xxxxxxxx",
        "unknown_3": [0.5, None, True],
        "code": '{"name": "x"}',
    }


@pytest.mark.parametrize(
    ("recorded", "name", "password"), [("shapes", "x" * 32, 1), ("masked", "Ann Smith", 1), ("all", "Ann Smith", 0)]
)
def test_the_proxy_records_what_is_chosen(
    recorded: str, name: str, password: int, server: MockServer, open_proxy: Any, tmp_path: Path
) -> None:
    """`--record-values` decides whether the file has shapes, all values but secrets, or everything."""
    client, _ = open_proxy(server.url, record=tmp_path / "r.har", record_values=recorded)
    client.post(
        "/managed_users", json={"name": "Ann Smith", "notification_email": "a@example.com", "password": "hunter-hunter"}
    )
    (entry,) = json.loads((tmp_path / "r.har").read_bytes())["log"]["entries"]
    text = entry["request"]["postData"]["text"]
    assert json.loads(text)["name"] == name
    assert ("hunter-hunter" not in json.dumps(entry)) == bool(password)
