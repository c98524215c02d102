"""The requests of an account: the way to the reason of a rejection, filters, code to copy, and sending one again."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from contract_tests.browser.accounts import MISSING, ORDERS, TOKENS, Account, Mock
from contract_tests.browser.checks import check_page
from contract_tests.browser.links import START
from contract_tests.browser.visitor import Visitor, follow

REASON = f'"{MISSING}" is a required property'
# Milliseconds, longer than the time between two requests of the list.
SEVERAL_POLLS = 7000
INVALID = {"name": "Northwind Tools"}


def rejected(account: Account) -> None:
    """Send a request that is rejected."""
    with account.api() as api:
        assert api.post("/managed_users", json=INVALID).status_code == 400


def open_requests(page: Page, account: Account) -> None:
    """Open the list of the requests of an account."""
    page.goto(account.address)
    follow(page.get_by_role("link", name="Requests", exact=True))


def open_rejected(page: Page, account: Account) -> None:
    """Open the page of a rejected request."""
    rejected(account)
    open_requests(page, account)
    follow(page.get_by_role("row", name="400").get_by_role("link"))


def test_three_clicks_lead_from_the_first_page_to_the_reason(visitor: Visitor, prepared: Mock) -> None:
    """The account, its requests, and the rejected one: the third click shows the reason, and the list has it too."""
    page = visitor.start(prepared.origin)
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    page.get_by_role("link", name="Requests", exact=True).click()
    row = page.get_by_role("row", name=REASON)
    expect(row).to_be_visible()
    row.get_by_role("link").click()
    expect(page.get_by_role("region", name="Why")).to_contain_text(REASON)


def test_filters_leave_the_requests_that_match(visitor: Visitor, prepared: Mock) -> None:
    """The filter for the outcome leaves the rejected requests, and that for the operation those of the operation."""
    with prepared.control(ORDERS) as control:
        entries = control.get("/journal").json()["entries"]
    page = visitor.page(prepared.origin)
    page.goto(f"{prepared.origin}{START}accounts/{TOKENS.index(ORDERS) + 1}/requests/")
    page.get_by_label("Outcome").select_option(label="rejected or failed")
    page.get_by_role("button", name="Apply").click()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(sum(entry["status"] >= 400 for entry in entries))
    page.get_by_role("link", name="Clear", exact=True).click()
    page.get_by_label("Operation").select_option("list_folders")
    page.get_by_role("button", name="Apply").click()
    expect(rows).to_have_count(sum(entry["operation_id"] == "list_folders" for entry in entries))
    check_page(page)


def test_new_requests_appear_by_themselves(visitor: Visitor, account: Account) -> None:
    """With JavaScript on, a request appears in the open list without a click, and the list can be paused."""
    page = visitor.page(account.mock.origin)
    open_requests(page, account)
    rejected(account)
    expect(page.get_by_role("row", name=REASON)).to_be_visible()
    page.get_by_role("link", name="Pause").click()
    expect(page.get_by_role("link", name="Resume")).to_be_visible()


def test_a_request_has_both_bodies_with_marks_in_place(visitor: Visitor, account: Account) -> None:
    """The page of a request has both bodies, with violations and unknown fields marked in place."""
    page = visitor.page(account.mock.origin)
    open_rejected(page, account)
    expect(page.get_by_role("region", name="Body of the request")).to_contain_text(REASON)
    expect(page.get_by_role("region", name="Body of the response")).to_contain_text("Bad request")
    with account.api() as api:
        body = {"name": "Blue Harbour", "notification_email": "it@example.com", "colour": "blue"}
        api.post("/managed_users", json=body).raise_for_status()
    page.get_by_role("link", name="All requests").click()
    page.get_by_role("row", name=re.compile("200.*POST")).get_by_role("link").click()
    marked = page.get_by_role("region", name="Body of the request").locator(".marked")
    expect(marked).to_contain_text("colour")
    check_page(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["javascript", "no javascript"])
def test_a_request_is_repeated(visitor: Visitor, account: Account, *, scripts: bool) -> None:
    """A click sends the request again, and shows the new one."""
    page = visitor.page(account.mock.origin, scripts=scripts)
    open_rejected(page, account)
    page.get_by_role("button", name="Repeat").click()
    expect(page.locator(".flash")).to_contain_text("sent again")
    with account.control() as control:
        assert control.get("/journal", params={"status": 400}).json()["count"] == 2


def test_a_request_is_copied_as_curl(visitor: Visitor, account: Account) -> None:
    """The button copies a curl command without the token; the command sends the same request."""
    page = visitor.page(account.mock.origin)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_rejected(page, account)
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Copied").first).to_be_visible()
    command = page.evaluate("navigator.clipboard.readText()")
    assert "curl" in command
    assert account.token not in page.content()
    environment = {"WORKATO_EMBEDDED_API_TOKEN": account.token, "PATH": "/usr/bin:/bin"}
    subprocess.run(["/bin/sh", "-c", command], env=environment, capture_output=True, check=True)
    with account.control() as control:
        assert control.get("/journal", params={"status": 400}).json()["count"] == 2


def test_requests_are_downloaded_as_a_har(visitor: Visitor, account: Account, tmp_path: Path) -> None:
    """The HAR has the requests of the account, without the token."""
    page = visitor.page(account.mock.origin)
    rejected(account)
    open_requests(page, account)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as HAR", exact=True).click()
    download.value.save_as(tmp_path / "requests.har")
    text = (tmp_path / "requests.har").read_text("utf-8")
    assert {entry["response"]["status"] for entry in json.loads(text)["log"]["entries"]} == {200, 400}
    assert account.token not in text


def test_the_journal_is_cleared(visitor: Visitor, account: Account) -> None:
    """A click empties the journal of the account."""
    page = visitor.page(account.mock.origin)
    open_requests(page, account)
    page.get_by_role("button", name="Clear the journal").click()
    expect(page.locator(".flash")).to_contain_text("The journal is empty")
    with account.control() as control:
        assert control.get("/journal").json()["count"] == 0


def test_a_hidden_tab_asks_for_nothing(visitor: Visitor, account: Account) -> None:
    """While a tab is hidden, and while the list is paused, the list sends no requests; then it shows what it missed."""
    page = visitor.page(account.mock.origin)
    page.clock.install(time=0)
    # Only `run_for` moves this clock.
    page.clock.pause_at(1000)
    open_requests(page, account)
    polls: list[str] = []
    page.on("request", lambda request: polls.append(request.url) if "/newer?" in request.url else None)
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    rejected(account)
    page.clock.run_for(SEVERAL_POLLS)
    assert polls == []
    page.evaluate("delete document.hidden")
    page.clock.run_for(SEVERAL_POLLS)
    expect(page.get_by_role("row", name=REASON)).to_be_visible()
    assert polls
    page.get_by_role("link", name="Pause").click()
    polls.clear()
    page.clock.run_for(SEVERAL_POLLS)
    assert polls == []


def test_one_click_on_the_overview_leads_to_the_rejected_requests(visitor: Visitor, prepared: Mock) -> None:
    """The overview of an account has a link to its rejected requests."""
    page = visitor.page(prepared.origin)
    page.goto(f"{prepared.origin}{START}accounts/{TOKENS.index(ORDERS) + 1}/")
    page.get_by_role("link", name="Rejected requests").click()
    expect(page.get_by_role("row", name=REASON)).to_be_visible()
    expect(page.get_by_role("row", name="200")).to_have_count(0)
