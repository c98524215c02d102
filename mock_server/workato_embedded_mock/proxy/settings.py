"""The settings of a validating proxy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import httpx2

DEFAULT_TIMEOUT = 60.0


@dataclass(frozen=True, slots=True)
class ProxySettings:
    """The settings of one proxy.

    Attributes:
        to: The URL of the API, without the base path; see `base_url`.
        record: The HAR file to write; None for no file.
        record_values: What the file has of the values: their `shapes`, all values but secrets (`masked`), or `all`.
        strict: Reject a request that the document does not allow, instead of forwarding it.
        timeout: Seconds to wait for connecting to the API, sending data and receiving data, each.
        allow_hosts: Hosts that `Host` may name in requests for the summary, besides those of this machine and the
            bound address.
    """

    to: httpx2.URL
    record: Path | None = None
    record_values: str = "masked"
    strict: bool = False
    timeout: float = DEFAULT_TIMEOUT
    allow_hosts: tuple[str, ...] = ()


def base_url(text: str, base_path: str) -> httpx2.URL:
    """Return the URL of an API without the base path at its end.

    Raises:
        ValueError: The text is not such a URL.
    """
    try:
        url = httpx2.URL(text.rstrip("/").removesuffix(base_path))
    except httpx2.InvalidURL as error:
        raise ValueError(f"{text!r} is not a URL: {error}") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError(f"{text!r} is not a URL that begins with http:// or https:// and names a host")
    if url.userinfo:
        raise ValueError("the URL must not contain a user or a password; callers send their own token")
    if url.query or url.fragment:
        raise ValueError(f"{text!r} must not have a query or a fragment")
    return url
