"""Decides whether HTTP clients use the environment's proxies, and explains its errors."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any, TypeVar

import httpx2

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.http import hosts

T = TypeVar("T")

_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


def is_loopback(url: str) -> bool:
    """Return whether a URL is on this machine, so that no proxy can reach it. Raises InvalidURL."""
    return hosts.is_loopback(httpx2.URL(url).host)


def client_options(url: str) -> dict[str, Any]:
    """Return the arguments of a client for a URL: no proxy of the environment can reach this machine.

    Its certificates apply everywhere.

    Raises:
        InvalidURL: It is not a URL.
        OSError: The environment has an invalid certificate; see `created`.
    """
    if not is_loopback(url):
        return {}
    return {"trust_env": False, "verify": httpx2.create_ssl_context() if httpx2.URL(url).scheme == "https" else True}


def created(make: Callable[[], T]) -> T:
    """Return the HTTP client that a function makes.

    Raises:
        StartError: The environment has an invalid proxy or certificate. The message has the variables that are set and
            their values, without passwords.
    """
    try:
        return make()
    except (ImportError, OSError, ValueError, httpx2.InvalidURL) as error:
        names = _CERTIFICATES if isinstance(error, OSError) else _PROXIES
        given = [f"{name} {re.sub('[^/@]*@', '', os.environ[name])!r}" for name in names if os.environ.get(name)]
        if not given:
            raise
        missing = "a SOCKS proxy needs the package socksio: pip install 'httpx2[socks]'"
        reason = missing if isinstance(error, ImportError) else getattr(error, "strerror", None) or error
        raise StartError(f"invalid {' or '.join(given)}: {reason}") from error
