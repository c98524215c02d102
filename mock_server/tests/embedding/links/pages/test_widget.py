"""The connection widget: connect, fail, cancel, disconnect, and the messages of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import WorkatoMock

JIRA, SALESFORCE, SLACK = 7101, 7102, 7103
CREDENTIALS = {"host_name": "jira", "auth_type": "api_token", "email": "a@example.com", "apitoken": "example-secret"}

OpenTab = Callable[..., Any]
ReadConnection = Callable[[int], dict[str, Any]]


def types(messages: list[dict[str, Any]]) -> list[str]:
    """Return the types of messages."""
    return [message["type"] for message in messages]


def test_an_opened_widget_posts_its_path_its_height_and_its_status(open_tab: OpenTab) -> None:
    """A widget that is opened posts `loaded`, `heightChange` and the present status of the connection."""
    tab = open_tab("/embedded/connections/7103")
    assert (tab.data["kind"], tab.data["origin"]) == ("widget", "https://partner.example.com")
    assert tab.messages == [
        {"type": "loaded", "payload": {"url": "/embedded/connections/7103"}},
        {"type": "heightChange", "payload": {"height": None}},
        {"type": "connectionStatusChange", "payload": {"id": SLACK, "provider": "slack", "connected": False}},
    ]


def test_credentials_connect(open_tab: OpenTab, connection: ReadConnection) -> None:
    """A form with credentials connects: the widget posts the status, and the API has it."""
    tab = open_tab("/embedded/connections/7101")
    tab.act("disconnect_in_widget")
    change = tab.act("connect_in_widget", input=CREDENTIALS)
    assert change.status_change == {"id": JIRA, "provider": "jira", "connected": True}
    assert types(change.messages) == ["connectionStatusChange", "heightChange"]
    assert change.notice == "Connected to Jira"
    assert connection(JIRA)["authorization_status"] == "success"


def test_missing_values_are_shown_and_post_no_status(open_tab: OpenTab, connection: ReadConnection) -> None:
    """A form without required values shows which are missing, and does not change the connection."""
    tab = open_tab("/embedded/connections/7101")
    tab.act("disconnect_in_widget")
    change = tab.act("connect_in_widget", input={**CREDENTIALS, "email": ""})
    assert types(change.messages) == ["heightChange"]
    assert change.notice == "Enter the values that are missing"
    assert change.text.count("Enter a value") == 1
    assert "example-secret" not in change.response.text
    assert connection(JIRA)["authorization_status"] is None


def test_oauth_leads_through_the_window_of_the_application(open_tab: OpenTab, connection: ReadConnection) -> None:
    """Connecting with OAuth opens a window whose consent connects; the widget posts nothing until then."""
    tab = open_tab("/embedded/connections/7103")
    waiting = tab.act("connect_in_widget", input={})
    assert types(waiting.messages) == ["heightChange"]
    assert "Sign in in the window of Slack" in waiting.text
    window = tab.open(waiting.next["window"])
    assert (window.data["kind"], window.data["origin"], window.messages) == ("consent", "", [])
    assert "Sign in to Slack" in window.text
    change = window.act("authorize_in_application")
    assert change.status_change == {"id": SLACK, "provider": "slack", "connected": True}
    assert (change.page["kind"], change.page["url"]) == ("widget", "/embedded/connections/7103")
    assert connection(SLACK)["authorization_status"] == "success"


def test_the_window_names_the_custom_profile(open_tab: OpenTab, client: httpx2.Client) -> None:
    """The window of an application asks in the name of Workato, or of the custom OAuth profile of the customer."""
    tab = open_tab("/embedded/connections/7103")
    window = tab.act("connect_in_widget").next["window"]
    assert "Workato asks for access to your account" in tab.open(window).text
    client.post("/managed_users/Ecust-0042/custom_oauth_profiles/8204/assign").raise_for_status()
    assert "The application of the custom OAuth profile 8204 asks for access" in tab.open(window).text


def test_a_choice_in_the_form_can_lead_to_oauth(open_tab: OpenTab, mock: WorkatoMock) -> None:
    """A connector with a choice between ways to sign in opens the window if OAuth is chosen, and keeps the choice."""
    tab = open_tab("/embedded/connections/7101")
    tab.act("disconnect_in_widget")
    change = tab.act("connect_in_widget", input={"host_name": "jira", "auth_type": "oauth"})
    assert set(change.next) == {"window"}
    with mock.http() as api:
        fields = api.get("/managed_users/Ecust-0042/connections/7101/input_schema").json()["result"]
    assert "apitoken" not in {field["name"] for field in fields}


def test_canceling_changes_nothing(open_tab: OpenTab, connection: ReadConnection) -> None:
    """Canceling shows the form again, posts no status, and leaves the connection unchanged."""
    before = connection(SLACK)
    tab = open_tab("/embedded/connections/7103")
    tab.act("connect_in_widget")
    change = tab.act("cancel_in_widget")
    assert types(change.messages) == ["heightChange"]
    assert connection(SLACK) == before


def test_disconnecting_is_allowed_while_a_recipe_runs(open_tab: OpenTab, connection: ReadConnection) -> None:
    """A person can disconnect a connection that a running recipe uses; a note names the recipe."""
    tab = open_tab("/embedded/connections/7102")
    assert "9001" in tab.text
    change = tab.act("disconnect_in_widget")
    assert change.status_change == {"id": SALESFORCE, "provider": "salesforce", "connected": False}
    assert "running recipe 9001" in change.response.headers["X-Mock-Reason"]
    assert connection(SALESFORCE)["authorization_status"] is None


def test_a_connected_connection_can_be_lost(open_tab: OpenTab, connection: ReadConnection) -> None:
    """A failure of a connected connection is a loss, which the API reports with its reason."""
    open_tab("/embedded/connections/7102").act("authorize_in_application", error="The password has expired")
    assert connection(SALESFORCE)["connection_lost_reason"] == "The password has expired"


def test_an_unknown_connector_has_a_form_that_any_value_connects(open_tab: OpenTab, mock: WorkatoMock) -> None:
    """A connector whose fields the mock does not know has one optional field, and connects with and without it."""
    with mock.http() as api:
        made = api.post("/managed_users/Ecust-0042/connections", json={"name": "Ours", "provider": "our_erp"}).json()
    tab = open_tab(f"/embedded/connections/{made['id']}")
    assert "API key or password" in tab.text
    change = tab.act("connect_in_widget", input={"api_key": ""})
    assert change.status_change == {"id": made["id"], "provider": "our_erp", "connected": True}


def test_what_people_do_is_in_the_activity_log(open_tab: OpenTab, client: httpx2.Client) -> None:
    """The activity log has what people do in the widget, in the name of the collaborator or of the customer."""
    open_tab("/embedded/connections/7101", user="Eusr-17").act("disconnect_in_widget")
    open_tab("/embedded/connections/7103").act("authorize_in_application")
    found = client.get("/managed_users/Ecust-0042/activity_logs").raise_for_status().json()["data"]
    shown = [(entry["event_type"], entry["user"]["name"], entry["resource"]["name"]) for entry in found[:2]]
    assert sorted(shown) == [
        ("connection_disconnected", "Sam Rivers", "Northwind Jira"),
        ("connection_updated", "Northwind Tools", "Northwind Slack"),
    ]


def test_credentials_are_not_recorded(open_tab: OpenTab, mock: WorkatoMock) -> None:
    """The journal has the requests of a person with their operations, and none of the values of the form."""
    tab = open_tab("/embedded/connections/7101")
    tab.act("disconnect_in_widget")
    tab.act("connect_in_widget", input=CREDENTIALS)
    entries = mock.journal.entries()
    names = [entry["operation_id"] for entry in entries][-4:]
    assert names == ["open_embedded_page", "disconnect_in_widget", "connect_in_widget", "authorize_in_application"]
    assert "example-secret" not in str(entries)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ([], 400),
        ({}, 400),
        ({"connection_id": True}, 400),
        ({"connection_id": 7103, "path": "recipes"}, 400),
        ({"connection_id": 7103, "input": []}, 400),
        ({"connection_id": 7103, "error": 1}, 400),
        ({"connection_id": 1}, 404),
    ],
)
def test_an_invalid_body_is_rejected(open_tab: OpenTab, body: Any, status: int) -> None:
    """A body that is not that of an action, or is about a connection of another customer, is rejected with a reason."""
    response = open_tab("/embedded/connections/7103").post("authorize_in_application", body)
    assert (response.status_code, "X-Mock-Reason" in response.headers) == (status, True)
