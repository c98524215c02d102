"""Tests of masking secrets in texts: URLs, assignments, tokens of well-known forms and JSON in texts."""

from __future__ import annotations

import json

import httpx2
import pytest
from workato_embedded._runtime.error_texts import without_secrets_of
from workato_embedded._runtime.masks import masked, masked_text, secrets_in

# In two parts, so that programs that look for tokens in files do not find it.
TOKEN = "ghp" + "_" + "a1" * 18


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nothing to hide", "nothing to hide"),
        ("amqp://user:pass@example.com", "amqp://***@example.com"),
        ("https://example.com/?token=abc&page=2", "https://example.com/?token=***&page=2"),
        ("color = red, password = hunter2", "color = red, password = ***"),
        ("password=null", "password=null"),
        ("tokens=3", "tokens=3"),
        ("password: unquoted", "password: unquoted"),
        ("password='a b' next", "password='***' next"),
        ('"password": "a=b"', '"password": "***"'),
        ('password: "it\'s"', 'password: "***"'),
        ('password: ""', 'password: ""'),
        ('passwords = ["a", "b"]', 'passwords = ["***"]'),
        ('passwords = ["a", "b', 'passwords = ["***'),
        (r"{\"password\": \"a\"}", r"{\"password\": \"***\"}"),
        (r"password: \"cut", r"password: \"***"),
        ("password=***", "password=***"),
        (f"the token {TOKEN} expired", "the token *** expired"),
    ],
)
def test_secrets_in_a_text_are_masked(text: str, expected: str) -> None:
    """Passwords in URLs, values of suggestive names and well-known tokens are masked, and nothing else is."""
    assert masked_text(text, "***") == expected


def test_json_in_a_text_is_masked_by_its_fields() -> None:
    """A text with JSON, such as the code of a recipe, is masked by its fields; other texts are masked as texts."""
    code = json.dumps({"step": {"password": "a", "city": "b"}})
    assert masked(code, "***") == json.dumps({"step": {"password": "***", "city": "b"}})
    assert masked('{"city":  "b"}', "***") == '{"city":  "b"}'
    assert masked("[password=a", "***") == "[password=***"
    assert masked("[" * 100_000, "***") == "[" * 100_000


def test_secrets_in_texts_are_found_as_they_are_and_decoded() -> None:
    """The secrets of a value are the masked ones, also without percent-encoding."""
    assert secrets_in({"url": "https://a%20b:c@example.com", "pin": 7}) == {"a%20b", "a b", "c", "7"}


@pytest.mark.parametrize(
    ("body", "text", "expected"),
    [
        (b'{"password": "correct horse"}', "invalid 'correct horse'", "invalid '[secret]'"),
        (b'{"password": "red"}', "expected a color such as red", "expected a color such as red"),
        (b"not JSON", "invalid body", "invalid body"),
    ],
)
def test_an_error_text_has_no_secret_of_the_request(body: bytes, text: str, expected: str) -> None:
    """A secret of the request is masked in the text of an error, unless it has fewer than eight characters."""
    assert without_secrets_of(httpx2.Request("POST", "https://example.com", content=body), text) == expected
