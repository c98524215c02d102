"""Tests of the claims of tokens."""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime
from typing import Any
from uuid import RFC_4122, UUID

import jwt
import pytest
from workato_embedded.embedding import KeyPair, sign

VENDOR = "vnd4f81c07b2e9d6350a"


def claims(pair: KeyPair, customer: Any = 7, **options: Any) -> dict[str, Any]:
    """Return the verified claims of a token."""
    token = sign(customer, **{"key": pair.private_key, "vendor_id": VENDOR, **options})
    assert jwt.get_unverified_header(token) == {"alg": "RS256", "typ": "JWT"}
    return jwt.decode(token, pair.public_key, algorithms=["RS256"], options={"verify_iat": False})


@pytest.mark.parametrize(
    ("customer", "user", "sub"),
    [
        (512044, None, f"{VENDOR}:512044"),
        ("512044", None, f"{VENDOR}:512044"),
        ("E2300", None, f"{VENDOR}:E2300"),
        ("Eglobex:eu", None, f"{VENDOR}:Eglobex%3Aeu"),
        ("Eacme/42 é", 730551, f"{VENDOR}:Eacme%2F42%20%C3%A9:730551"),
        ("E2300", "Eu-17", f"{VENDOR}:E2300:Eu-17"),
        ("E100%", "Eann@example.com", f"{VENDOR}:E100%25:Eann%40example.com"),
    ],
)
def test_the_subject_names_vendor_customer_and_user(customer: Any, user: Any, sub: str, pair: KeyPair) -> None:
    """`sub` has the vendor id, the customer and the user, each percent-encoded, so that a colon does not split it."""
    assert claims(pair, customer, user=user)["sub"] == sub


def test_a_token_is_new_and_unique(pair: KeyPair) -> None:
    """By default `iat` is now in whole seconds, and each token has an id of its own; there are no other claims."""
    before = int(time.time())
    one, other = claims(pair), claims(pair)
    assert one.keys() == {"sub", "iat", "jti"}
    assert before <= one["iat"] <= time.time()
    assert one["jti"] != other["jti"]


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        (1700000000, 1700000000),
        (1700000000.9, 1700000000),
        (datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC), 1700000000),
    ],
)
def test_the_time_can_be_given(given: Any, seconds: int, pair: KeyPair) -> None:
    """`issued_at` is a time with a time zone or seconds, and the claim has whole seconds."""
    found = claims(pair, issued_at=given)
    assert found["iat"] == seconds
    assert isinstance(found["iat"], int)


def test_the_id_has_the_time_in_milliseconds(pair: KeyPair) -> None:
    """The default `jti` is a UUID of version 7, which begins with the time; another one can be given."""
    ids = [UUID(claims(pair, issued_at=1700000000.25)["jti"]) for _ in range(3)]
    assert {(one.version, one.variant, one.int >> 80) for one in ids} == {(7, RFC_4122, 1700000000250)}
    assert len(set(ids)) == 3
    assert claims(pair, jti="t-1")["jti"] == "t-1"


@pytest.mark.parametrize("origin", ["https://app.example.com", "http://127.0.0.1:5000", "https://[::1]:8443"])
def test_the_origin_is_a_claim(origin: str, pair: KeyPair) -> None:
    """The origin of the page with the iframe is a claim."""
    assert claims(pair, origin=origin)["origin"] == origin


def test_the_vendor_id_can_be_in_the_environment(pair: KeyPair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an argument, the vendor id is that of the environment."""
    monkeypatch.setenv("WORKATO_EMBEDDED_VENDOR_ID", "vnd1")
    assert claims(pair, vendor_id=None)["sub"] == "vnd1:7"
    monkeypatch.setenv("WORKATO_EMBEDDED_VENDOR_ID", "")
    with pytest.raises(ValueError, match="missing vendor_id: pass it, or set WORKATO_EMBEDDED_VENDOR_ID"):
        claims(pair, vendor_id=None)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"customer": "acme"}, "invalid customer: expected its id, or E and the external id, not 'acme'"),
        ({"customer": "E"}, "invalid customer: expected its id, or E and the external id, not 'E'"),
        ({"customer": "E "}, "invalid customer: "),
        ({"customer": 0}, "invalid customer: "),
        ({"customer": -1}, "invalid customer: "),
        ({"customer": "007"}, "invalid customer: "),
        ({"customer": ""}, "invalid customer: "),
        ({"user": "ann@example.com"}, "invalid user: expected its id, or E and the external id, not 'ann@example.com'"),
        ({"vendor_id": ""}, "invalid vendor_id: "),
        ({"vendor_id": "vnd1:7"}, "invalid vendor_id: expected characters of ASCII without spaces and colons"),
        ({"vendor_id": "vnd1\n"}, "invalid vendor_id: "),
        ({"origin": ""}, "invalid origin: expected scheme and host without a path, such as https://app.example.com"),
        ({"origin": "null"}, "invalid origin: "),
        ({"origin": "app.example.com"}, "invalid origin: "),
        ({"origin": "ftp://app.example.com"}, "invalid origin: "),
        ({"origin": "https://app.example.com:x"}, "invalid origin: "),
        ({"origin": "https://app.example.com/"}, "such as https://app.example.com, not 'https://app.example.com/'"),
        ({"origin": "https://App.example.com:443/a?b#c"}, "such as https://app.example.com, not"),
        ({"origin": "https://me@example.com"}, "such as https://example.com, not"),
        ({"origin": "https://münchen.example.com"}, "such as https://xn--mnchen-3ya.example.com, not"),
        ({"issued_at": datetime(2026, 1, 1)}, "invalid issued_at: expected a time with a time zone"),
        ({"issued_at": 1700000000000}, "invalid issued_at: expected seconds since 1970, not 1700000000000"),
        ({"issued_at": -1}, "invalid issued_at: expected seconds since 1970, not -1"),
        ({"issued_at": math.nan}, "invalid issued_at: expected seconds since 1970, not nan"),
        ({"jti": " "}, "invalid jti: expected a text that no other token has, not ' '"),
    ],
)
def test_a_wrong_claim_is_named(options: dict[str, Any], problem: str, pair: KeyPair) -> None:
    """An argument that the platform would reject raises an error that names it and says what is expected."""
    with pytest.raises(ValueError, match=r"^invalid") as raised:
        claims(pair, **options)
    assert problem in str(raised.value)


def test_an_api_token_is_not_a_vendor_id(pair: KeyPair) -> None:
    """An API token in place of the vendor id is rejected, and the message does not show it."""
    with pytest.raises(ValueError, match="invalid vendor_id: this is an API token; expected the vendor id") as raised:
        claims(pair, vendor_id="wrkeu-abc")
    assert "abc" not in str(raised.value)


@pytest.mark.parametrize(
    "options",
    [
        {"customer": None},
        {"customer": True},
        {"customer": 7.0},
        {"user": b"E1"},
        {"vendor_id": 7},
        {"origin": b"https://app.example.com"},
        {"issued_at": "now"},
        {"issued_at": True},
        {"jti": 7},
    ],
    ids=lambda options: "-".join(f"{name}-{type(value).__name__}" for name, value in options.items()),
)
def test_a_wrong_type_is_named(options: dict[str, Any], pair: KeyPair) -> None:
    """An argument of a wrong type raises a TypeError that names the argument and the type."""
    ((name, value),) = options.items()
    with pytest.raises(TypeError, match=f"^{name} must be .*, not {type(value).__name__}$"):
        claims(pair, **options)
