"""The page instead of a part of the mock whose libraries are missing."""

from __future__ import annotations

from starlette.responses import HTMLResponse

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<h1>{heading}</h1>
<p>{sentence}</p>
</html>
"""


def unavailable_page(title: str, heading: str, sentence: str) -> HTMLResponse:
    """Return a page with status 501.

    Args:
        title: Its title.
        heading: What is not available.
        sentence: Why it is not, and what to do.
    """
    page = _PAGE.format(title=title, heading=heading, sentence=sentence)
    return HTMLResponse(page, 501, {"cache-control": "no-store"})
