"""The token of a direct link: signature, claims, age and use are checked, and each rejection says what is wrong."""

from __future__ import annotations

import base64
import json
import time
import uuid
from collections.abc import Callable
from typing import Any

import jwt
import pytest

CUSTOMER = 512044


def changed_payload(token: str) -> str:
    """Return a token whose claims were changed after it was signed."""
    head, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    changed = base64.urlsafe_b64encode(json.dumps({**claims, "extra": 1}).encode()).rstrip(b"=").decode()
    return f"{head}.{changed}.{signature}"


def version_7(milliseconds: int) -> str:
    """Return a UUID of version 7 that was made at a Unix time."""
    return str(uuid.UUID(int=milliseconds << 80 | 7 << 76 | 2 << 62 | uuid.uuid4().int % 2**62))


def test_a_signed_link_leads_to_the_page(partner: Any) -> None:
    """A link with a good token redirects to the page that it asks for, with its query and its fragment."""
    opened = partner.open("/recipes?fid=8812#assets")
    assert opened.status == 302
    assert opened.location.endswith("/recipes?fid=8812#assets")
    assert partner.get(opened.location.partition("#")[0]).status == 200


@pytest.mark.parametrize("customer", ["512044", "Ecust-0042"])
def test_the_subject_names_a_customer_and_a_user(partner: Any, customer: str) -> None:
    """A customer and one of its collaborators are named by ids, or by `E` and external ids."""
    members = partner.api.get(f"/api/managed_users/{customer}/members").json()
    member = next(each for each in members if each["external_id"])
    for subject in (customer, f"{customer}:{member['id']}", f"{customer}:E{member['external_id']}"):
        assert partner.open(customer=subject).status == 302


def test_an_external_id_with_a_colon_is_percent_encoded(partner: Any) -> None:
    """The parts of the subject are decoded after they are split, so that an external id can contain a colon."""
    body = {"name": "Globex", "notification_email": "globex@example.com", "external_id": "globex:eu"}
    assert partner.api.post("/api/managed_users", json=body).status_code == 200
    assert partner.open(customer="Eglobex%3Aeu").status == 302
    assert partner.open(customer="Eglobex:eu").rejection == (404, "customer_unknown")


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"iat": None}, (401, "iat_invalid")),
        ({"iat": "now"}, (401, "iat_invalid")),
        ({"iat": True}, (401, "iat_invalid")),
        ({"iat": 1e300}, (401, "iat_invalid")),
        ({"iat": -(10**15)}, (401, "iat_invalid")),
        ({"jti": None}, (401, "jti_missing")),
        ({"jti": ""}, (401, "jti_missing")),
        ({"jti": 7}, (401, "jti_missing")),
        ({"sub": None}, (400, "subject_invalid")),
        ({"sub": "vendor"}, (400, "subject_invalid")),
        ({"sub": "vendor:1:2:3"}, (400, "subject_invalid")),
        ({"sub": "vendor::2"}, (400, "subject_invalid")),
        ({"sub": "vendor:E%00"}, (400, "subject_invalid")),
        ({"sub": "vnd000000000000000000:512044"}, (401, "vendor_unknown")),
        ({"customer": "404"}, (404, "customer_unknown")),
        ({"customer": "Enobody"}, (404, "customer_unknown")),
        ({"customer": "x"}, (404, "customer_unknown")),
        ({"customer": f"{CUSTOMER}:404"}, (404, "user_unknown")),
        ({"customer": f"{CUSTOMER}:Enobody"}, (404, "user_unknown")),
        ({"customer": f"{CUSTOMER}:x"}, (404, "user_unknown")),
        ({"origin": 7}, (401, "origin_invalid")),
        ({"origin": "app.example.com"}, (401, "origin_invalid")),
        ({"origin": "https://a;b"}, (401, "origin_invalid")),
        ({"origin": "https://app.example.com"}, (401, "origin_not_allowed")),
    ],
    ids=lambda value: json.dumps(value) if isinstance(value, dict) else None,
)
def test_a_wrong_claim_is_named(partner: Any, claims: dict[str, Any], expected: tuple[int, str]) -> None:
    """A link with a wrong claim is rejected with a page that names the claim, and with a status."""
    assert partner.open(**claims).rejection == expected


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJSUzI1NiJ9.W10.AAAA", "é.è.ê"])
def test_what_is_not_a_token_is_rejected(partner: Any, token: str) -> None:
    """A missing token, and a text that is not a JWT with an object, are rejected."""
    expected = "token_invalid" if token else "token_missing"
    assert partner.open(token=token).rejection == (400, expected)


def test_a_token_of_another_key_is_rejected(partner: Any, other_key: Any) -> None:
    """A token that another key has signed is rejected, and so is one that was changed after signing."""
    token = partner.sign()
    assert partner.open(token=changed_payload(token)).rejection == (401, "signature_invalid")
    partner.register(other_key)
    assert partner.open(token=token).rejection == (401, "signature_invalid")


def test_only_one_algorithm_is_accepted(partner: Any) -> None:
    """A token that is signed with a shared secret, or not at all, is rejected."""
    claims = {"sub": f"{partner.vendor_id}:{CUSTOMER}", "iat": int(time.time()), "jti": str(uuid.uuid4())}
    for token in (jwt.encode(claims, "x" * 32, "HS256"), jwt.encode(claims, "", "none")):
        assert partner.open(token=token).rejection == (401, "algorithm_invalid")


def test_an_account_without_a_key_accepts_no_link(partner: Any) -> None:
    """After a reset the account has no key, and the rejection names the request that sets one."""
    partner.control("POST", "/reset")
    opened = partner.open()
    assert opened.rejection == (401, "key_missing")
    assert "PUT /api/account/signature_verification_key" in opened.reasons[0]["text"]


def test_a_rejected_link_does_not_use_up_its_token(partner: Any) -> None:
    """A token whose origin is not allowed opens the link once the origin is set."""
    token = partner.sign(origin="https://app.example.com")
    assert partner.open(token=token).rejection == (401, "origin_not_allowed")
    partner.control("PUT", "/embedding", {"origins": ["https://app.example.com"]})
    assert partner.open(token=token).status == 302
    assert partner.open(token=token).rejection == (401, "jti_used")


def test_a_claim_jti_is_used_up_in_one_account_only(partner: Any, make_partner: Callable[[str], Any]) -> None:
    """Two accounts with the same key and customer id do not share used tokens."""
    other = make_partner(f"{partner.token}-other")
    assert other.vendor_id != partner.vendor_id
    for one in (partner, other):
        assert one.open(jti="the-same").status == 302
        assert one.open(jti="the-same").rejection == (401, "jti_used")


def test_a_used_claim_jti_is_forgotten_after_ten_minutes(partner: Any) -> None:
    """Ten minutes later by the clock of the account, a new token can have the same `jti`."""
    partner.control("PUT", "/clock", {"frozen": True})
    assert partner.open(jti="again").status == 302
    partner.control("PUT", "/clock", {"advance_seconds": 599})
    assert partner.open(jti="again").rejection == (401, "jti_used")
    partner.control("PUT", "/clock", {"advance_seconds": 2})
    assert partner.open(jti="again").status == 302


def test_a_token_expires_after_ten_minutes_and_a_minute_of_tolerance(partner: Any) -> None:
    """A token is accepted until it is eleven minutes old, and from a minute before it was made."""
    now = int(time.time())
    assert partner.open(iat=now - 640).status == 302
    assert partner.open(iat=now - 670).rejection == (401, "token_expired")
    assert partner.open(iat=now + 50).status == 302
    assert partner.open(iat=now + 80).rejection == (401, "token_early")


@pytest.mark.parametrize("frozen", [False, True], ids=["running", "frozen"])
def test_a_token_ages_with_the_clock_of_the_account(partner: Any, *, frozen: bool) -> None:
    """A token that was made before the clock advanced has expired, and one that was made after it is fresh."""
    if frozen:
        partner.control("PUT", "/clock", {"now": "2023-11-20T12:00:00Z", "frozen": True})
    made = time.time_ns() // 1_000_000
    early = partner.sign(iat=made // 1000, jti=version_7(made))
    partner.control("PUT", "/clock", {"advance_seconds": 661})
    assert partner.open(token=early).rejection == (401, "token_expired")
    assert partner.open(jti=version_7(time.time_ns() // 1_000_000)).status == 302
    assert partner.open().status == 302


def test_a_token_of_the_same_second_counts_as_made_after_the_change(partner: Any) -> None:
    """`iat` has whole seconds: without a `jti` that has the time, a token of the second of a change is fresh."""
    partner.control("PUT", "/clock", {"advance_seconds": 3600})
    moment = int(time.time())
    assert partner.open(iat=moment).status == 302
    assert partner.open(iat=moment + 0.999).status == 302


def test_a_token_of_an_earlier_time_of_the_account_stays_fresh_while_it_does_not_pass(partner: Any) -> None:
    """A frozen clock does not age a token, however old it is by the system's clock."""
    partner.control("PUT", "/clock", {"frozen": True})
    assert partner.open(iat=int(time.time()) - 7200).rejection == (401, "token_expired")
    assert partner.open().status == 302


def test_a_clock_that_was_set_back_makes_older_tokens_early(partner: Any) -> None:
    """A token that was made before the clock was set back is from the future of the account."""
    made = time.time_ns() // 1_000_000
    token = partner.sign(iat=made // 1000, jti=version_7(made))
    partner.control("PUT", "/clock", {"advance_seconds": -3600})
    assert partner.open(token=token).rejection == (401, "token_early")


@pytest.mark.parametrize("restore", ["snapshot", "state"])
def test_restoring_a_clock_changes_the_age_of_tokens(partner: Any, restore: str) -> None:
    """A state whose clock is an hour ahead lets tokens expire that were made before it was restored."""
    state = partner.control("GET", "/state")
    state["tables"]["clocks"] = [{"offset_microseconds": 3_600_000_000, "frozen_at": None}]
    made = time.time_ns() // 1_000_000
    token = partner.sign(iat=made // 1000, jti=version_7(made))
    if restore == "state":
        partner.control("PUT", "/state", state)
    else:
        partner.control("PUT", "/snapshots/ahead", state)
        partner.control("POST", "/snapshots/ahead/restore")
    assert partner.open(token=token).rejection == (401, "token_expired")
    assert partner.open().status == 302


def test_checks_can_be_switched_off(partner: Any, other_key: Any) -> None:
    """Without checks, a link needs only a subject: signature, age, use and origin are not checked."""
    partner.control("PUT", "/embedding", {"checks": False})
    partner.key = other_key
    token = partner.sign(iat=None, jti=None, origin="http://127.0.0.1:5000")
    for _ in range(2):
        opened = partner.open(token=token)
        assert opened.status == 302
        assert partner.get(opened.location).ancestors == "'self' http://127.0.0.1:5000"
    assert partner.open(customer="404").rejection == (404, "customer_unknown")


def test_the_key_can_be_written_in_each_form_that_the_api_accepts(partner: Any) -> None:
    """A key in PKCS#1, with other line ends or with blanks around it, verifies signatures."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public: Callable[..., bytes] = partner.key.public_key().public_bytes
    wrapped = public(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    for text in (public(Encoding.PEM, PublicFormat.PKCS1).decode(), f"\n{wrapped}", wrapped.replace("\n", "\r\n")):
        response = partner.api.put("/api/account/signature_verification_key", json={"key": text})
        assert response.status_code == 200
        assert partner.open().status == 302
