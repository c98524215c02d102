"""What settings and faults change in the framed pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from workato_embedded_mock import WorkatoMock

SLACK = 7103

OpenTab = Callable[..., Any]
ReadConnection = Callable[[int], dict[str, Any]]


def types(messages: list[dict[str, Any]]) -> list[str]:
    """Return the types of messages."""
    return [message["type"] for message in messages]


def test_only_documented_messages_are_posted_on_demand(open_tab: OpenTab, mock: WorkatoMock) -> None:
    """Without undocumented messages, an opened widget posts its height only, and knows neither clicks nor `loaded`."""
    mock.call("PUT", "/embedding", {"undocumented_messages": False})
    tab = open_tab("/embedded/connections/7103")
    assert types(tab.messages) == ["heightChange"]
    assert tab.data["types"] == ["heightChange", "connectionStatusChange", "error"]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("status", ["connectionStatusChange", "heightChange"]),
        ("error", ["error", "heightChange"]),
        ("both", ["connectionStatusChange", "error", "heightChange"]),
    ],
)
def test_a_failure_is_posted_in_the_chosen_way(
    open_tab: OpenTab, connection: ReadConnection, mock: WorkatoMock, how: str, expected: list[str]
) -> None:
    """The setting `failure` decides whether a failed connection posts its status with the error, `error`, or both."""
    mock.call("PUT", "/embedding", {"failure": how})
    change = open_tab("/embedded/connections/7103").act("authorize_in_application", error="Wrong password")
    assert types(change.messages) == expected
    failed = {"id": SLACK, "provider": "slack", "connected": False, "error": "Wrong password"}
    payloads = {"connectionStatusChange": failed, "error": {"message": "Wrong password"}}
    assert all(message["payload"] == payloads[message["type"]] for message in change.messages[:-1])
    found = connection(SLACK)
    assert (found["authorization_status"], found["authorization_error"]) == ("failed", "Wrong password")


def test_a_fault_lets_the_application_reject(open_tab: OpenTab, connection: ReadConnection, mock: WorkatoMock) -> None:
    """A fault of `authorize_in_application` with a status is a failure that the widget shows and posts."""
    mock.faults.add("authorize_in_application", status=403, times=1)
    change = open_tab("/embedded/connections/7103").act("authorize_in_application")
    assert change.status_change["connected"] is False
    assert "403" in change.status_change["error"]
    assert connection(SLACK)["authorization_error"] == change.status_change["error"]


def test_the_editor_posts_only_documented_messages_on_demand(open_tab: OpenTab, mock: WorkatoMock) -> None:
    """Without undocumented messages, the editor posts those of the client library, and none about connections."""
    mock.call("PUT", "/embedding", {"undocumented_messages": False})
    tab = open_tab("/connections/7103")
    assert tab.data["types"] == ["loaded", "navigated", "unloaded", "click", "heightChange", "navigation"]
    change = tab.act("authorize_in_application")
    assert [message["type"] for message in change.messages] == ["heightChange"]


def test_the_settings_style_the_pages(open_tab: OpenTab, mock: WorkatoMock) -> None:
    """The script of a page gets the styles of the settings."""
    mock.call("PUT", "/embedding", {"styling": {"brand-color": "#7a1f5c"}})
    assert open_tab("/recipes").data["styling"] == {"brand-color": "#7a1f5c"}


def test_links_have_the_address_of_the_partners_page(open_tab: OpenTab, mock: WorkatoMock) -> None:
    """With a prefix, a copied link is that of the partner's page; otherwise it is that of the frame's page."""
    tab = open_tab("/recipes/9001")
    assert tab.soup.select_one("a[data-path='/recipes']")["href"] == f"{tab.data['base']}/recipes"
    mock.call("PUT", "/embedding", {"url_prefix": "/integration"})
    links = {link["data-path"]: link["href"] for link in open_tab("/recipes/9001").soup.select("a")}
    assert links["/"] == "https://partner.example.com/integration"
    assert links["/recipes/9001#jobs"] == "https://partner.example.com/integration/recipes/9001#jobs"
