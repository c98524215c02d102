"""Finds the operation that a caller may have meant. It is slow: use it for rejected requests only."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_LONGEST = 300
_ALIKE = 0.4


def nearest_operation(method: str, path: str, operations: Iterable[tuple[str, str]]) -> str | None:
    """Return the operation, as `GET /path`, whose path is most similar to the path of a request.

    Operations of the same method are preferred: callers mistake the path more often than the method.
    """
    requested = shape(path[:_LONGEST])
    known = list(operations)
    same = [operation for operation in known if operation[0] == method]
    for choice in (same, known):
        shapes = {shape(template): f"{verb} {template}" for verb, template in reversed(choice)}
        found = difflib.get_close_matches(requested, shapes, n=1, cutoff=_ALIKE)
        if found:
            return shapes[found[0]]
    return None


def shape(path: str) -> str:
    """Replace all ids in a path by `{}`, so that only the words of two paths are compared."""
    return "/".join("{}" if _is_id(segment) else segment for segment in path.strip("/").split("/"))


def _is_id(segment: str) -> bool:
    return segment.isdigit() or segment.startswith(("{", ":", "E"))
