"""Lets the HTTP clients of a test run share the certificates that they trust.

Each `httpx2.Client` reads them, which takes 20 ms, and nearly each test has a client.
"""

from __future__ import annotations

import os
import ssl
from functools import cache

import httpcore2

_read = httpcore2.default_ssl_context


def share_certificates() -> None:
    """Let clients that are created from now on share what they read."""
    httpcore2.default_ssl_context = _certificates


def _certificates(*, _trust_env: bool = True) -> ssl.SSLContext:
    return _certificates_of(_trust_env, os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@cache
def _certificates_of(trust_env: bool, _file: str | None, _folder: str | None) -> ssl.SSLContext:
    """Return the certificates that these values of the environment mean."""
    return _read(_trust_env=trust_env)
