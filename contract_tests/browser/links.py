"""Follow the links of the console: one page of each kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from playwright.sync_api import Page

START = "/_mock/console/"
# More kinds of pages than this mean that a part of the path that varies is not recognized.
LIMIT = 120

_LINKS = """() => [...document.querySelectorAll("a[href]:not([download])")].map((each) => each.getAttribute("href"))"""
# A segment of a path that is an id, or the name after one of these segments. The state has the same pages for each kind
# of objects.
_ID = re.compile(r".*[\d%].*|[A-Z].*")
_NAMED = {"operations", "explorer", "snapshots", "state"}


def kind(url: str) -> str:
    """Return what pages of one kind share: the path without ids, and the names of the query parameters."""
    parts = urlsplit(url)
    found = parts.path.rstrip("/").split("/")
    segments = [
        "*" if _ID.fullmatch(segment) or before in _NAMED else segment
        for before, segment in zip(["", *found], found, strict=False)
    ]
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return "/".join(segments) + ("?" + "&".join(names) if names else "")


def pages(page: Page, origin: str, more: Iterable[str] = (), limit: int = LIMIT) -> Iterator[str]:
    """Open one page of each kind, found through the links from the first page, and yield its kind.

    Args:
        page: The page of the browser.
        origin: The address of the mock.
        more: Paths that are opened besides the first page, such as those of lists that have a second page.
        limit: The maximum number of kinds.
    """
    seen = {kind(START)}
    waiting = [origin + path for path in (START, *more)]
    while waiting:
        url = waiting.pop(0)
        if not _is_html(page, url):
            continue
        page.goto(url)
        yield kind(url)
        for link in links(page):
            if kind(link) not in seen and urlsplit(link).path.startswith(START):
                seen.add(kind(link))
                waiting.append(link)
        assert len(seen) <= limit, f"too many kinds of pages: {sorted(seen)}"


def links(page: Page) -> list[str]:
    """Return the links of the page that is open, without those to other hosts and without downloads."""
    host = urlsplit(page.url).netloc
    found = [urldefrag(urljoin(page.url, href)).url for href in page.evaluate(_LINKS)]
    return [url for url in dict.fromkeys(found) if urlsplit(url).netloc == host]


def _is_html(page: Page, url: str) -> bool:
    response = page.request.get(url)
    try:
        content_type: str = response.headers.get("content-type", "")
        return content_type.startswith("text/html")
    finally:
        response.dispose()
