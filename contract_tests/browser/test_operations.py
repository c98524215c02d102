"""The operations, and the explorer that sends requests to the mock."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, expect

from contract_tests.browser.accounts import MISSING, Account, Mock
from contract_tests.browser.checks import check_page
from contract_tests.browser.visitor import Visitor


def find_operation(page: Page) -> None:
    """Open the page of the operation that creates a customer, from any page of the console."""
    page.get_by_role("link", name="Operations").click()
    page.get_by_role("searchbox").fill("create_managed_user")
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("link", name="Create a customer", exact=True).click()


def open_explorer(page: Page, account: Account) -> None:
    """Open the explorer for the operation, as the account."""
    page.goto(account.address)
    find_operation(page)
    page.get_by_role("link", name="Try it").click()


def test_an_operation_is_found_by_its_name(visitor: Visitor, prepared: Mock) -> None:
    """The filter finds an operation; its page has parameters, an example, the evidence and the rule."""
    page = visitor.start(prepared.origin)
    find_operation(page)
    for heading in ("Request body", "Responses", "Evidence", "Rule"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def test_the_explorer_sends_a_request_for_an_account(visitor: Visitor, account: Account) -> None:
    """A request of the explorer creates a customer, and shows the response; the account has the customer then."""
    page = visitor.page(account.mock.origin)
    open_explorer(page, account)
    body = {"name": "From the console", "notification_email": "it@example.com"}
    page.get_by_label("Body").fill(json.dumps(body))
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name=re.compile("Response"))).to_contain_text("200")
    expect(page.get_by_role("region", name="Body of the response")).to_contain_text("From the console")
    check_page(page)
    with account.client() as client:
        assert "From the console" in [customer.name for customer in client.managed_users.list()]


def test_the_explorer_shows_why_a_request_was_rejected(visitor: Visitor, account: Account) -> None:
    """A rejected request shows its status and the reason in words, without JavaScript too."""
    page = visitor.page(account.mock.origin, scripts=False)
    open_explorer(page, account)
    page.get_by_label("Body").fill('{"name": "From the console"}')
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name=re.compile("Response"))).to_contain_text("400")
    expect(page.get_by_role("main")).to_contain_text(f'"{MISSING}" is a required property')
