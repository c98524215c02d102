"""The origins that may frame the pages of a customer, and the one that gets their messages."""

from __future__ import annotations

import json
from typing import Any

import pytest

CUSTOMER = "/api/managed_users/512044"
APP, OTHER = "https://app.example.com", "https://other.example.com"


def set_origins(partner: Any, **fields: str) -> None:
    """Set the origins of the customer."""
    response = partner.api.put(CUSTOMER, json=fields)
    assert response.status_code == 200, response.text


@pytest.mark.parametrize(
    ("fields", "settings", "expected"),
    [
        ({}, [], "'self'"),
        ({"origin_url": f"{APP}/path"}, [], f"'self' {APP}"),
        ({"frame_ancestors": f"{APP}, {OTHER}"}, [], f"'self' {APP} {OTHER}"),
        ({"frame_ancestors": f"{APP}/ {OTHER}/path"}, [], f"'self' {APP} {OTHER}"),
        ({"frame_ancestors": "https://*.example.com"}, [], "'self' https://*.example.com"),
        ({"frame_ancestors": "App.example.com,*.example.com"}, [], "'self' app.example.com *.example.com"),
        ({"frame_ancestors": f"{APP}; script-src *, 'none', x"}, [], "'self'"),
        (
            {"origin_url": APP, "frame_ancestors": APP},
            [APP, "http://127.0.0.1:5000"],
            f"'self' {APP} http://127.0.0.1:5000",
        ),
        ({}, [OTHER], f"'self' {OTHER}"),
    ],
)
def test_a_page_can_be_framed_by_the_allowed_origins(
    partner: Any, fields: dict[str, str], settings: list[str], expected: str
) -> None:
    """Origins of the customer and those of the settings may frame its pages; what is not an origin is left out."""
    set_origins(partner, **fields)
    partner.control("PUT", "/embedding", {"origins": settings})
    assert partner.get(partner.open().location).ancestors == expected


def test_a_rejected_link_can_be_read_in_a_frame(partner: Any) -> None:
    """Any page may frame a rejection without a known customer; otherwise only pages of allowed origins may."""
    set_origins(partner, origin_url=APP)
    assert partner.open(token="x").ancestors == "*"
    assert partner.open(customer="404").ancestors == "*"
    assert partner.open(origin=OTHER).ancestors == f"'self' {APP}"


@pytest.mark.parametrize(
    ("claim", "fields", "settings", "keyword"),
    [
        (APP, {"origin_url": OTHER, "frame_ancestors": APP}, [], None),
        ("HTTPS://APP.example.com:443/", {"origin_url": APP}, [], None),
        ("https://a.example.com", {"frame_ancestors": "https://*.example.com"}, [], None),
        ("http://a.example.com", {"frame_ancestors": "*.example.com"}, [], None),
        (APP, {"frame_ancestors": "app.example.com"}, [], None),
        ("https://example.com", {"frame_ancestors": "https://*.example.com"}, [], "origin_not_allowed"),
        ("http://a.example.com", {"frame_ancestors": "https://*.example.com"}, [], "origin_not_allowed"),
        ("http://127.0.0.1:5001", {"frame_ancestors": "http://127.0.0.1:*"}, [], None),
        (APP, {}, [APP], None),
        (APP, {"origin_url": OTHER}, [], "origin_not_allowed"),
    ],
)
def test_the_claim_origin_is_one_of_the_allowed(
    partner: Any, claim: str, fields: dict[str, str], settings: list[str], keyword: str | None
) -> None:
    """The claim names one of several origins; any other is rejected, and the reason lists the allowed ones."""
    set_origins(partner, **fields)
    partner.control("PUT", "/embedding", {"origins": settings})
    opened = partner.open(origin=claim)
    assert opened.status == (302 if keyword is None else 401)
    assert keyword in {None, *(reason["keyword"] for reason in opened.reasons)}


def test_the_journal_says_why_a_frame_stays_blank(partner: Any) -> None:
    """A link in a frame of another origin is served with a note, and so is one whose messages go elsewhere."""
    frame = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Mode": "navigate", "Referer": f"{OTHER}/page"}
    assert [each["keyword"] for each in partner.open(headers=frame).reasons] == ["frameAncestors", "targetOrigin"]
    set_origins(partner, origin_url=APP)
    blank, silent = partner.open(headers=frame).reasons
    assert blank["text"].startswith(f"the browser shows a blank frame in a page of {OTHER}: {APP} may frame")
    assert silent["text"] == f"a page of {OTHER} gets no message: messages are posted to {APP}"
    assert partner.journal()[-1]["reasons"] == [blank, silent]
    set_origins(partner, frame_ancestors=f"{APP},{OTHER}")
    assert [each["keyword"] for each in partner.open(headers=frame).reasons] == ["targetOrigin"]
    assert partner.open(headers=frame, origin=OTHER).reasons == []
    own = {**frame, "Referer": str(partner.browser.base_url)}
    assert partner.open(headers=own).reasons == []


def test_a_customer_without_an_origin_gets_a_note(partner: Any) -> None:
    """Without any origin, the response says that no page can frame the customer, and that no message is posted."""
    assert [each["keyword"] for each in partner.open().reasons] == ["frameAncestors", "targetOrigin"]
    assert json.loads(partner.journal()[-1]["response"]["headers"]["x-mock-reason"])
