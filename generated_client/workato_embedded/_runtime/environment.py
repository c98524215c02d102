"""Explains why an HTTP client cannot be created: a proxy or certificate variable of the environment is invalid."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Final

import httpx2

_CERTIFICATES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_PROXIES: Final = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


def explain(error: Exception, environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the invalid variable with its value and the reason; None if the error is not about the environment.

    Passwords in the URL of a proxy are masked.
    """
    found = _certificate_errors(error, environment) if isinstance(error, OSError) else _proxy_errors(environment)
    reason = next(found, None)
    return reason and f"invalid {reason}"


def _certificate_errors(error: OSError, environment: Mapping[str, str]) -> Iterator[str]:
    for name in _CERTIFICATES:
        if environment.get(name):
            yield f"{name} {environment[name]!r}: {error.strerror}"


def _proxy_errors(environment: Mapping[str, str]) -> Iterator[str]:
    for name in _PROXIES:
        value = environment.get(name)
        if value and (reason := _proxy_error(value)):
            yield f"{name} {_without_password(value)!r}: {reason}"


def _proxy_error(value: str) -> str | None:
    """Return what is wrong with the URL of a proxy, or None."""
    try:
        proxy = httpx2.Proxy(value if "://" in value else f"http://{value}")
    except httpx2.InvalidURL as error:
        return str(error)
    except ValueError:
        return "expected a URL with http, https or socks5"
    if proxy.url.scheme.startswith("socks") and find_spec("socksio") is None:
        return "the package socksio is missing: pip install 'httpx2[socks]'"
    return None


def _without_password(url: str) -> str:
    return re.sub(r"[^/@]*@", "[secret]@", url)
