"""The connection widget in Chromium: what a person does there, and the messages that the partner's page gets."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, Route

from contract_tests.browser.accounts import CUSTOMER, Account
from contract_tests.browser.framed import Framed, framed, link
from contract_tests.browser.visitor import Visitor

SLACK = {"id": 7103, "provider": "slack"}
JIRA = {"id": 7101, "provider": "jira"}


def status_of(account: Account, connection_id: int) -> Any:
    """Return the status of a connection in the API."""
    with account.api() as api:
        rows = api.get(f"/managed_users/{CUSTOMER}/connections").raise_for_status().json()["result"]
    return next(row["authorization_status"] for row in rows if row["id"] == connection_id)


def press(shown: Framed, name: str) -> None:
    """Press a button in the frame."""
    shown.frame.get_by_role("button", name=name).click()


def open_window(shown: Framed) -> Page:
    """Press Connect, and return the window of the application that opens."""
    with shown.page.expect_popup() as opened:
        press(shown, "Connect")
    opened.value.wait_for_load_state()
    return opened.value


def test_a_person_connects_with_oauth(visitor: Visitor, account: Account) -> None:
    """The widget posts its state, opens the window of the application, and posts the connection after the consent."""
    with framed(visitor, account, "/embedded/connections/7103") as shown:
        shown.wait("connectionStatusChange")
        opening = shown.received()
        assert [message["type"] for message in opening] == ["loaded", "heightChange", "connectionStatusChange"]
        assert opening[0]["payload"] == {"url": "/embedded/connections/7103"}
        assert opening[1]["payload"]["height"] == shown.frame.evaluate(
            "Math.ceil(document.body.getBoundingClientRect().height)"
        )
        assert opening[2]["payload"] == {**SLACK, "connected": False}

        window = open_window(shown)
        with window.expect_event("close"):
            window.get_by_role("button", name="Allow").click()
        shown.wait("connectionStatusChange", 2)
        assert shown.frame.get_by_text("Connected to Slack").is_visible()
        assert status_of(account, 7103) == "success"
        shown.wait("heightChange", 3)
        messages = shown.received()
        assert [message["type"] for message in messages] == [
            "click",
            "heightChange",
            "connectionStatusChange",
            "heightChange",
        ]
        assert messages[2]["payload"] == {**SLACK, "connected": True}


def test_an_application_denies_access(visitor: Visitor, account: Account) -> None:
    """A denied consent closes the window, and the widget shows and posts the error."""
    with framed(visitor, account, "/embedded/connections/7103") as shown:
        window = open_window(shown)
        window.get_by_label("Error").fill("Access denied by Kim")
        with window.expect_event("close"):
            window.get_by_role("button", name="Deny").click()
        shown.wait("connectionStatusChange", 2)
        assert shown.frame.get_by_text("Access denied by Kim").is_visible()
        failed = [message for message in shown.received() if message["type"] == "connectionStatusChange"][-1]
        assert failed["payload"] == {**SLACK, "connected": False, "error": "Access denied by Kim"}
        assert status_of(account, 7103) == "failed"


def test_a_closed_window_cancels(visitor: Visitor, account: Account) -> None:
    """A window that is closed without a decision cancels: the form is shown again, and no status is posted."""
    with framed(visitor, account, "/embedded/connections/7103") as shown:
        open_window(shown).close()
        shown.frame.get_by_text("Canceled").wait_for()
        shown.wait("heightChange", 3)
        assert shown.types().count("connectionStatusChange") == 1
        press(shown, "Fail")
        shown.frame.get_by_text("Slack rejected the connection").wait_for()


def test_a_person_fills_in_a_form(visitor: Visitor, account: Account) -> None:
    """The form of a connector shows the fields of the chosen way to sign in, and which values are missing."""
    with framed(visitor, account, "/embedded/connections/7101") as shown:
        press(shown, "Disconnect")
        form = shown.frame
        press(shown, "Connect")
        form.get_by_text("Enter the values that are missing").wait_for()
        assert form.evaluate("document.activeElement.name") == "input.host_name"
        form.get_by_label("Authentication type").select_option("oauth")
        assert form.get_by_label("Email").is_hidden()
        form.get_by_label("Authentication type").select_option("api_token")
        form.get_by_label("Host name", exact=True).fill("jira.example.com")
        form.get_by_label("Email").fill("kim@example.com")
        form.locator("[name='input.apitoken']").fill("example")
        press(shown, "Connect")
        form.get_by_text("Connected to Jira").wait_for()
        shown.wait("connectionStatusChange", 3)
        states = [each["payload"] for each in shown.received() if each["type"] == "connectionStatusChange"]
        assert states == [{**JIRA, "connected": connected} for connected in (True, False, True)]
        assert status_of(account, 7101) == "success"


def test_a_failed_request_is_posted_as_an_error(visitor: Visitor, account: Account) -> None:
    """A widget whose request fails posts `error`, and can be used again."""
    with account.control() as control:
        rule = {"operation_id": "disconnect_in_widget", "status": 503, "times": 1}
        control.put("/faults", json={"rules": [rule]})
    with framed(visitor, account, "/embedded/connections/7101", expected=[503]) as shown:
        press(shown, "Disconnect")
        shown.wait("error")
        errors = [message for message in shown.received() if message["type"] == "error"]
        assert errors == [{"type": "error", "payload": {"message": "Something went wrong"}}]
        press(shown, "Disconnect")
        shown.frame.get_by_text("Not connected").wait_for()


def test_the_height_follows_the_width_of_the_frame(visitor: Visitor, account: Account) -> None:
    """A frame that becomes narrower posts the new height of its content."""
    with framed(visitor, account, "/embedded/connections/7101") as shown:
        shown.wait("heightChange")
        first = [each for each in shown.received() if each["type"] == "heightChange"][-1]["payload"]["height"]
        shown.page.locator("iframe").evaluate("(frame) => { frame.width = 220; }")
        shown.wait("heightChange", 2)
        assert shown.received()[-1]["payload"]["height"] > first


def test_a_removed_frame_is_unloaded(visitor: Visitor, account: Account) -> None:
    """A frame that the partner's page removes posts `unloaded`, without a payload."""
    with framed(visitor, account, "/embedded/connections/7103") as shown:
        shown.wait("connectionStatusChange")
        shown.received()
        shown.page.locator("iframe").evaluate("(frame) => frame.remove()")
        shown.wait("unloaded")
        assert shown.received() == [{"type": "unloaded"}]


def test_a_click_waits_for_the_script(visitor: Visitor, account: Account) -> None:
    """A button that is pressed before the script of the page has arrived works when it has."""
    page = visitor.page(account.mock.origin)
    held: list[Route] = []
    page.route("**/r/mock/page.js", lambda route: held.append(route))
    page.goto(link(account, "/embedded/connections/7101"), wait_until="commit")
    assert page.locator("main").get_attribute("inert") == ""
    held[0].continue_()
    page.get_by_role("button", name="Disconnect").click()
    page.get_by_text("Disconnected", exact=True).wait_for()
    assert status_of(account, 7101) is None
