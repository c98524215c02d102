"""Tests of the settings of a client, from arguments and from the environment."""

from __future__ import annotations

import re
from typing import Any

import httpx2
import pytest
from workato_embedded._runtime.auth import LegacyAuth
from workato_embedded._runtime.events import Hooks
from workato_embedded._runtime.rate_limiting import RateLimiter
from workato_embedded._runtime.settings import Settings, make_settings, resolve_base_url
from workato_embedded._runtime.unset import UNSET

CENTERS = {"us": "https://us.example.com/api", "eu": "https://eu.example.com/api"}


def made(environment: dict[str, str] | None = None, **arguments: Any) -> Settings:
    """Return the settings for these arguments in this environment."""
    known = {"WORKATO_EMBEDDED_API_TOKEN": "from-environment"} if environment is None else environment
    return make_settings(CENTERS, "1.2.3", environment=known, **arguments)


def token_of(settings: Settings) -> str:
    """Return the token that a client with these settings sends."""
    request = next(settings.auth.sync_auth_flow(httpx2.Request("GET", "https://example.com")))
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
def test_the_base_url_ends_in_api(base_url: str | None, address: str) -> None:
    """`base_url` replaces the data center's, and a missing `/api` is added."""
    assert resolve_base_url(CENTERS, "eu", base_url) == address


@pytest.mark.parametrize(
    "base_url",
    ["", "example.com", "ftp://example.com", "https://example.com/api?x=1", "https://", "http://a\nb"],
)
def test_an_invalid_base_url_is_rejected(base_url: str) -> None:
    """An invalid base URL is an error of the constructor, and not of a later request."""
    with pytest.raises(ValueError, match="base_url"):
        resolve_base_url(CENTERS, "eu", base_url)


def test_a_base_url_with_a_password_is_rejected() -> None:
    """A base URL with a password is rejected, since logs would show it; the message does not contain it."""
    with pytest.raises(ValueError, match="base_url must not contain a user name or password") as caught:
        resolve_base_url(CENTERS, "eu", "https://ada:hidden@example.com/api")
    assert "hidden" not in str(caught.value)


def test_an_unknown_data_center_is_rejected() -> None:
    """The message about an unknown data center lists the data centers."""
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
def test_arguments_override_the_environment(environment: dict[str, str], arguments: Any, address: str) -> None:
    """Arguments override the environment, and the default is the first data center."""
    named = {f"WORKATO_EMBEDDED_{name}": value for name, value in environment.items()}
    assert made(named, api_token="token", **arguments).base_url == address


def test_the_token_comes_from_the_argument_or_the_environment() -> None:
    """A token that is passed as an argument overrides that of the environment."""
    assert token_of(made()) == "from-environment"
    assert token_of(made(api_token="given")) == "given"
    auth = LegacyAuth("ops@example.com", "key")
    assert made(auth=auth).auth is auth


@pytest.mark.parametrize(
    ("environment", "arguments", "sentence"),
    [
        ({}, {}, "missing API token: pass api_token, or set WORKATO_EMBEDDED_API_TOKEN"),
        ({"WORKATO_EMBEDDED_API_TOKEN": ""}, {}, "missing API token"),
        ({"WORKATO_EMBEDDED_API_TOKEN": "a b"}, {}, "the API token in WORKATO_EMBEDDED_API_TOKEN is empty or has"),
        ({"WORKATO_EMBEDDED_API_TOKEN": " \n"}, {}, "the API token in WORKATO_EMBEDDED_API_TOKEN is empty or has"),
        (None, {"api_token": ""}, "the API token in api_token is empty"),
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
def test_invalid_settings_are_rejected(environment: Any, arguments: Any, sentence: str) -> None:
    """The constructor raises an error of one sentence for an invalid setting."""
    with pytest.raises(ValueError, match=re.escape(sentence)):
        made(environment, **arguments)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            {"timeout": "30"},
            "invalid timeout: expected a number of seconds, an httpx2.Timeout, an httpx.Timeout or None, not str",
        ),
        ({"timeout": (5, 30)}, "invalid timeout: expected a number of seconds"),
        ({"timeout": True}, "invalid timeout: expected a number of seconds"),
        ({"api_token": b"x"}, "the API token in api_token must be a string, not bytes"),
    ],
)
def test_settings_of_the_wrong_type_are_rejected(arguments: Any, sentence: str) -> None:
    """The constructor raises TypeError for a setting of the wrong type."""
    with pytest.raises(TypeError, match=re.escape(sentence)):
        made(**arguments)


def test_a_token_may_be_a_function() -> None:
    """The token may be a function, which is not called by the constructor."""
    assert repr(made(api_token=lambda: pytest.fail("called")).auth) == "BearerAuth(...)"


def test_data_centers_are_case_insensitive() -> None:
    """The data center `EU` is the same as `eu`."""
    assert made(data_center="EU").base_url == "https://eu.example.com/api"


def test_none_removes_a_setting_of_a_copy() -> None:
    """None removes a hook or a limiter and disables the timeout; other settings are unchanged."""
    first = made(rate_limits="documented", on_retry=print, timeout=3)
    assert first.changed(rate_limits=UNSET, on_retry=UNSET, timeout=UNSET) == first
    taken = first.changed(rate_limits=None, on_retry=None, timeout=None)
    assert (taken.limiter, taken.hooks.on_retry, taken.timeout) == (None, None, httpx2.Timeout(None))


def test_copies_share_the_documented_limiter() -> None:
    """A copy with `rate_limits="documented"` uses the existing limiter."""
    first = made(rate_limits="documented")
    assert first.changed(rate_limits="documented").limiter is first.limiter
    assert made().changed(rate_limits="documented").limiter is not None


def test_the_repr_of_settings_has_no_secret() -> None:
    """The repr of settings shows neither the token nor a header value."""
    settings = made(api_token="hidden-token", headers={"X-Key": "hidden-header"})
    assert repr(settings).startswith("Settings(base_url='https://us.example.com/api', ")
    assert "hidden" not in repr(settings)


def test_a_changed_copy_leaves_the_original_unchanged() -> None:
    """A changed copy has the given settings and merged headers, and the original is unchanged."""
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
def test_changed_settings_are_validated(change: Any) -> None:
    """A copy of the settings rejects the same values as the constructor."""
    with pytest.raises(ValueError, match=r"."):
        made().changed(**{"api_token": "token", "auth": None, **change})


def test_copies_keep_other_options() -> None:
    """Retries, rate limits and hooks are kept by copies that do not change them."""
    limiter = RateLimiter()
    first = made(max_retries=5, rate_limits=limiter, on_retry=print)
    copy = first.changed(on_request=repr, max_retries=0)
    assert (first.retries.max_retries, copy.retries.max_retries) == (5, 0)
    assert first.limiter is copy.limiter is limiter
    assert copy.hooks == Hooks(on_request=repr, on_retry=print)
    assert isinstance(made(rate_limits="documented").limiter, RateLimiter)
    assert made().limiter is None
    assert made(sleep=repr).sleep is repr


def test_the_user_agent_has_the_versions() -> None:
    """The header `User-Agent` names the client, httpx2 and Python."""
    assert re.fullmatch(r"workato-embedded/1\.2\.3 httpx2/[\d.]+ Python/[\d.]+\+?", made().headers["User-Agent"])
