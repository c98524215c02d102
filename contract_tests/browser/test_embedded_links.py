"""Rejected links in Chromium: the frame shows why, the journal has it, and the partner's page gets no message."""

from __future__ import annotations

import time
from typing import Any

import pytest

from contract_tests.browser.accounts import Account
from contract_tests.browser.framed import Framed, framed, link, new_key
from contract_tests.browser.visitor import Visitor


def check_rejected(shown: Framed, url: str, code: str) -> None:
    """Load a link over a page in the frame, and check that it is rejected without a message of its own."""
    shown.wait("heightChange")
    shown.received()
    shown.open(url)
    assert shown.frame.get_by_text(code).is_visible()
    assert shown.types() == ["unloaded"]
    with shown.account.control() as control:
        entry = control.get("/journal").json()["entries"][-1]
    assert (entry["operation_id"], entry["status"]) == ("open_direct_link", 401)
    assert code in str(entry["reasons"])


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"iat": int(time.time()) - 3600}, "token_expired"),
        ({"iat": int(time.time()) + 3600}, "token_early"),
        ({"origin": "https://other.example.com"}, "origin_not_allowed"),
    ],
    ids=["expired", "early", "origin"],
)
def test_a_link_with_a_wrong_claim_is_rejected(
    visitor: Visitor, account: Account, claims: dict[str, Any], code: str
) -> None:
    """A link with an old or early token, or with an origin that is not allowed, shows the code of the reason."""
    with framed(visitor, account, "/recipes", expected=[401]) as shown:
        check_rejected(shown, link(account, "/recipes", **claims), code)


def test_a_link_works_once(visitor: Visitor, account: Account) -> None:
    """A link that is loaded a second time is rejected."""
    with framed(visitor, account, "/recipes", expected=[401]) as shown:
        url = link(account, "/recipes/9001")
        shown.open(url)
        shown.wait("heightChange", 2)
        check_rejected(shown, url, "jti_used")


def test_a_link_with_another_key_is_rejected(visitor: Visitor, account: Account) -> None:
    """A link whose token is signed with another key is rejected."""
    with framed(visitor, account, "/recipes", expected=[401]) as shown:
        check_rejected(shown, link(account, "/recipes", new_key()), "signature_invalid")


def test_a_link_expires_by_the_clock_of_the_account(visitor: Visitor, account: Account) -> None:
    """A link that was made before the clock advanced by an hour is rejected."""
    with framed(visitor, account, "/recipes", expected=[401]) as shown:
        url = link(account, "/recipes", iat=int(time.time()) - 2)
        with account.control() as control:
            control.put("/clock", json={"advance_seconds": 3600})
        check_rejected(shown, url, "token_expired")
