"""Converts page numbers to offsets, and makes pages with a number and a size."""

from __future__ import annotations

from collections.abc import Sequence

from workato_embedded_mock.plain_json import Json

_MAX_OFFSET = 2**63 - 1


def offset(page: int, per_page: int) -> int:
    """Return the number of objects before a page, limited to what a database accepts."""
    return min((page - 1) * per_page, _MAX_OFFSET)


def numbered_page(rows: Sequence[Json], total: int, page_number: int, page_size: int) -> Json:
    """Return the response of a list that is paginated by `page[number]` and `page[size]`.

    Args:
        rows: The entries of the page.
        total: The number of entries on all pages.
        page_number: The number of the page.
        page_size: The size of the page.
    """
    return {"data": list(rows), "total": total, "page": {"number": page_number, "size": page_size}}


def numbered_page_of(entries: Sequence[Json], page_number: int, page_size: int) -> Json:
    """Return a page, as `numbered_page` does, of a list that is whole in memory."""
    before = offset(page_number, page_size)
    return numbered_page(entries[before : before + page_size], len(entries), page_number, page_size)
