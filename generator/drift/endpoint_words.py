"""The words that tables of endpoints use for columns and methods."""

from __future__ import annotations

import re

_METHOD = re.compile(r"GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS", re.IGNORECASE)
_BETWEEN_METHODS = re.compile(r" *(?:/|,|\bor\b) *")
_METHOD_COLUMN = {"type", "method", "verb", "http method"}
_PATH_COLUMN = {"resource", "path", "endpoint", "url"}
_MEANING_COLUMN = re.compile(
    r"(?:short )?descriptions?|meaning|summary|purpose|actions?|what(?: it does)?|details|usage|use", re.IGNORECASE
)
_LIMIT_COLUMN = re.compile(r"quotas?|(?:rate )?limits?|rate", re.IGNORECASE)
# A cell such as "60 requests per minute".
_LIMIT = re.compile(
    r"[\d,.]+ *(?:requests?|calls?)? *(?:per|/|an?|every) *(?:\d+ *)?(?:second|minute|hour|day|s|min|h)s?\b.*",
    re.IGNORECASE,
)


def methods_of(cell: str) -> list[str]:
    """Return the methods in a cell, such as those of `PATCH/PUT`; an empty list for other text."""
    methods = _BETWEEN_METHODS.split(cell)
    return [method.upper() for method in methods] if all(map(_METHOD.fullmatch, methods)) else []


def lists_endpoints(header: list[str]) -> bool:
    """Return whether the first columns of a table are a method and a path."""
    first, second = (*(cell.lower().strip(" :") for cell in header), "", "")[:2]
    return first in _METHOD_COLUMN and second in _PATH_COLUMN


def lists_limits(header: list[str], rows: list[list[str]]) -> bool:
    """Return whether a table lists rate limits, which name endpoints too.

    A table that describes its endpoints is one of endpoints, also if another column has their limits. A row for all
    other endpoints makes it a table of limits.
    """
    head = [cell.strip(" :") for cell in header or next(iter(rows), [])]
    body = rows if header else rows[1:]
    names_limits = any(map(_LIMIT_COLUMN.fullmatch, head[1:]))
    quotas = [any(map(_LIMIT.fullmatch, cells[2:])) for cells in rows]
    if not names_limits and not (quotas and all(quotas)):
        return False
    return not _describes(head, body) or any(cells[0] and not methods_of(cells[0]) for cells in body)


def _describes(head: list[str], rows: list[list[str]]) -> bool:
    """Return whether a table has a column of descriptions: one that is called so, and has no limits."""
    columns = [i for i, cell in enumerate(head) if i > 1 and _MEANING_COLUMN.fullmatch(cell)]
    return any(not any(_LIMIT.fullmatch(cell) for cells in rows for cell in cells[i : i + 1]) for i in columns)
