"""The outline of the application in Chromium: moves between pages, the history, and who gets and sends messages."""

from __future__ import annotations

import json

from playwright.sync_api import Browser, expect

from contract_tests.browser.accounts import CUSTOMER, Account
from contract_tests.browser.checks import check_page
from contract_tests.browser.chromium import new_context
from contract_tests.browser.framed import Framed, frame_in, framed, link, partner_site
from contract_tests.browser.visitor import Visitor

PAGES = (
    "/",
    "/projects",
    "/recipes",
    "/recipes/9001",
    "/recipes/9001#jobs",
    "/recipes/9001/edit",
    "/connections",
    "/connections/7101",
    "/embedded/connections/7103",
    "/embedded/recipes/9002",
    "/mock/consent/7103",
)


def last_url(shown: Framed) -> str:
    """Return the path in the last message about one."""
    urls: list[str] = [each["payload"]["url"] for each in shown.received() if "url" in each.get("payload", {})]
    return urls[-1]


def test_each_page_is_sound(visitor: Visitor, account: Account) -> None:
    """Each page of the simulation has no serious finding of axe, does not scroll sideways, and works by keyboard."""
    page = visitor.page(account.mock.origin)
    with account.api() as api:
        api.put(f"/managed_users/{CUSTOMER}/connections/7101", json={"name": "A long name " * 12}).raise_for_status()
    for path in PAGES:
        page.goto(link(account, path))
        check_page(page)
    page.goto(link(account, "/connections/7101"))
    page.get_by_role("button", name="Disconnect").click()
    page.get_by_role("button", name="Connect").click()
    page.get_by_text("Enter the values that are missing").wait_for()
    # The Tab key starts there, and not at the field that has the focus.
    page.get_by_role("banner").click()
    check_page(page)


def test_a_person_moves_between_pages(visitor: Visitor, account: Account) -> None:
    """A click posts `click`, and a link `navigated` with query and fragment, without a document of its own."""
    with framed(visitor, account, "/recipes/9001") as shown:
        shown.wait("heightChange")
        assert shown.received()[0] == {"type": "loaded", "payload": {"url": "/recipes/9001"}}
        shown.frame.get_by_role("link", name="Jobs").click()
        shown.frame.get_by_text("1 succeeded, 1 failed").wait_for()
        shown.wait("heightChange", 2)
        moved = shown.received()
        assert [message["type"] for message in moved] == ["click", "navigated", "heightChange"]
        assert moved[1]["payload"] == {"url": "/recipes/9001#jobs", "replaced": False}
        shown.frame.get_by_role("link", name="Home").click()
        shown.frame.get_by_role("link", name="Projects").click()
        shown.frame.get_by_role("link", name="Order to cash").click()
        shown.frame.get_by_role("heading", name="Order to cash").wait_for()
        shown.wait("navigated", 4)
        assert last_url(shown) == "/recipes?fid=5512#assets"
        assert "unloaded" not in shown.types()


def test_a_deep_link_keeps_its_fragment(visitor: Visitor, account: Account) -> None:
    """A link with a fragment opens that part of the page, and `loaded` has it."""
    with framed(visitor, account, "/recipes/9001#jobs") as shown:
        shown.wait("loaded")
        assert last_url(shown) == "/recipes/9001#jobs"
        assert shown.frame.get_by_text("1 succeeded, 1 failed").is_visible()


def test_the_partner_moves_the_frame(visitor: Visitor, account: Account) -> None:
    """The message `navigation` shows another page, by its path or its whole URL, and replaces the history's entry."""
    with framed(visitor, account, "/recipes/9001") as shown:
        before = shown.page.evaluate("history.length")
        shown.navigate("/projects")
        shown.frame.get_by_role("heading", name="Projects").wait_for()
        shown.wait("navigated")
        assert shown.received()[-2]["payload"] == {"url": "/projects", "replaced": True}
        shown.navigate(f"{account.mock.origin}/recipes/9001#jobs")
        shown.frame.get_by_text("1 succeeded, 1 failed").wait_for()
        shown.wait("navigated", 2)
        assert last_url(shown) == "/recipes/9001#jobs"
        assert shown.page.evaluate("history.length") == before


def test_what_is_not_a_navigation_is_ignored(visitor: Visitor, account: Account) -> None:
    """Objects, other texts, URLs of other hosts and unknown types do not move the frame."""
    with framed(visitor, account, "/recipes/9001") as shown:
        for message in (
            {"type": "navigation", "payload": {"url": "/projects"}},
            "{",
            "null",
            json.dumps({"type": "navigation"}),
            json.dumps({"type": "navigation", "payload": {"url": 7}}),
            json.dumps({"type": "navigation", "payload": {"url": "https://other.example.com/projects"}}),
            json.dumps({"type": "other", "payload": {"url": "/projects"}}),
        ):
            shown.send(message)
        shown.navigate("/connections")
        shown.frame.get_by_role("heading", name="Connections").wait_for()
        shown.wait("navigated")
        moves = [each["payload"]["url"] for each in shown.received() if each["type"] == "navigated"]
        assert moves == ["/connections"]


def test_a_page_that_does_not_exist_has_a_way_back(visitor: Visitor, account: Account) -> None:
    """A page that does not exist is shown in the frame, with a link to the first page."""
    with framed(visitor, account, "/recipes", expected=[404]) as shown:
        shown.navigate("/nope")
        shown.frame.get_by_role("heading", name="Not found").wait_for()
        shown.frame.get_by_role("link", name="Home").click()
        shown.frame.get_by_role("heading", name="Home").wait_for()


def test_the_back_button_works_without_a_frame(visitor: Visitor, account: Account) -> None:
    """A page that is opened in a tab of its own adds entries to the history, and goes back."""
    page = visitor.page(account.mock.origin)
    page.goto(link(account, "/recipes"))
    page.get_by_role("link", name="Sync orders to Jira").click()
    expect(page.get_by_role("heading", name="Sync orders to Jira")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Recipes")).to_be_visible()


def test_a_foreign_parent_gets_no_message(browser: Browser, account: Account) -> None:
    """A page that may frame Workato, but is not of the origin that gets the messages, receives none."""
    with partner_site() as ours, partner_site() as foreign:
        frame_in(account, ours, foreign)
        with new_context(browser) as context:
            page = context.new_page()
            page.goto(foreign)
            shown = Framed(page, foreign, account)
            # Chromium reports the message that it does not deliver.
            with page.expect_console_message(lambda message: "postMessage" in message.text):
                shown.load("/recipes/9001")
            shown.frame.get_by_role("link", name="Jobs").click()
            shown.frame.get_by_text("1 succeeded, 1 failed").wait_for()
            shown.navigate("/projects")
            shown.frame.get_by_role("link", name="Recipes").click()
            shown.frame.get_by_role("heading", name="Recipes").wait_for()
            assert shown.received() == []


def test_a_page_of_another_origin_cannot_frame(browser: Browser, account: Account) -> None:
    """A page whose origin is not among the allowed ones shows a blank frame, and receives no message."""
    with partner_site() as ours, partner_site() as foreign:
        frame_in(account, ours)
        with new_context(browser) as context:
            page = context.new_page()
            page.goto(foreign)
            with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
                page.locator("iframe").evaluate("(frame, url) => frame.src = url", link(account, "/recipes"))
            assert page.evaluate("received") == []


def test_a_session_that_ends_shows_the_sign_in_page(visitor: Visitor, account: Account) -> None:
    """A move in a session that has ended loads the sign-in page in the frame."""
    with framed(visitor, account, "/recipes", expected=[401]) as shown, account.control() as control:
        control.put("/clock", json={"advance_seconds": 60 * 60 * 48})
        shown.frame.get_by_role("link", name="Home").click()
        shown.frame.get_by_role("heading", name="Sign in").wait_for()
