"""Reads HTTP headers."""

from __future__ import annotations

from collections.abc import Iterable

# A name in lower case, and a value.
Header = tuple[bytes, bytes]


def header(headers: Iterable[Header], name: bytes) -> str | None:
    """Return the first value of a header."""
    return next((value.decode("latin-1") for key, value in headers if key == name), None)
