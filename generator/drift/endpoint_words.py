"""The words that tables of endpoints use for columns and methods."""

from __future__ import annotations

import re

_METHOD = re.compile(r"GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS", re.IGNORECASE)
_BETWEEN_METHODS = re.compile(r" *(?:/|,|\bor\b) *")
_METHOD_COLUMN = {"type", "method", "verb", "http method"}
_PATH_COLUMN = {"resource", "path", "endpoint", "url"}


def methods_of(cell: str) -> list[str]:
    """Return the methods in a cell, such as those of `PATCH/PUT`; an empty list for other text."""
    methods = _BETWEEN_METHODS.split(cell)
    return [method.upper() for method in methods] if all(map(_METHOD.fullmatch, methods)) else []


def lists_endpoints(header: list[str]) -> bool:
    """Return whether the first columns of a table are a method and a path."""
    first, second = (*(cell.lower().strip(" :") for cell in header), "", "")[:2]
    return first in _METHOD_COLUMN and second in _PATH_COLUMN
