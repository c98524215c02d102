"""Builds the addresses of direct links and of the connection widget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

import httpx2

from ..escaping import safe
from ..settings import choose_base_url

# Hosts of pages, where they differ from those of the API. In the US, the vendor's client script accepts messages of
# this host only.
_PAGES: Final = {"us": "https://app.workato.com"}


def address_of_pages(
    data_centers: Mapping[str, str], data_center: str | None, base_url: str | None, environment: Mapping[str, str]
) -> str:
    """Return the address before the path of a page, without a slash at its end.

    Args:
        data_centers: The base URL of the API by data center.
        data_center: A data center, or None.
        base_url: The base URL of the API or of the pages, or None.
        environment: Environment variables, in place of the other two.

    Raises:
        ValueError: The data center is unknown, or `base_url` is not an HTTP URL.
    """
    return choose_base_url({**data_centers, **_PAGES}, data_center, base_url, environment).removesuffix("/api")


def origin_of(address: str) -> str:
    """Return the origin of an address, as browsers write it."""
    url = httpx2.URL(address)
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def check_path(path: str) -> str:
    """Return the path of a page with its leading slash.

    Raises:
        ValueError: It is a whole URL, or has control characters or backslashes.
        TypeError: It is not a string.
    """
    if not isinstance(path, str):
        raise TypeError(f"path must be a string, not {type(path).__name__}")
    if "://" in path.partition("?")[0] or path.startswith("//") or "\\" in path or safe(path) != path:
        raise ValueError(f"invalid path: expected a path such as /recipes/7, not {path!r}")
    return path if path.startswith("/") else f"/{path}"


def check_connection_id(connection_id: int | str) -> str:
    """Return the id of a connection as text.

    Raises:
        ValueError: It is not a number above 0.
        TypeError: It is neither a string nor an integer.
    """
    if isinstance(connection_id, bool) or not isinstance(connection_id, int | str):
        raise TypeError(f"connection_id must be an integer, not {type(connection_id).__name__}")
    text = str(connection_id)
    if not text.isascii() or not text.isdigit() or not text.strip("0"):
        raise ValueError(f"invalid connection_id: expected the number of a connection, not {connection_id!r}")
    return text


def page_link(address: str, path: str, token: str) -> str:
    """Return the direct link to a page."""
    query = urlencode({"workato_dl_path": path, "workato_dl_token": token}, quote_via=quote, safe="")
    return f"{address}/direct_link?{query}"


def widget_link(address: str, connection_id: str, token: str) -> str:
    """Return the link to the widget of a connection."""
    return f"{address}/direct_link/embedded/connections/{connection_id}?{urlencode({'workato_dl_token': token})}"
