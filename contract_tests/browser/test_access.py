"""Access to the console: the pages for callers without a control token, and the form that asks for it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from contract_tests.browser.accounts import Mock
from contract_tests.browser.checks import check_page
from contract_tests.browser.links import START
from contract_tests.browser.visitor import Visitor, follow
from contract_tests.support.processes import replica

TOKEN = "control-token-of-the-test"


@pytest.fixture(scope="module")
def guarded() -> Iterator[Mock]:
    """Yield a mock whose control plane needs a token."""
    with replica(["serve", "--port", "0", "--control-token", TOKEN], {}, stderr=subprocess.DEVNULL) as running:
        yield Mock(running.url.removesuffix("/api"))


def test_the_token_is_asked_for_once_and_leads_to_the_wanted_page(visitor: Visitor, guarded: Mock) -> None:
    """A link to any page leads to a form for the token, and from there to that page; then no page asks again."""
    page = visitor.page(guarded.origin, expected=[401, 403])
    page.goto(f"{guarded.origin}{START}operations/")
    check_page(page)
    page.get_by_label("Control token").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Control token").fill(TOKEN)
    page.get_by_label("Control token").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Operations")
    page.get_by_role("link", name="Explorer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Explorer")
    follow(page.get_by_role("button", name="Log out"))
    page.goto(guarded.origin + START)
    expect(page.get_by_label("Control token")).to_be_visible()


def test_no_script_can_read_that_the_visitor_is_logged_in(visitor: Visitor, guarded: Mock) -> None:
    """The cookie is HttpOnly and SameSite=Lax, and does not have the token."""
    page = visitor.page(guarded.origin, expected=[401])
    page.goto(guarded.origin + START)
    page.get_by_label("Control token").fill(TOKEN)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("link", name="Operations")).to_be_visible()
    cookies = page.context.cookies()
    assert cookies
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in cookies)
    assert not any(TOKEN in cookie["value"] for cookie in cookies)
    assert page.evaluate("document.cookie") == ""


def test_a_page_that_does_not_exist_is_a_page_with_the_way_back(visitor: Visitor, prepared: Mock) -> None:
    """An unknown path and an unknown account get an error page that leads back to the first page."""
    page = visitor.page(prepared.origin, expected=[404])
    for path in ("nothing", "accounts/99/"):
        page.goto(f"{prepared.origin}{START}{path}")
        check_page(page)
        page.get_by_role("link", name="workato-mock").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Accounts")
