"""Turns page numbers into positions; must not know what is listed."""

from __future__ import annotations

_LAST_POSITION = 2**63 - 1


def offset(page: int, per_page: int) -> int:
    """Answer how many objects come before a page. A page far behind the end is simply empty."""
    return min((page - 1) * per_page, _LAST_POSITION)
