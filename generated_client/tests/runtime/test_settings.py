"""A client is told where to send and as whom by arguments, else by the environment."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from workato_embedded._runtime.auth import LegacyAuth
from workato_embedded._runtime.events import Hooks
from workato_embedded._runtime.rate_limiting import RateLimiter
from workato_embedded._runtime.settings import Settings, make_settings, resolve_base_url
from workato_embedded._runtime.unset import UNSET

CENTERS = {"us": "https://us.example.com/api", "eu": "https://eu.example.com/api"}


def made(environment: dict[str, str] | None = None, **arguments: Any) -> Settings:
    """Return the settings of a client that is made with these arguments in this environment."""
    known = {"WORKATO_EMBEDDED_API_TOKEN": "from-environment"} if environment is None else environment
    return make_settings(CENTERS, "1.2.3", environment=known, **arguments)


def token_of(settings: Settings) -> str:
    """Return the token that a client with these settings sends."""
    request = next(settings.auth.sync_auth_flow(httpx.Request("GET", "https://example.com")))
    return request.headers["authorization"].removeprefix("Bearer ")


@pytest.mark.parametrize(
    ("base_url", "address"),
    [
        (None, "https://eu.example.com/api"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/api"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/api"),
        ("https://proxy.example.com/workato/api/", "https://proxy.example.com/workato/api"),
    ],
)
def test_the_address_ends_in_api(base_url: str | None, address: str) -> None:
    """A base URL stands in place of the data center's; its /api is added when missing."""
    assert resolve_base_url(CENTERS, "eu", base_url) == address


@pytest.mark.parametrize(
    "base_url",
    ["", "example.com", "ftp://example.com", "https://example.com/api?x=1", "https://", "http://a\nb"],
)
def test_an_address_that_is_none_is_refused(base_url: str) -> None:
    """What is no HTTP address gets a sentence, not a failing request later."""
    with pytest.raises(ValueError, match="base_url"):
        resolve_base_url(CENTERS, "eu", base_url)


def test_an_address_with_a_password_is_refused() -> None:
    """A password in the address would show in repr and logs, so it is refused, and not repeated."""
    with pytest.raises(ValueError, match="base_url must not contain a user name or password") as caught:
        resolve_base_url(CENTERS, "eu", "https://ada:hidden@example.com/api")
    assert "hidden" not in str(caught.value)


def test_an_unknown_data_center_is_refused() -> None:
    """The message lists the data centers that there are."""
    with pytest.raises(ValueError, match="invalid data_center: expected one of us, eu, not 'moon'"):
        made(data_center="moon")


@pytest.mark.parametrize(
    ("environment", "arguments", "address"),
    [
        ({}, {}, "https://us.example.com/api"),
        ({"DATA_CENTER": "eu"}, {}, "https://eu.example.com/api"),
        ({"DATA_CENTER": "", "BASE_URL": ""}, {}, "https://us.example.com/api"),
        ({"DATA_CENTER": "eu"}, {"data_center": "us"}, "https://us.example.com/api"),
        ({"DATA_CENTER": "eu", "BASE_URL": "http://mock.example.com"}, {}, "http://mock.example.com/api"),
        ({"BASE_URL": "http://mock.example.com"}, {"data_center": "eu"}, "https://eu.example.com/api"),
        ({"BASE_URL": "http://mock.example.com"}, {"base_url": "http://a.example.com"}, "http://a.example.com/api"),
        ({}, {"data_center": "eu", "base_url": "http://a.example.com"}, "http://a.example.com/api"),
    ],
)
def test_arguments_win_over_the_environment(environment: dict[str, str], arguments: Any, address: str) -> None:
    """What is given to the constructor holds; else what the environment says, if anything; else the first center."""
    named = {f"WORKATO_EMBEDDED_{name}": value for name, value in environment.items()}
    assert made(named, api_token="token", **arguments).base_url == address


def test_a_token_is_found() -> None:
    """The token that is given holds, else that of the environment."""
    assert token_of(made()) == "from-environment"
    assert token_of(made(api_token="given")) == "given"
    auth = LegacyAuth("ops@example.com", "key")
    assert made(auth=auth).auth is auth


@pytest.mark.parametrize(
    ("environment", "arguments", "sentence"),
    [
        ({}, {}, "missing API token: pass api_token, or set WORKATO_EMBEDDED_API_TOKEN"),
        ({"WORKATO_EMBEDDED_API_TOKEN": ""}, {}, "missing API token"),
        ({"WORKATO_EMBEDDED_API_TOKEN": "a b"}, {}, "the API token is empty or has characters"),
        (None, {"api_token": ""}, "the API token is empty"),
        (None, {"api_token": "a", "auth": LegacyAuth("a", "b")}, "give api_token or auth, not both"),
        (None, {"headers": {"authorization": "Bearer x"}}, "headers must not contain Authorization"),
        (None, {"timeout": 0}, "invalid timeout: expected more than 0 and at most 86400 seconds, not 0"),
        (None, {"max_retries": -1}, "invalid max_retries: expected an integer of at least 0, not -1"),
        (
            None,
            {"rate_limits": "60/min"},
            "invalid rate_limits: expected \"documented\", a RateLimiter or None, not '60/min'",
        ),
        (None, {"timeout": float("nan")}, "invalid timeout: expected more than 0 and at most 86400 seconds, not nan"),
        (None, {"timeout": float("inf")}, "invalid timeout: expected more than 0 and at most 86400 seconds, not inf"),
        (None, {"headers": {"X-A": "a\nb"}}, "the header 'X-A' has characters that are not valid in a header"),
        (None, {"headers": {"X A": "a"}}, "the header 'X A' has characters"),
        (None, {"headers": {"X-A": 7}}, "the header 'X-A' has characters"),
        (None, {"base_url": "https://h.example.com/?"}, "invalid base_url: expected https://host/api"),
        (None, {"base_url": "https://h.example.com/api#"}, "invalid base_url: expected https://host/api"),
    ],
)
def test_what_cannot_be_used_is_refused(environment: Any, arguments: Any, sentence: str) -> None:
    """One sentence says what is wrong, when the client is made."""
    with pytest.raises(ValueError, match=re.escape(sentence)):
        made(environment, **arguments)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"timeout": "30"}, "invalid timeout: expected a number of seconds, an httpx.Timeout or None, not '30'"),
        ({"timeout": (5, 30)}, "invalid timeout: expected a number of seconds"),
        ({"timeout": True}, "invalid timeout: expected a number of seconds"),
        ({"api_token": b"x"}, "the API token must be a text, not bytes"),
    ],
)
def test_what_is_of_another_kind_is_refused(arguments: Any, sentence: str) -> None:
    """It is refused when the client is made, not when something is sent."""
    with pytest.raises(TypeError, match=re.escape(sentence)):
        made(**arguments)


def test_a_data_center_is_known_in_any_letters() -> None:
    """`EU` is where `eu` is."""
    assert made(data_center="EU").base_url == "https://eu.example.com/api"


def test_a_copy_can_take_things_back() -> None:
    """None takes back a hook or a limiter, and is a timeout without end; what is not given stays."""
    first = made(rate_limits="documented", on_retry=print, timeout=3)
    assert first.changed(rate_limits=UNSET, on_retry=UNSET, timeout=UNSET) == first
    taken = first.changed(rate_limits=None, on_retry=None, timeout=None)
    assert (taken.limiter, taken.hooks.on_retry, taken.timeout) == (None, None, httpx.Timeout(None))


def test_the_documented_limits_are_one_limiter() -> None:
    """A copy that asks for them again shares those that there are."""
    first = made(rate_limits="documented")
    assert first.changed(rate_limits="documented").limiter is first.limiter
    assert made().changed(rate_limits="documented").limiter is not None


def test_settings_show_no_secret() -> None:
    """Neither the token nor a header, which can hold a secret too, shows in a repr."""
    settings = made(api_token="hidden-token", headers={"X-Key": "hidden-header"})
    assert repr(settings).startswith("Settings(base_url='https://us.example.com/api', ")
    assert "hidden" not in repr(settings)


def test_a_changed_copy_leaves_the_original() -> None:
    """Only what is given changes, in the copy alone; headers are added."""
    first = made(api_token="one", headers={"X-A": "a"}, timeout=1)
    changed = first.changed(api_token="two", auth=None, headers={"X-B": "b"}, timeout=2)
    assert (token_of(first), token_of(changed)) == ("one", "two")
    assert (first.timeout, changed.timeout) == (1, 2)
    assert ("X-B" in first.headers, changed.headers["X-A"], changed.headers["X-B"]) == (False, "a", "b")
    assert first.changed(api_token=None, auth=None, headers=None) == first


@pytest.mark.parametrize(
    "change",
    [{"timeout": -1}, {"headers": {"Authorization": "x"}}, {"api_token": ""}, {"auth": LegacyAuth("a", "b")}],
)
def test_a_change_is_checked_like_an_argument(change: Any) -> None:
    """A copy cannot be made with what a client cannot be made with."""
    with pytest.raises(ValueError, match=r"."):
        made().changed(**{"api_token": "token", "auth": None, **change})


def test_options_are_remembered() -> None:
    """PollPolicy, pace and hooks are settings like others, and a copy keeps those that it does not change."""
    limiter = RateLimiter()
    first = made(max_retries=5, rate_limits=limiter, on_retry=print)
    copy = first.changed(on_request=repr, max_retries=0)
    assert (first.retries.max_retries, copy.retries.max_retries) == (5, 0)
    assert first.limiter is copy.limiter is limiter
    assert copy.hooks == Hooks(on_request=repr, on_retry=print)
    assert isinstance(made(rate_limits="documented").limiter, RateLimiter)
    assert made().limiter is None
    assert made(sleep=repr).sleep is repr


def test_the_user_agent_names_versions() -> None:
    """The client names itself, httpx and Python, as a report of a fault should."""
    assert re.fullmatch(r"workato-embedded/1\.2\.3 httpx/[\d.]+ Python/[\d.]+\+?", made().headers["User-Agent"])
