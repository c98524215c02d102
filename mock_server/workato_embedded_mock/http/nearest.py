"""Finds the operation that a caller may have meant; must only be asked where a request is refused."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_LONGEST = 300
_ALIKE = 0.4


def nearest_operation(method: str, path: str, operations: Iterable[tuple[str, str]]) -> str | None:
    """Answer the operation, as `GET /path`, whose path is most like a path that was asked for.

    Operations of the same method go first: a caller knows what it wants to do better than where.
    """
    asked = shape(path[:_LONGEST])
    known = list(operations)
    same = [operation for operation in known if operation[0] == method]
    for choice in (same, known):
        shapes = {shape(template): f"{verb} {template}" for verb, template in reversed(choice)}
        found = difflib.get_close_matches(asked, shapes, n=1, cutoff=_ALIKE)
        if found:
            return shapes[found[0]]
    return None


def shape(path: str) -> str:
    """Write all ids alike, so that only the words of two paths are compared."""
    return "/".join("{}" if _is_id(segment) else segment for segment in path.strip("/").split("/"))


def _is_id(segment: str) -> bool:
    return segment.isdigit() or segment.startswith(("{", ":", "E"))
