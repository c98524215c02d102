"""The settings of a client: address, credentials, timeouts, retries. Reads the environment."""

from __future__ import annotations

import os
import random
import re
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

import httpx2

from .auth import AsyncToken, BearerAuth, check_secret
from .deadlines import Deadline
from .events import Hooks
from .http_objects import Auth, Timeout, auth_object, timeout_object, type_name
from .rate_limiting import RateLimiter, choose_limiter
from .response_limits import DEFAULT_DOWNLOAD_SIZE, DEFAULT_RESPONSE_SIZE, SizeLimit
from .retries import Outcome, Retries
from .unset import UNSET, Unset

TOKEN_VARIABLE: Final = "WORKATO_EMBEDDED_API_TOKEN"  # noqa: S105 - the name of a variable, not a token
DATA_CENTER_VARIABLE: Final = "WORKATO_EMBEDDED_DATA_CENTER"
BASE_URL_VARIABLE: Final = "WORKATO_EMBEDDED_BASE_URL"

# Default timeout in seconds.
DEFAULT_TIMEOUT: Final = 30.0

# The longest timeout in seconds: one day.
LONGEST_TIMEOUT: Final = 86_400.0
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE: Final = re.compile(r"[\t\x20-\x7e]*")


@dataclass(frozen=True)
class Settings:
    """The settings of a client. A copy with changes leaves the original unchanged.

    Attributes:
        base_url: The address before the paths, such as `https://www.workato.com/api`.
        auth: Adds the credentials to requests.
        headers: Headers of every request.
        timeout: The timeout; unset, the HTTP client's own timeout applies.
        total_timeout: The total timeout of a call in seconds, or None.
        max_response_size: The maximum size of a decoded response in bytes, or None.
        max_download_size: The maximum size of a downloaded file in bytes, or None.
        retries: Which requests are retried, and when.
        limiter: The rate limiter, or None.
        hooks: The functions that receive events.
        sleep: How to sleep; None for `time.sleep` or `asyncio.sleep`.
        chance: Random numbers from 0 to 1, for the jitter.
        clock: The time as seconds since 1970.
        monotonic: A monotonic clock in seconds, for the total timeout.
    """

    base_url: str
    auth: httpx2.Auth = field(repr=False)
    headers: Mapping[str, str] = field(repr=False, default_factory=dict[str, str])
    timeout: float | httpx2.Timeout | Unset = UNSET
    total_timeout: float | None = None
    max_response_size: int | None = DEFAULT_RESPONSE_SIZE
    max_download_size: int | None = DEFAULT_DOWNLOAD_SIZE
    retries: Retries = field(default=Retries())
    limiter: RateLimiter | None = None
    hooks: Hooks = field(repr=False, default=Hooks())
    sleep: Callable[[float], Any] | None = field(repr=False, default=None)
    chance: Callable[[], float] = field(repr=False, default=random.random)
    clock: Callable[[], float] = field(repr=False, default=time.time)
    monotonic: Callable[[], float] = field(repr=False, default=time.monotonic)

    @property
    def response_limit(self) -> SizeLimit:
        """The maximum size of a response."""
        return SizeLimit("max_response_size", self.max_response_size)

    @property
    def download_limit(self) -> SizeLimit:
        """The maximum size of a file."""
        return SizeLimit("max_download_size", self.max_download_size)

    def deadline(self) -> Deadline | None:
        """Return the end of a call that starts now, or None without a total timeout."""
        return None if self.total_timeout is None else Deadline(self.total_timeout, self.monotonic)

    def retry_delay(self, outcome: Outcome, repeated: int, deadline: Deadline | None, *, safe: bool) -> float | None:
        """Return the seconds to wait before the retry, or None if there is none before the deadline.

        Args:
            outcome: The outcome of the request.
            repeated: The number of retries so far.
            deadline: When the call ends, or None.
            safe: Whether sending the request twice has the same effect as sending it once.
        """
        delay = self.retries.delay(safe, outcome, repeated, self.chance(), self.clock())
        return None if delay is None or (deadline and not deadline.allows(delay)) else delay

    def changed(self, *, api_token: AsyncToken | None = None, auth: Auth | None = None, **options: Any) -> Self:
        """Return a copy with the given settings; those that are `UNSET` do not change.

        Raises:
            ValueError: A setting has an invalid value, or both a token and an auth object are given.
            TypeError: A setting has the wrong type.
        """
        given = {name: value for name, value in options.items() if value is not UNSET}
        made = self._with_options(given)
        return made if api_token is None and auth is None else replace(made, auth=choose_auth(api_token, auth, {}))

    def _with_options(self, options: Mapping[str, Any]) -> Self:
        """Return a copy with some options, which are checked. Raises ValueError or TypeError."""
        changes: dict[str, Any] = {}
        hooks: dict[str, Any] = {}
        for name, value in options.items():
            match name:
                case "headers" | "max_retries" if value is None:
                    continue
                case "headers":
                    changes[name] = merged_headers(self.headers, check_headers(value))
                case "timeout":
                    changes[name] = check_timeout(value)
                case "total_timeout":
                    changes[name] = None if value is None else _check_seconds(name, value)
                case "max_response_size" | "max_download_size":
                    changes[name] = _check_size(name, value)
                case "max_retries":
                    changes["retries"] = replace(self.retries, max_retries=value)
                case "rate_limits":
                    # `documented` keeps an existing limiter, so that copies share it.
                    shared = self.limiter if value == "documented" else None
                    changes["limiter"] = shared or choose_limiter(value)
                case _ if name in Hooks._fields:
                    hooks[name] = value
                case _:
                    changes[name] = value
        return replace(self, hooks=self.hooks._replace(**hooks), **changes)


def choose_auth(api_token: AsyncToken | None, auth: Auth | None, environment: Mapping[str, str]) -> httpx2.Auth:
    """Return the auth object, or one for the token, or one for the token of the environment.

    Raises:
        ValueError: Neither a token nor an auth object is given, both are given, or the token is not valid in a header.
        TypeError: The auth object is of another library than httpx2 and httpx.
    """
    if auth is not None:
        if api_token is not None:
            raise ValueError("give api_token or auth, not both")
        return auth_object(auth)
    if callable(api_token):
        return BearerAuth(api_token)
    if api_token is not None:
        return BearerAuth(check_secret(api_token, "API token in api_token"))
    token = environment.get(TOKEN_VARIABLE)
    if not token:
        raise ValueError(f"missing API token: pass api_token, or set {TOKEN_VARIABLE}")
    return BearerAuth(check_secret(token, f"API token in {TOKEN_VARIABLE}"))


def choose_base_url(
    data_centers: Mapping[str, str], data_center: str | None, base_url: str | None, environment: Mapping[str, str]
) -> str:
    """Return the address before the paths.

    A base URL takes precedence over a data center, and an argument over the environment. The default is the first data
    center. Raises ValueError as `resolve_base_url` does.
    """
    if base_url is None and data_center is None:
        base_url = environment.get(BASE_URL_VARIABLE) or None
        data_center = environment.get(DATA_CENTER_VARIABLE) or None
    return resolve_base_url(data_centers, data_center or next(iter(data_centers)), base_url)


def resolve_base_url(data_centers: Mapping[str, str], data_center: str, base_url: str | None) -> str:
    """Return the address before the paths: `base_url`, with `/api` added if missing, or the data center's.

    Raises:
        ValueError: The data center is unknown, or `base_url` is not an HTTP URL.
    """
    if base_url is None:
        if data_center.lower() not in data_centers:
            raise ValueError(f"invalid data_center: expected one of {', '.join(data_centers)}, not {data_center!r}")
        return data_centers[data_center.lower()]
    try:
        url = httpx2.URL(base_url)
    except httpx2.InvalidURL as error:
        raise ValueError(f"invalid base_url: {error}") from error
    if url.userinfo:
        # It would appear in the client's repr, and the HTTP client would not send it with our own credentials.
        raise ValueError("base_url must not contain a user name or password")
    if url.scheme not in ("http", "https") or not url.host or set(base_url) & {"?", "#"}:
        raise ValueError(f"invalid base_url: expected https://host/api, not {base_url!r}")
    address = str(url).rstrip("/")
    return address if address.endswith("/api") else f"{address}/api"


def check_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers for every request.

    Raises:
        ValueError: A header belongs to `auth`, or is not valid. The message does not show its value.
        TypeError: The headers are not a mapping.
    """
    if not isinstance(headers, Mapping):
        raise TypeError(f"headers must be a mapping, not {type(headers).__name__}")
    for name, value in headers.items():
        if name.lower() == "authorization":
            raise ValueError("headers must not contain Authorization: pass api_token or auth")
        if not _HEADER_NAME.fullmatch(name) or not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value):
            raise ValueError(f"the header {name!r} has characters that are not valid in a header")
    return dict(headers)


def merged_headers(headers: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """Return headers merged with others, which replace those of the same name in any case."""
    if not more:
        return dict(headers)
    names = {name.lower() for name in more}
    return {**{name: value for name, value in headers.items() if name.lower() not in names}, **more}


def check_timeout(timeout: Timeout | None) -> httpx2.Timeout | float:
    """Return a timeout; None becomes no timeout.

    Raises:
        ValueError: The number is not positive, or not finite.
        TypeError: The timeout is neither a number nor a timeout object.
    """
    if timeout is None:
        return httpx2.Timeout(None)
    if isinstance(timeout, bool) or not isinstance(timeout, int | float):
        return timeout_object(timeout)
    return _check_seconds("timeout", timeout)


def _check_seconds(name: str, seconds: Any) -> float:
    """Return a number of seconds. Raises TypeError or ValueError if it is not one above 0 and at most a day."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise TypeError(f"invalid {name}: expected a number of seconds or None, not {type_name(seconds)}")
    if not 0 < seconds <= LONGEST_TIMEOUT:
        expected = f"expected more than 0 and at most {LONGEST_TIMEOUT:.0f} seconds"
        raise ValueError(f"invalid {name}: {expected}, not {seconds!r}")
    return seconds


def _check_size(name: str, size: int | None) -> int | None:
    """Return a maximum size in bytes, or None for no limit. Raises ValueError if it is not a positive integer."""
    if size is not None and (isinstance(size, bool) or not isinstance(size, int) or size < 1):
        raise ValueError(f"invalid {name}: expected a positive number of bytes or None, not {size!r}")
    return size


def user_agent(version: str) -> str:
    """Return the User-Agent, with the versions that a bug report should have."""
    return f"workato-embedded/{version} httpx2/{httpx2.__version__} Python/{'.'.join(map(str, sys.version_info[:3]))}"


def make_settings(
    data_centers: Mapping[str, str],
    version: str,
    *,
    api_token: AsyncToken | None = None,
    data_center: str | None = None,
    base_url: str | None = None,
    auth: Auth | None = None,
    environment: Mapping[str, str] = os.environ,
    **options: Any,
) -> Settings:
    """Return the settings of a constructor's arguments. Missing ones come from the environment or are defaults.

    Raises:
        ValueError: An argument, or the environment variable in its place, has an invalid value.
    """
    settings = Settings(
        base_url=choose_base_url(data_centers, data_center, base_url, environment),
        auth=choose_auth(api_token, auth, environment),
        headers={"Accept": "application/json", "User-Agent": user_agent(version)},
    )
    return settings.changed(**options)
