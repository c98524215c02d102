"""The settings of direct links: control plane, seed, state; and faults, journal and log of their requests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from workato_embedded_mock import MockServer
from workato_embedded_mock.app import create_app
from workato_embedded_mock.http.request_log import FinishedRequest, short_name
from workato_embedded_mock.testing.transports import MockTransport

DEFAULTS = {
    "origins": [],
    "url_prefix": "",
    "checks": True,
    "failure": "status",
    "undocumented_messages": True,
    "styling": {},
}
CHANGES = {
    "origins": ["https://app.example.com", "http://127.0.0.1:5000"],
    "url_prefix": "/integration",
    "checks": False,
    "failure": "both",
    "undocumented_messages": False,
    "styling": {"brand-color": "#108291", "container-margin-left": "auto"},
}


def settings_of(partner: Any) -> dict[str, Any]:
    """Return the settings of an account."""
    found = partner.control("GET", "/embedding")
    return {name: found[name] for name in DEFAULTS}


def test_settings_are_changed_one_by_one_and_reset(partner: Any) -> None:
    """A request changes the settings that it has; DELETE restores the defaults."""
    assert settings_of(partner) == DEFAULTS
    for name, value in CHANGES.items():
        assert partner.control("PUT", "/embedding", {name: value})[name] == value
    assert settings_of(partner) == CHANGES
    partner.control("DELETE", "/embedding")
    assert settings_of(partner) == DEFAULTS


@pytest.mark.parametrize(
    "body",
    [
        {"origins": ["app.example.com"]},
        {"origins": "https://app.example.com"},
        {"url_prefix": "integration"},
        {"url_prefix": "/a?b"},
        {"checks": "off"},
        {"failure": "none"},
        {"styling": {"brand-colour": "#108291"}},
        {"styling": {"brand-color": "red"}},
        {"origin": []},
    ],
    ids=str,
)
def test_an_invalid_setting_is_rejected(partner: Any, body: dict[str, Any]) -> None:
    """An unknown setting, or one with a wrong value, is rejected and changes nothing."""
    response = partner.api.put("/_mock/embedding", json=body)
    assert (response.status_code, len(response.json()["reasons"])) == (400, 1)
    assert settings_of(partner) == DEFAULTS


def test_an_origin_is_stored_without_a_slash(partner: Any) -> None:
    """An origin with a slash, capitals or the default port is the same origin."""
    stored = partner.control("PUT", "/embedding", {"origins": ["HTTPS://App.example.com:443/"]})["origins"]
    assert stored == ["https://app.example.com"]


def test_the_problems_name_what_every_link_lacks(partner: Any) -> None:
    """The response has the vendor id, and codes and texts of what rejects every link, or keeps its frame blank."""
    found = partner.control("GET", "/embedding")
    assert (found["vendor_id"], found["has_key"]) == (partner.vendor_id, True)
    assert [each["code"] for each in found["problems"]] == ["origins_missing"]
    partner.control("POST", "/reset")
    found = partner.control("PUT", "/embedding", {"origins": ["https://app.example.com"]})
    assert (found["vendor_id"], found["has_key"]) == (partner.vendor_id, False)
    assert [each["code"] for each in found["problems"]] == ["key_missing"]
    assert partner.control("PUT", "/embedding", {"checks": False})["problems"] == []


def test_settings_are_part_of_the_state(partner: Any) -> None:
    """Snapshots, exported states and resets have the settings; sessions and used tokens are not in a state."""
    partner.control("PUT", "/embedding", CHANGES)
    partner.open()
    state = partner.control("GET", "/state")
    assert state["tables"]["embedding"] == [CHANGES]
    assert not state["tables"].keys() & {"embedding_sessions", "used_tokens", "clock_changes"}
    partner.control("PUT", "/snapshots/with")
    partner.control("POST", "/reset")
    assert settings_of(partner) == DEFAULTS
    partner.control("POST", "/snapshots/with/restore")
    assert settings_of(partner) == CHANGES


def test_a_seed_has_the_settings(partner: Any, tmp_path: Path, key: Any) -> None:
    """The section `embedding` of a seed sets what it has; the rest has its default."""
    file = tmp_path / "seed.yaml"
    file.write_text(
        "customers: [{name: A, external_id: a}]\nembedding: {checks: off, origins: ['http://127.0.0.1:5000']}\n"
    )
    with MockServer(seed=str(file)) as server:
        made = type(partner)(server.root_url, "t", key)
        with made.api, made.browser:
            made.register()
            assert settings_of(made) == DEFAULTS | {"checks": False, "origins": ["http://127.0.0.1:5000"]}
            assert made.open(customer="Ea", iat=None).status == 302


@pytest.mark.parametrize(
    ("operation", "path"),
    [
        ("open_direct_link", "/direct_link?workato_dl_path=/recipes"),
        ("open_direct_link_path", "/direct_link/recipes?a=b"),
        ("open_connection_widget", "/direct_link/embedded/connections/9001?a=b"),
        ("open_recipe_widget", "/direct_link/embedded/recipes/7?a=b"),
        ("open_embedded_page", ""),
    ],
)
def test_faults_hit_links_and_pages(partner: Any, operation: str, path: str) -> None:
    """A fault with a status hits the operation, and leaves the token unused; the journal has the rule."""
    location = partner.open().location
    rule = {"operation_id": operation, "status": 503, "times": 1}
    partner.control("PUT", "/faults", {"rules": [rule]})
    target = f"{path}&workato_dl_token={partner.sign()}" if path else location
    assert partner.get(target).status == 503
    entry = partner.journal()[-1]
    assert (entry["operation_id"], entry["fault"]) == (operation, rule)
    assert partner.get(target).status == (302 if path else 200)


def test_a_fault_after_a_link_uses_up_its_token(partner: Any) -> None:
    """A link whose response is lost has used up its token."""
    partner.control(
        "PUT", "/faults", {"rules": [{"operation_id": "open_direct_link", "status": 500, "phase": "after"}]}
    )
    token = partner.sign()
    assert partner.open(token=token).status == 500
    partner.control("DELETE", "/faults")
    assert partner.open(token=token).rejection == (401, "jti_used")


def test_a_fault_for_all_operations_hits_links(partner: Any) -> None:
    """A rule without an operation hits links; the path of a rule can name one."""
    partner.control("PUT", "/faults", {"rules": [{"status": 502, "match": {"path": "/direct_link*"}}]})
    assert partner.open().status == 502
    assert partner.api.get("/api/managed_users").status_code == 200


def test_an_unknown_operation_of_browsers_is_rejected(partner: Any) -> None:
    """The error message for a mistyped operation has the operations of browsers too."""
    response = partner.api.put("/_mock/faults", json={"rules": [{"operation_id": "open_direct_lnk", "status": 500}]})
    assert response.status_code == 400
    assert "open_direct_link" in response.json()["message"]


def test_the_journal_shows_no_tokens_and_no_sessions(partner: Any) -> None:
    """Tokens in queries, and sessions in paths, locations and referrers, are masked."""
    token = partner.sign()
    location = partner.open(token=token).location
    partner.get(location, headers={"Referer": f"http://127.0.0.1{location}"})
    session = location.split("/")[2]
    entries = partner.api.get("/_mock/journal").text
    assert token not in entries
    assert session not in entries
    assert "/embedded/REDACTED/recipes" in entries
    assert "workato_dl_token=REDACTED" in entries


def test_the_request_log_shows_no_tokens_and_no_sessions(partner: Any, key: Any) -> None:
    """Lines of the request log have the operation, the short name of the account, and neither tokens nor sessions."""
    lines: list[FinishedRequest] = []
    with create_app(on_request=lines.append) as app:
        made = type(partner)("http://127.0.0.1", "t", key, MockTransport(app))
        with made.api, made.browser:
            made.register()
            token = made.sign()
            location = made.open(token=token).location
            made.get(location)
            made.open(token=token)
    session = location.split("/")[2]
    assert [line.operation_id for line in lines[1:]] == ["open_direct_link", "open_embedded_page", "open_direct_link"]
    assert {line.account for line in lines} == {short_name("t")}
    assert not [line for line in lines if token in str(line) or session in str(line)]
    assert lines[2].target == "/embedded/REDACTED/recipes"


def test_the_journal_can_be_filtered_by_operations_of_browsers(partner: Any) -> None:
    """The journal finds links by their operation and by their rejection."""
    partner.open()
    partner.open(iat=None)
    found = partner.control("GET", "/journal?operation=open_direct_link")["entries"]
    assert [each["status"] for each in found] == [302, 401]
    assert [each["keyword"] for each in found[1]["reasons"]] == ["iat_invalid"]


def test_the_console_lists_links(partner: Any, key: Any) -> None:
    """The console lists a link among the requests, shows it, and offers its operation as a filter and for faults."""
    with MockServer() as server:
        made = type(partner)(server.root_url, "t", key)
        with made.api, made.browser:
            made.register()
            made.open()
            prefix = "/_mock/console/accounts/1"
            listed = made.browser.get(f"{prefix}/requests/?operation_id=open_direct_link")
            assert "/direct_link" in listed.text
            assert made.browser.get(f"{prefix}/requests/2/").status_code == 200
            assert "authorize_in_application" in made.browser.get(f"{prefix}/instruments/").text


def test_the_console_shows_the_settings(partner: Any, key: Any) -> None:
    """The console shows the settings among the state of an account, and the key that verifies signatures."""
    with MockServer() as server:
        made = type(partner)(server.root_url, "t", key)
        with made.api, made.browser:
            made.register()
            made.control("PUT", "/embedding", {"url_prefix": "/integration"})
            prefix = "/_mock/console/accounts/1/state"
            assert "Settings of direct links" in made.browser.get(f"{prefix}/").text
            assert "/integration" in made.browser.get(f"{prefix}/embedding/").text
            assert "/integration" in made.browser.get(f"{prefix}/embedding/object/").text
            assert made.browser.get(f"{prefix}/account/").status_code == 200
            assert "BEGIN PUBLIC KEY" in made.browser.get(f"{prefix}/account/object/").text


def test_a_har_of_the_console_shows_no_tokens_and_no_sessions(partner: Any, key: Any) -> None:
    """The file that the console makes of the journal masks tokens and sessions."""
    with MockServer() as server:
        made = type(partner)(server.root_url, "t", key)
        with made.api, made.browser:
            made.register()
            token = made.sign()
            location = made.open(token=token).location
            made.get(location)
            text = made.browser.get("/_mock/console/accounts/1/requests/requests.har").text
    assert "/embedded/REDACTED/recipes" in text
    assert token not in text
    assert location.split("/")[2] not in text
