"""What a validating proxy can be told before it starts; must not read the environment or the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import httpx

DEFAULT_TIMEOUT = 60.0


@dataclass(frozen=True, slots=True)
class ProxySettings:
    """How one proxy behaves.

    Attributes:
        to: Where the API is, without the base path; see `base_url`.
        record: The HAR file to write; none is written when None.
        strict: Refuse a request that the document does not allow, in place of passing it on.
        timeout: Seconds to wait for the upstream to connect, to take data and to send data, each.
    """

    to: httpx.URL
    record: Path | None = None
    strict: bool = False
    timeout: float = DEFAULT_TIMEOUT


def base_url(text: str, base_path: str) -> httpx.URL:
    """Read the address of an API, with or without the base path at its end; answer it without.

    Raises:
        ValueError: It is no such address; the text says why, for the person who wrote it.
    """
    try:
        url = httpx.URL(text.rstrip("/").removesuffix(base_path))
    except httpx.InvalidURL as error:
        raise ValueError(f"{text!r} is not a URL: {error}") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError(f"{text!r} is not a URL that begins with http:// or https:// and names a host")
    if url.userinfo:
        raise ValueError("the URL must not hold a user or a password; callers send their own token")
    if url.query or url.fragment:
        raise ValueError(f"{text!r} has a query or a fragment; only the address of the API is wanted")
    return url
