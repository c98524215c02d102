"""Writes the header `X-Mock-Reason`: why a request was rejected, and what was tolerated in it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import accumulate

from workato_embedded_mock.errors import Reason

HEADER = b"x-mock-reason"

_LIMIT = 2000
# The most characters of the reason that counts the others.
_REST_LIMIT = 100
_TEXT_LIMIT = 400


def reason_header(reasons: Iterable[Reason]) -> tuple[bytes, bytes] | None:
    """Return reasons as one compact ASCII JSON list of `{"pointer", "keyword", "text"}`; None for no reasons.

    The header stays below about 2 kB: long texts are cut, and the last reasons are only counted if they do not fit.
    """
    items = [_write(reason) for reason in reasons]
    if not items:
        return None
    lengths = list(accumulate(len(item) + 1 for item in items))
    if lengths[-1] > _LIMIT:
        shown = sum(length <= _LIMIT - _REST_LIMIT for length in lengths)
        rest = Reason("", "truncated", f"{len(items) - shown} more; the journal has them")
        items = [*items[:shown], _write(rest)]
    return HEADER, f"[{','.join(items)}]".encode("ascii")


def _write(reason: Reason) -> str:
    limit = _TEXT_LIMIT
    while True:
        parts = {"pointer": _cut(reason.pointer, limit), "keyword": reason.keyword, "text": _cut(reason.text, limit)}
        item = json.dumps(parts, separators=(",", ":"))
        # Characters outside ASCII take up to twelve.
        if len(item) < _LIMIT - _REST_LIMIT or limit < 10:
            return item
        limit //= 2


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 3] + "..."
