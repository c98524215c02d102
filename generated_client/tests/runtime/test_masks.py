"""Tests of masking: which values are secret, by their marks in the spec and by their names."""

from __future__ import annotations

import pytest
from workato_embedded._runtime.masks import is_secret_header, masked


def test_secrets_are_masked_at_any_depth() -> None:
    """Fields with a suggestive name and parameters of URLs are masked; null and facts about a secret are not."""
    value = {
        "input": [{"api_key": "k", "jwt_secret": "s", "jwt_method": "hmac", "token_id": 7, "password": None}],
        "url": "https://a.example.com/x?token=abc&v=1",
        "signed": "https://a.example.com/x?X-Amz-Signature=abc&sig=d",
        "has_password": True,
        "count": 7,
    }
    assert masked(value, "***") == {
        "input": [{"api_key": "***", "jwt_secret": "***", "jwt_method": "hmac", "token_id": 7, "password": None}],
        "url": "https://a.example.com/x?token=***&v=1",
        "signed": "https://a.example.com/x?X-Amz-Signature=***&sig=***",
        "has_password": True,
        "count": 7,
    }


@pytest.mark.parametrize(
    "name",
    [
        "access_token",
        "client-secret",
        "API key",
        "privateKey",
        "Authorization",
        "encryption_key",
        "secret_id",
        "aws_access_key_id",
        "pwd",
        "X-API-Token",
        "JSESSIONID",
    ],
)
def test_a_suggestive_name_is_secret(name: str) -> None:
    """A suggestive name is secret in upper and lower case, and with any separator between its words."""
    assert masked({name: "value"}, "***") == {name: "***"}


@pytest.mark.parametrize(
    "name",
    [
        "name",
        "token_expires_at",
        "jwt_method",
        "authorization_status",
        "authorization_error",
        "api_key_count",
        "secret_name",
        "pinned",
    ],
)
def test_other_names_are_not_secret(name: str) -> None:
    """A name whose last word describes a secret, such as `token_expires_at`, is not secret."""
    assert masked({name: "value"}) == {name: "value"}


def test_containers_and_counts_are_not_masked() -> None:
    """An object or a list is not masked itself, and a number with a plural name is a count."""
    value = {"api_keys": 3, "tokens": ["a", "b"], "credentials": {"user": "u", "id": 5, "pin": 7, "active": True}}
    assert masked(value, "***") == {
        "api_keys": 3,
        "tokens": ["***", "***"],
        "credentials": {"user": "***", "id": 5, "pin": "***", "active": True},
    }


def test_the_value_of_a_named_secret_is_masked() -> None:
    """The value of an object is masked if another field names it as a secret."""
    assert masked({"name": "password", "value": "x"}, "***") == {"name": "password", "value": "***"}
    assert masked({"name": "color", "value": "red"}) == {"name": "color", "value": "red"}


def test_marks_of_the_spec_take_precedence_over_names() -> None:
    """A marked field is secret or not, whatever its name; the names of unknown fields below it still count."""
    marks = {"settings": True, "lines.input": False}
    value = {"settings": {"host": "h", "port": 1, "tls": True}, "lines": [{"input": {"city": "c", "token": "t"}}]}
    assert masked(value, "***", marks) == {
        "settings": {"host": "***", "port": "***", "tls": True},
        "lines": [{"input": {"city": "c", "token": "***"}}],
    }
    assert masked(["a"], "***", {"": True}) == ["***"]


@pytest.mark.parametrize(
    ("name", "secret"),
    [("Authorization", True), ("X-User-Email", True), ("x-api-key", True), ("Cookie", True), ("Accept", False)],
)
def test_headers_with_credentials_are_secret(name: str, secret: bool) -> None:
    """The headers of the spec's security schemes and headers with a suggestive name are secret."""
    assert is_secret_header(name) == secret
