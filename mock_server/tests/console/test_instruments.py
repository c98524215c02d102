"""Tests of the instruments of an account on the console: each button does what the control plane does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import WorkatoMock

PAGE = "accounts/1/instruments/"


def test_the_clock_is_frozen_set_advanced_and_reset(browser: Any, mock: WorkatoMock) -> None:
    """The forms of the clock do the same as requests to the control plane, and the page shows the new time."""
    page = browser.submit(browser.open(PAGE), "Freeze the clock")
    page = browser.submit(page, "Set the clock", now="2024-02-29T12:00:00Z")
    page = browser.submit(page, "Advance the clock", seconds="90.5")
    assert mock.clock.now == datetime(2024, 2, 29, 12, 1, 30, 500_000, tzinfo=UTC)
    assert "Now 2024-02-29T04:01:30.500-08:00 Frozen yes" in page.text
    page = browser.submit(page, "Reset the clock")
    assert "Frozen no" in page.text


@pytest.mark.parametrize(
    ("form", "fields", "expected"),
    [
        ("Advance the clock", {"seconds": "soon"}, "the number of seconds is 'soon': expected a number"),
        ("Set the clock", {"now": "yesterday"}, "this must be an ISO 8601 time"),
        ("Change the rate limits", {"rate_limits": "many"}, "invalid rate limits 'many': expected off, documented or"),
        ("Change the edition", {"as_of": "1999-01-01"}, "1999-01-01"),
        ("Save a snapshot", {"name": "a/b?"}, "does not match"),
        ("Save a snapshot", {"name": "größer"}, "does not match"),
        ("Add a rule", {"latency_ms": ""}, "a rule needs a kind, a status or latency_ms"),
        ("Add a rule", {"status": "503", "body": "{"}, "body is not JSON"),
        ("Add a rule", {"status": "503", "headers": "Retry-After 3"}, "is not Name: value"),
        ("Run a recipe", {"managed_user_id": "512044", "recipe_id": "1"}, "recipe"),
    ],
)
@pytest.mark.usefixtures("mock")
def test_what_cannot_be_done_is_said_in_words(browser: Any, form: str, fields: dict[str, str], expected: str) -> None:
    """A form with a value that is not valid leads back to the page, with the sentence of the control plane."""
    page = browser.submit(browser.open(PAGE), form, **fields)
    assert page.status == 200
    assert expected in page.messages[0]


def test_a_fault_is_added_counted_and_removed(browser: Any, mock: WorkatoMock) -> None:
    """A rule of the form equals one of the control plane; the page shows its hits, and removes it."""
    page = browser.submit(
        browser.open(PAGE),
        "Add a rule",
        operation_id="list_managed_users",
        phase="after",
        status="503",
        times="2",
        headers="Retry-After: 3",
        match_path="/managed*",
    )
    rule = {
        "operation_id": "list_managed_users",
        "phase": "after",
        "status": 503,
        "times": 2,
        "headers": {"Retry-After": "3"},
        "match": {"path": "/managed*"},
    }
    assert [{**rule, "matched": 0, "fired": 0}] == mock.faults.rules
    with mock.http() as http:
        assert http.get("/managed_users").status_code == 503
    page = browser.submit(browser.open(PAGE), "Add a rule", kind="timeout")
    assert [rule["kind"] for rule in mock.faults.rules[1:]] == ["timeout"]
    page = browser.submit(page, "Remove rule 1")
    assert mock.faults.rules == [{"kind": "timeout", "matched": 0, "fired": 0}]
    browser.submit(page, "Remove all rules")
    assert mock.faults.rules == []


def test_limits_and_their_counters_are_shown_and_changed(browser: Any, mock: WorkatoMock) -> None:
    """The page sets the rate limits, and shows how many requests were counted."""
    browser.submit(browser.open(PAGE), "Change the rate limits", rate_limits="5/min")
    with mock.http() as http:
        http.get("/managed_users")
    page = browser.open(PAGE)
    assert "list_managed_users 1" in page.text
    page = browser.submit(page, "Change the rate limits", rate_limits="")
    assert "Setting off" in page.text


@pytest.mark.parametrize("name", ["before", "release 2.1 _-"])
def test_a_snapshot_is_saved_restored_and_deleted(browser: Any, mock: WorkatoMock, name: str) -> None:
    """A snapshot of the page is one of the control plane, whatever its name is."""
    page = browser.submit(browser.open(PAGE), "Save a snapshot", name=name)
    assert page.messages == [f"The snapshot {name} was saved."]
    with mock.http() as http:
        http.delete("/managed_users/Ecust-0042")
        page = browser.submit(page, f"Restore {name}")
        assert http.get("/managed_users/Ecust-0042").status_code == 200
    page = browser.submit(page, f"Delete {name}")
    assert "There are no snapshots" in page.text


def test_the_edition_is_changed_and_removed(browser: Any, mock: WorkatoMock) -> None:
    """The page serves the account the API as of a day, and the edition of the server again."""
    page = browser.submit(browser.open(PAGE), "Change the edition", as_of="2024-01-01")
    with mock.http() as http:
        assert http.get("/v2/managed_users").status_code == 404
    page = browser.submit(page, "Change the edition", as_of="")
    assert "everything that is known" in page.text


def test_an_account_is_reset_to_a_seed_and_deleted(browser: Any, mock: WorkatoMock) -> None:
    """The page resets the state to the chosen seed, and deletes the account with its pages."""
    page = browser.submit(browser.open(PAGE), "Reset the account", seed="empty")
    assert list(mock.client.managed_users.list()) == []
    page = browser.submit(page, "Delete account")
    assert "The account 1 was deleted." in page.messages
    assert browser.open(PAGE).status == 404


def test_a_recipe_runs_and_an_invitation_is_accepted(browser: Any, mock: WorkatoMock) -> None:
    """The page runs recipes, and accepts invitations in the name of the invited people."""
    recipe = next(iter(mock.client.recipes.list("Ecust-0042")))
    fields = {"managed_user_id": "Ecust-0042", "recipe_id": str(recipe.id), "is_test": "1", "count": "3"}
    page = browser.submit(browser.open(PAGE), "Run a recipe", **fields)
    assert page.messages == [f"The recipe {recipe.id} ran: 3 × succeeded."]
    with mock.http() as http:
        sent = {"name": "Ada", "email": "ada@example.com", "role_name": "Admin"}
        http.post("/managed_users/Ecust-0042/member_invitations", json=sent).raise_for_status()
    page = browser.submit(browser.open(PAGE), "Accept for ada@example.com")
    assert "ada@example.com is a member" in page.messages[0]


def test_requests_without_a_token_have_no_instruments(browser: Any, mock: WorkatoMock) -> None:
    """The account of requests without a token has a journal only; its other pages respond with 404 and that reason."""
    httpx2.get(f"{mock.url}/managed_users")
    assert httpx2.get(f"{mock.root_url}/_mock/journal").json()["count"] == 1
    page = next(found for found in map(browser.open, ("accounts/1/", "accounts/2/")) if "without a token" in found.text)
    for section in ("instruments", "packages"):
        opened = browser.open(f"{page.path}{section}/")
        assert opened.status == 404
        assert "requests without a token have a journal" in opened.text
