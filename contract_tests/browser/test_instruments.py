"""Clicks use the instruments of an account: clock, limits, faults, snapshots, reset, jobs, invitations, edition."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from contract_tests.browser.accounts import CUSTOMER, Account
from contract_tests.browser.checks import check_page
from contract_tests.browser.visitor import Visitor, follow

NEW = {"name": "Acme Freight", "notification_email": "ops@example.com"}


@pytest.fixture
def page(visitor: Visitor, account: Account) -> Page:
    """Return the page of the instruments of a new account."""
    page = visitor.page(account.mock.origin)
    page.goto(account.address)
    follow(page.get_by_role("link", name="Instruments"))
    return page


def press(page: Page, name: str) -> None:
    """Click a button; the page says in the end that it is done."""
    follow(page.get_by_role("button", name=name, exact=True))
    expect(page.locator(".flash.done")).to_be_visible()


def test_the_clock_is_frozen_and_advanced(page: Page, account: Account) -> None:
    """A click freezes the clock of the account, another advances it by the seconds that were filled in."""
    press(page, "Freeze the clock")
    with account.control() as control:
        before = control.get("/clock").json()["now"]
        page.get_by_label("Seconds to advance").fill("86400")
        press(page, "Advance")
        after = control.get("/clock").json()
    assert after["frozen"]
    assert after["now"] > before
    expect(page.get_by_text(after["now"]).first).to_be_visible()


def test_a_limit_rejects_requests_and_counts_them(page: Page, account: Account) -> None:
    """With the limit of the form, the second request of an operation gets a 429; the page counts the first."""
    page.get_by_role("region", name="Rate limits").get_by_label("Setting").fill("1/min")
    press(page, "Change limits")
    with account.api() as api:
        assert [api.get("/managed_users").status_code for _ in range(2)] == [200, 429]
    page.reload()
    expect(page.get_by_role("row", name="list_managed_users").get_by_role("cell").nth(1)).to_have_text("1")


def test_a_fault_hits_requests_until_it_is_removed(page: Page, account: Account) -> None:
    """A rule of the form makes an operation fail, and the page counts its hits; a click removes the rule."""
    page.get_by_text("Add a rule", exact=True).click()
    form = page.get_by_role("form", name="Add a rule")
    form.get_by_label("Operation").select_option("list_managed_users")
    form.get_by_label("Status").fill("503")
    press(page, "Add rule")
    check_page(page)
    with account.api() as api:
        assert api.get("/managed_users").status_code == 503
        page.reload()
        # Rule, operation, effect, times, matched, hit.
        expect(page.get_by_role("row", name="list_managed_users").get_by_role("cell").nth(5)).to_have_text("1")
        press(page, "Remove rule 1")
        assert api.get("/managed_users").status_code == 200


def test_a_snapshot_is_saved_and_restored(page: Page, account: Account) -> None:
    """A snapshot that the page saves brings the state back after a change."""
    page.get_by_label("Name of the snapshot").fill("before the test")
    press(page, "Save snapshot")
    with account.api() as api:
        created = api.post("/managed_users", json=NEW).json()["id"]
        press(page, "Restore before the test")
        assert api.get(f"/managed_users/{created}").status_code == 404


def test_an_account_is_reset_to_a_seed(page: Page, account: Account) -> None:
    """A reset to the seed `empty` leaves an account without customers."""
    page.get_by_label("Seed", exact=True).first.select_option("empty")
    press(page, "Reset account")
    with account.api() as api:
        assert api.get("/managed_users").json()["result"] == []


def test_a_recipe_runs(page: Page, account: Account) -> None:
    """The form makes a recipe run; the API lists the jobs."""
    with account.client() as client:
        before = len(client.jobs.list(CUSTOMER, 9001).items)
        page.get_by_role("textbox", name="Customer").fill(CUSTOMER)
        page.get_by_role("textbox", name="Recipe").fill("9001")
        page.get_by_label("Number of jobs").fill("2")
        press(page, "Run")
        assert len(client.jobs.list(CUSTOMER, 9001).items) == before + 2


def test_an_invitation_is_accepted(page: Page, account: Account) -> None:
    """The page lists a pending invitation, and a click accepts it."""
    with account.control() as control, account.api() as api:
        invitation = {"name": "Kim Lee", "email": "kim@example.com", "role_name": "Operator"}
        api.post(f"/managed_users/{CUSTOMER}/member_invitations", json=invitation).raise_for_status()
        page.reload()
        press(page, "Accept for kim@example.com")
        assert control.get("/invitations").json()["invitations"] == []


def test_an_account_gets_the_api_of_a_day(page: Page, account: Account) -> None:
    """The account then has no operation that is younger than the day."""
    page.get_by_label("Day").fill("2023-11-20")
    press(page, "Change edition")
    with account.api() as api:
        assert api.get(f"/v2/managed_users/{CUSTOMER}/tags").status_code == 404


def test_an_error_of_a_form_is_said_in_words(page: Page) -> None:
    """A value that is not valid leads back to the page, which says what was expected."""
    page.get_by_role("region", name="Rate limits").get_by_label("Setting").fill("many")
    page.get_by_role("button", name="Change limits").click()
    expect(page.locator(".flash.error")).to_contain_text("expected off, documented or N/min")
