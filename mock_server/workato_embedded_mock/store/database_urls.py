"""Reads the URLs of databases; must not open one."""

from __future__ import annotations

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from workato_embedded_mock.errors import StartError


def parse_url(address: str) -> URL:
    """Parse an SQLAlchemy URL.

    Raises:
        StartError: The URL is invalid.
    """
    try:
        # Arguments of a command that are not UTF-8 have surrogates.
        address.encode("utf-8")
        return make_url(address)
    except (ArgumentError, ValueError) as error:
        raise StartError(f"invalid database URL {address!r}; example: sqlite:///mock.db") from error


def display(url: URL) -> str:
    """Return a URL without its password."""
    return url.render_as_string(hide_password=True)


def is_sqlite_file(url: URL) -> bool:
    """Return whether a URL of SQLite names a file, and not a database in memory."""
    return url.database not in (None, "", ":memory:") and not str(url.database).startswith("file:")


def is_shareable(address: str) -> bool:
    """Return whether several processes can open the database at an SQLAlchemy URL.

    Raises:
        StartError: The URL is invalid.
    """
    url = parse_url(address)
    return url.get_backend_name() != "sqlite" or is_sqlite_file(url)
