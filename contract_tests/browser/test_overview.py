"""The overview: the accounts, the figures of their requests, and how to connect a client."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from contract_tests.browser.accounts import MANY, MANY_CUSTOMERS, ORDERS, TOKENS, Mock
from contract_tests.browser.visitor import Visitor, follow


def test_an_account_is_opened_by_its_link_and_by_its_number(visitor: Visitor, prepared: Mock) -> None:
    """A click in the list opens an account; so does its number in the header of any page. The newest is the first."""
    page = visitor.start(prepared.origin)
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Account {TOKENS.index(ORDERS) + 1}")
    number = TOKENS.index(MANY) + 1
    page.get_by_label("Account", exact=True).fill(str(number))
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Account {number}")
    expect(page.get_by_text("Customers", exact=True).locator("..")).to_contain_text(str(MANY_CUSTOMERS + 2))


def test_the_figures_are_those_of_the_journal(visitor: Visitor, prepared: Mock) -> None:
    """The table of responses counts each class of status codes as the journal has it; a chart shows them over time."""
    with prepared.control(ORDERS) as control:
        statuses = [entry["status"] for entry in control.get("/journal").json()["entries"]]
    page = visitor.start(prepared.origin)
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    for digit in (2, 4, 5):
        row = page.get_by_role("row", name=re.compile(f"^{digit}xx"))
        expect(row.get_by_role("cell").nth(1)).to_have_text(str(sum(status // 100 == digit for status in statuses)))
    expect(page.get_by_role("img", name=re.compile("^Requests per minute"))).to_be_visible()


def test_no_page_shows_a_token(visitor: Visitor, prepared: Mock) -> None:
    """The list and the overview of an account show the first characters of a token only, also in their HTML."""
    page = visitor.start(prepared.origin)
    contents = [page.content()]
    follow(page.get_by_role("row").nth(1).get_by_role("link").first)
    contents.append(page.content())
    for content in contents:
        assert not [token for token in TOKENS if token in content]


def test_the_code_to_connect_a_client_has_the_address_of_the_mock(visitor: Visitor, prepared: Mock) -> None:
    """The lines for the environment have the address of this mock, and the token as a variable."""
    page = visitor.start(prepared.origin)
    expect(page.get_by_role("region", name="Environment")).to_contain_text(
        f"WORKATO_EMBEDDED_BASE_URL={prepared.origin}/api"
    )
    expect(page.get_by_role("region", name="curl")).to_contain_text("$WORKATO_EMBEDDED_API_TOKEN")
