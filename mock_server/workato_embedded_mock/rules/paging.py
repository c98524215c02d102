"""Converts page numbers to offsets."""

from __future__ import annotations

_MAX_OFFSET = 2**63 - 1


def offset(page: int, per_page: int) -> int:
    """Return the number of objects before a page, limited to what a database accepts."""
    return min((page - 1) * per_page, _MAX_OFFSET)
