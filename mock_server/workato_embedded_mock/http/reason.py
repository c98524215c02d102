"""Writes the header `X-Mock-Reason`: why a request was rejected, and what was tolerated in it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from workato_embedded_mock.errors import Reason

HEADER = b"x-mock-reason"

_LIMIT = 2000
_TEXT_LIMIT = 400


def reason_header(reasons: Iterable[Reason]) -> tuple[bytes, bytes] | None:
    """Return reasons as one compact ASCII JSON list of `{"pointer", "keyword", "text"}`; None for no reasons.

    The header stays below about 2 kB: long texts are cut, and the last reasons are left out if they do not fit.
    """
    written: list[str] = []
    length = 0
    for reason in reasons:
        item = _write(reason)
        length += len(item) + 1
        if length > _LIMIT:
            break
        written.append(item)
    if not written:
        return None
    return HEADER, f"[{','.join(written)}]".encode("ascii")


def _write(reason: Reason) -> str:
    limit = _TEXT_LIMIT
    while True:
        parts = {"pointer": _cut(reason.pointer, limit), "keyword": reason.keyword, "text": _cut(reason.text, limit)}
        item = json.dumps(parts, separators=(",", ":"))
        # Characters outside ASCII take up to twelve.
        if len(item) < _LIMIT or limit < 10:
            return item
        limit //= 2


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 3] + "..."
