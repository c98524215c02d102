"""`workato_mock.embedding` predicts the messages that Chromium posts for the same actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from workato_embedded_mock import WorkatoMock

from contract_tests.browser.accounts import CUSTOMER, Account
from contract_tests.browser.framed import Framed, framed
from contract_tests.browser.visitor import Visitor

JIRA, SLACK = 7101, 7103


@pytest.fixture
def mock(account: Account) -> Iterator[WorkatoMock]:
    """Another account of the same mock, whose pages Python opens."""
    mock = WorkatoMock(account.mock.origin, f"{account.token}-python")
    yield mock
    mock.close()


def without_heights(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return messages without those about the height: a browser posts more of them when it changes the layout."""
    return [message for message in messages if message["type"] != "heightChange"]


def opened(mock: WorkatoMock, path: str, shown: Framed) -> Any:
    """Open a path for the same partner, without a browser."""
    mock.embedding.set(origins=[shown.origin])
    return mock.embedding.open(mock.embedding.direct_link(CUSTOMER, path), parent=shown.origin)


def press(shown: Framed, name: str, notice: str) -> None:
    """Press a button in the frame, and wait for what the page says then."""
    shown.frame.get_by_role("button", name=name).click()
    shown.frame.get_by_text(notice).wait_for()


def wait_for(shown: Framed, messages: list[dict[str, Any]]) -> None:
    """Wait until the page has received as many messages of the last type as are predicted."""
    last = messages[-1]["type"]
    shown.wait(last, sum(message["type"] == last for message in messages))


def test_a_form(visitor: Visitor, account: Account, mock: WorkatoMock) -> None:
    """Disconnecting, connecting and failing post the same messages in the same order."""
    path = f"/embedded/connections/{JIRA}"
    with framed(visitor, account, path) as shown:
        page = opened(mock, path, shown)
        press(shown, "Disconnect", "Disconnected")
        page.disconnect()
        press(shown, "Connect", "Enter the values that are missing")
        page.connect({})
        press(shown, "Fail", "Jira rejected the connection")
        page.fail()
        press(shown, "Cancel", "Canceled")
        page.cancel()
        wait_for(shown, page.messages)
        assert without_heights(shown.received()) == without_heights(page.messages)
        shown.load("/connections")
        shown.wait("loaded", 2)
        page.close()
        predicted = [*page.messages[-1:], *opened(mock, "/connections", shown).messages]
        assert without_heights(shown.received()) == without_heights(predicted)


def test_the_window_of_an_application(visitor: Visitor, account: Account, mock: WorkatoMock) -> None:
    """A consent that is canceled, then given, posts the same messages in the same order."""
    path = f"/embedded/connections/{SLACK}"
    with framed(visitor, account, path) as shown:
        page = opened(mock, path, shown)
        with shown.page.expect_popup():
            press(shown, "Connect", "Open the window")
        press(shown, "Cancel", "Canceled")
        page.connect(allow=False)
        page.cancel()
        with shown.page.expect_popup() as window:
            press(shown, "Connect", "Open the window")
        window.value.get_by_role("button", name="Allow").click()
        shown.frame.get_by_text("Connected to Slack").wait_for()
        page.connect()
        wait_for(shown, without_heights(page.messages))
        assert without_heights(shown.received()) == without_heights(page.messages)


def test_moves(visitor: Visitor, account: Account, mock: WorkatoMock) -> None:
    """Links, clicks and `navigation` post the same messages, and lead to the same pages."""
    with framed(visitor, account, "/recipes/9001#jobs", expected=[404]) as shown:
        page = opened(mock, "/recipes/9001#jobs", shown)
        shown.frame.get_by_role("link", name="Recipes").click()
        shown.frame.get_by_role("heading", name="Recipes").wait_for()
        page.follow("/recipes")
        shown.frame.get_by_role("heading", name="Recipes").click()
        page.click()
        for url, heading in (("/projects", "Projects"), ("/recipes/9002?a=b#jobs", "Nightly"), ("/nope", "Not found")):
            shown.navigate(url)
            shown.frame.get_by_role("heading", name=heading).wait_for()
            page.navigate(url)
        wait_for(shown, without_heights(page.messages))
        assert without_heights(shown.received()) == without_heights(page.messages)
        assert shown.frame.evaluate("document.getElementById('main').innerText").split()[:2] == ["Not", "found"]
        assert page.text.startswith("Not found")


@pytest.mark.parametrize("settings", [{"failure": "both"}, {"undocumented_messages": False}])
def test_settings(visitor: Visitor, account: Account, mock: WorkatoMock, settings: dict[str, Any]) -> None:
    """Settings of what is posted have the same effect in both."""
    with account.control() as control:
        control.put("/embedding", json=settings)
    mock.embedding.set(**settings)
    path = f"/embedded/connections/{SLACK}"
    with framed(visitor, account, path) as shown:
        page = opened(mock, path, shown)
        press(shown, "Fail", "Slack rejected the connection")
        page.fail()
        wait_for(shown, without_heights(page.messages))
        assert without_heights(shown.received()) == without_heights(page.messages)
