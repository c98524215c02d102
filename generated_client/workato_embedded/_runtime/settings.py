"""What a client is told once: where to send, as whom, how patiently. Reads the environment; sends nothing."""

from __future__ import annotations

import os
import random
import re
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self, TypeVar

import httpx

from .auth import AsyncToken, BearerAuth
from .events import Hooks
from .rate_limiting import RateLimiter, choose_limiter
from .retries import Retries
from .unset import UNSET, Unset

TOKEN_VARIABLE: Final = "WORKATO_EMBEDDED_API_TOKEN"  # noqa: S105 - the name of a variable, not a token
DATA_CENTER_VARIABLE: Final = "WORKATO_EMBEDDED_DATA_CENTER"
BASE_URL_VARIABLE: Final = "WORKATO_EMBEDDED_BASE_URL"

DEFAULT_TIMEOUT: Final = 30.0
"""Seconds to wait for an answer, unless the client is told otherwise."""

Timeout = float | httpx.Timeout
"""Seconds to wait for an answer, or httpx's finer distinction."""
LONGEST_TIMEOUT: Final = 86_400.0
"""Seconds to wait at the most: nobody waits for more than a day, and clocks cannot count everything."""
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE: Final = re.compile(r"[\t\x20-\x7e]*")


_S = TypeVar("_S", bound="Settings")


@dataclass(frozen=True)
class Settings:
    """What a client is told once. A copy with changes leaves the original as it is."""

    base_url: str
    """The address that paths are put behind, such as `https://www.workato.com/api`."""
    auth: httpx.Auth = field(repr=False)
    """Who puts the credentials on requests."""
    headers: Mapping[str, str] = field(repr=False, default_factory=dict[str, str])
    """Headers of every request."""
    timeout: Timeout | Unset = UNSET
    """How long to wait for an answer; unset, the HTTP client's own rule holds."""
    retries: Retries = field(default=Retries())
    """Which requests are repeated, and after how long."""
    limiter: RateLimiter | None = None
    """Who spreads calls, if anybody does."""
    hooks: Hooks = field(repr=False, default=Hooks())
    """Who is told of what happens."""
    sleep: Callable[[float], Any] | None = field(repr=False, default=None)
    """How to wait; by default as Python does, or asyncio."""
    chance: Callable[[], float] = field(repr=False, default=random.random)
    """What spreads clients which fail at the same time: numbers from 0 to 1."""
    clock: Callable[[], float] = field(repr=False, default=time.time)
    """The time as seconds since 1970."""

    def changed(self, *, api_token: AsyncToken | None = None, auth: httpx.Auth | None = None, **options: Any) -> Self:
        """Return a copy with those settings changed that are given, that is not `UNSET`.

        Raises:
            ValueError: a setting cannot be used, or both a token and an auth object are given.
            TypeError: a setting is of another kind.
        """
        given = {name: value for name, value in options.items() if value is not UNSET}
        made = _made(self, given)
        return made if api_token is None and auth is None else replace(made, auth=choose_auth(api_token, auth, {}))


def _made(settings: _S, options: Mapping[str, Any]) -> _S:
    """Return a copy with some options, each of them checked. Raises ValueError or TypeError."""
    changes: dict[str, Any] = {}
    hooks: dict[str, Any] = {}
    for name, value in options.items():
        match name:
            case "headers" | "max_retries" if value is None:
                continue
            case "headers":
                changes[name] = merged_headers(settings.headers, check_headers(value))
            case "timeout":
                changes[name] = check_timeout(value)
            case "max_retries":
                changes["retries"] = replace(settings.retries, max_retries=value)
            case "rate_limits":
                # The limit is one for all: who asks for it again shares that which there is.
                shared = settings.limiter if value == "documented" else None
                changes["limiter"] = shared or choose_limiter(value)
            case _ if name in Hooks._fields:
                hooks[name] = value
            case _:
                changes[name] = value
    return replace(settings, hooks=settings.hooks._replace(**hooks), **changes)


def choose_auth(api_token: AsyncToken | None, auth: httpx.Auth | None, environment: Mapping[str, str]) -> httpx.Auth:
    """Return who puts the credentials on requests: the auth object, else the token, else the environment's token.

    Raises:
        ValueError: there is none, there are two, or the token cannot stand in a header.
    """
    if auth is not None:
        if api_token is not None:
            raise ValueError("give api_token or auth, not both")
        return auth
    token = environment.get(TOKEN_VARIABLE) or None if api_token is None else api_token
    if token is None:
        raise ValueError(f"an API token is needed: give api_token, or set {TOKEN_VARIABLE}")
    return BearerAuth(token)


def choose_base_url(
    data_centers: Mapping[str, str], data_center: str | None, base_url: str | None, environment: Mapping[str, str]
) -> str:
    """Return the address to put paths behind.

    A base URL takes the place of a data center's, what is given that of what the environment says, and without either
    it is the first data center. Raises ValueError as `resolve_base_url` does.
    """
    if base_url is None and data_center is None:
        base_url = environment.get(BASE_URL_VARIABLE) or None
        data_center = environment.get(DATA_CENTER_VARIABLE) or None
    return resolve_base_url(data_centers, data_center or next(iter(data_centers)), base_url)


def resolve_base_url(data_centers: Mapping[str, str], data_center: str, base_url: str | None) -> str:
    """Return the address to put paths behind: `base_url`, its `/api` added when missing, else the data center's.

    Raises:
        ValueError: the data center is unknown, or `base_url` is no HTTP address.
    """
    if base_url is None:
        if data_center.lower() not in data_centers:
            raise ValueError(f"data_center must be one of {', '.join(data_centers)}, not {data_center!r}")
        return data_centers[data_center.lower()]
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as error:
        raise ValueError(f"base_url is no address: {error}") from error
    if url.userinfo:
        # It would show in the client's repr, and httpx would not send it beside our own credentials.
        raise ValueError("base_url must not hold a user's name or password")
    if url.scheme not in ("http", "https") or not url.host or set(base_url) & {"?", "#"}:
        raise ValueError(f"base_url must look like https://host/api, not {base_url!r}")
    address = str(url).rstrip("/")
    return address if address.endswith("/api") else f"{address}/api"


def check_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers for every request.

    Raises:
        ValueError: one of them is what `auth` is for, or has what cannot stand in a header; its value is not shown.
        TypeError: they are no mapping.
    """
    if not isinstance(headers, Mapping):
        raise TypeError(f"headers must be a mapping, not {type(headers).__name__}")
    for name, value in headers.items():
        if name.lower() == "authorization":
            raise ValueError("headers must not hold Authorization; give api_token or auth")
        if not _HEADER_NAME.fullmatch(name) or not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value):
            raise ValueError(f"the header {name!r} has characters that cannot stand in a header")
    return dict(headers)


def merged_headers(headers: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """Return headers, with others in the place of those that have the same name, in whatever letters it is written."""
    if not more:
        return dict(headers)
    names = {name.lower() for name in more}
    return {**{name: value for name, value in headers.items() if name.lower() not in names}, **more}


def check_timeout(timeout: Timeout | None) -> httpx.Timeout | float:
    """Return a timeout, None as one without end.

    Raises:
        ValueError: it is a number that is not above zero, or without end.
        TypeError: it is no number.
    """
    if timeout is None or isinstance(timeout, httpx.Timeout):
        return timeout or httpx.Timeout(None)
    if isinstance(timeout, bool) or not isinstance(timeout, int | float):
        raise TypeError(f"timeout must be a number of seconds, an httpx.Timeout or None, not {timeout!r}")
    if not 0 < timeout <= LONGEST_TIMEOUT:
        raise ValueError(f"timeout must be above zero seconds and at most {LONGEST_TIMEOUT:.0f}, not {timeout!r}")
    return timeout


def user_agent(version: str) -> str:
    """Return how the client names itself, with the versions that a report of a fault should have."""
    return f"workato-embedded/{version} httpx/{httpx.__version__} Python/{'.'.join(map(str, sys.version_info[:3]))}"


def make_settings(
    data_centers: Mapping[str, str],
    version: str,
    *,
    api_token: AsyncToken | None = None,
    data_center: str | None = None,
    base_url: str | None = None,
    auth: httpx.Auth | None = None,
    environment: Mapping[str, str] = os.environ,
    **options: Any,
) -> Settings:
    """Make settings of a constructor's arguments; what is not given comes from the environment, else is the default.

    Raises:
        ValueError: an argument, or a variable of the environment that takes its place, cannot be used.
    """
    settings = Settings(
        base_url=choose_base_url(data_centers, data_center, base_url, environment),
        auth=choose_auth(api_token, auth, environment),
        headers={"Accept": "application/json", "User-Agent": user_agent(version)},
    )
    return settings.changed(**options)
