"""What is secret is known by its name, and hidden where people look."""

from __future__ import annotations

import pytest
from workato_embedded._runtime.masks import is_secret, masked


def test_secrets_are_masked_at_any_depth() -> None:
    """Under names that say so, and in addresses; a null or a fact about a secret is none."""
    told = {
        "input": [{"api_key": "k", "jwt_secret": "s", "jwt_method": "hmac", "token_id": 7, "password": None}],
        "url": "https://a.example.com/x?token=abc&v=1",
        "signed": "https://a.example.com/x?X-Amz-Signature=abc&sig=d",
        "has_password": True,
        "count": 7,
    }
    assert masked(told, "***") == {
        "input": [{"api_key": "***", "jwt_secret": "***", "jwt_method": "hmac", "token_id": 7, "password": None}],
        "url": "https://a.example.com/x?token=***&v=1",
        "signed": "https://a.example.com/x?X-Amz-Signature=***&sig=***",
        "has_password": True,
        "count": 7,
    }


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("access_token", True),
        ("client-secret", True),
        ("API key", True),
        ("privateKey", True),
        ("name", False),
        ("token_expires_at", False),
        ("Authorization", True),
        ("encryption_key", True),
        ("secret_id", True),
        ("pwd", True),
        ("jwt_method", False),
    ],
)
def test_a_name_says_whether_it_is_secret(name: str, secret: bool) -> None:
    """However it is written; what tells something about a secret is none."""
    assert is_secret(name) == secret
