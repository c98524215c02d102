"""Tests of ruling out secrets: what is not looked at string by string has no secrets."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workato_embedded_mock.openapi.document import load_document
from workato_embedded_mock.openapi.possible_secrets import PossibleSecrets
from workato_embedded_mock.openapi.redaction import Redactor
from workato_embedded_mock.openapi.secrets import Secrets

TOKEN = "ghp_" + "a1" * 18
KNOWN = 'pa"ss\\wörd\n\x7f'
PARTS = (
    *"=:'\"\\[{]}@ \t\ufeffü/?&",
    "://",
    "ann:hidden@",
    "password",
    "api_key",
    "name",
    "value",
    "city",
    "secret",
    "hidden-value",
    "Bearer abc123DEF",
    TOKEN,
    KNOWN,
    "task_limit",
    "glad",
    json.dumps({"password": "hidden"}),
    json.dumps(["a", {"token": "hidden"}]),
)
TEXTS = st.lists(st.sampled_from(PARTS), max_size=5).map("".join)
VALUES = st.recursive(
    TEXTS | st.sampled_from([None, True, 7, 1.5]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


class AllPossible(PossibleSecrets):
    """Rules out nothing."""

    def in_fields(self, *_args: Any) -> bool:
        """Return True."""
        return True

    def in_strings(self, *_args: Any) -> bool:
        """Return True."""
        return True


def redacted(secrets: Secrets, value: Any, known: tuple[str, ...] = (KNOWN,)) -> tuple[Any, Any]:
    """Return a value as `fields` and as `scrub` redact it."""
    redactor = Redactor(secrets, known)
    return redactor.fields(copy.deepcopy(value)), redactor.scrub({"path": value, "body": redactor.fields(value)})


@pytest.fixture(scope="module")
def secrets() -> Secrets:
    """Return the secrets of the document."""
    return Secrets(load_document().content)


@pytest.fixture(scope="module")
def thorough() -> Secrets:
    """Return the same secrets, with nothing ruled out."""
    secrets = Secrets(load_document().content)
    secrets.__dict__["possible"] = AllPossible(secrets.names, [])
    return secrets


@given(value=VALUES)
@settings(max_examples=100)
def test_a_value_is_redacted_as_if_each_string_was_looked_at(secrets: Secrets, thorough: Secrets, value: Any) -> None:
    """Ruling out secrets in the JSON text of a value as a whole changes nothing of what is redacted."""
    assert redacted(secrets, value) == redacted(thorough, value)


@pytest.mark.parametrize(
    "value",
    [
        {"city": "\ud800 password=hidden-value"},
        {"count": 2**70, "city": "password=hidden-value"},
        {"city": "[" * 3_000},
        {"city": "\ufeff" + json.dumps([{"password": "hidden"}])},
        {"a" * 200: "x", "api_" + "a" * 200 + "_token": "hidden-value"},
        {"city": f"Übersicht {KNOWN} und mehr"},
        {"city": "postgres://ann:hidden@example.com/x"},
    ],
    ids=["half a character", "a large number", "deep", "a mark", "a long name", "a known", "a user"],
)
def test_what_cannot_be_ruled_out_is_redacted(secrets: Secrets, thorough: Secrets, value: Any) -> None:
    """A value that has no JSON text, or whose strings cannot be searched, is looked at string by string."""
    shown = redacted(secrets, value)
    assert shown == redacted(thorough, value)
    assert shown[1] != {"path": value, "body": value}


def test_a_text_with_too_many_values_is_not_ruled_out(secrets: Secrets) -> None:
    """A string of JSON that has too many values to be searched is secret as a whole."""
    assert secrets.possible.in_fields({"city": f"[{'1,' * 300_000}1]"}, {})


def test_many_known_secrets_are_removed(secrets: Secrets) -> None:
    """A secret is removed even if many others are known, so that they are not searched for one by one."""
    known = tuple(f"known-secret-{number}" for number in range(100))
    assert redacted(secrets, {"city": "to known-secret-99"}, known)[1]["path"] == {"city": "to REDACTED"}
