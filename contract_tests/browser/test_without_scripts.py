"""The console works without JavaScript: links and plain forms do its main tasks."""

from __future__ import annotations

from playwright.sync_api import expect

from contract_tests.browser.accounts import Account, Mock
from contract_tests.browser.links import pages
from contract_tests.browser.visitor import Visitor


def test_each_page_opens_without_javascript(visitor: Visitor, prepared: Mock) -> None:
    """With JavaScript off, links lead to the same kinds of pages as with it, and each has a heading."""
    plain, full = visitor.page(prepared.origin, scripts=False), visitor.page(prepared.origin)
    kinds = set()
    for kind in pages(plain, prepared.origin):
        assert plain.get_by_role("heading", level=1).inner_text()
        kinds.add(kind)
    assert kinds == {*pages(full, prepared.origin)}


def test_a_fault_is_added_without_javascript(visitor: Visitor, account: Account) -> None:
    """With JavaScript off, the form adds a rule that makes an operation fail, and a click removes it."""
    page = visitor.page(account.mock.origin, scripts=False)
    page.goto(account.address)
    page.get_by_role("link", name="Instruments").click()
    page.get_by_text("Add a rule", exact=True).click()
    page.get_by_label("Operation").select_option("list_managed_users")
    page.get_by_label("Status").fill("503")
    page.get_by_role("button", name="Add rule").click()
    expect(page.locator(".flash")).to_contain_text("The rule was added")
    with account.api() as api:
        assert api.get("/managed_users").status_code == 503
        page.get_by_role("button", name="Remove all rules").click()
        expect(page.locator(".flash")).to_contain_text("All rules were removed")
        assert api.get("/managed_users").status_code == 200
