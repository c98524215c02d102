"""Reads the header `X-Mock-Reason`, in which a mock server explains its response. The API does not send it."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

import httpx2

from .plain_json import is_list, is_object

_HEADER: Final = "x-mock-reason"


class Reason(NamedTuple):
    """Why a mock server rejected a request, what it tolerated in it, or which fault or rate limit applied.

    Attributes:
        pointer: A JSON pointer into the request, such as `/body/name`, or an empty string for the whole request.
        keyword: The rule, such as `required`, `faultRule` or `rateLimit`.
        text: The reason in words, as the server wrote it.
    """

    pointer: str
    keyword: str
    text: str

    def __str__(self) -> str:
        """Return the reason in one line. Control characters, which a terminal would interpret, are escaped."""
        from .escaping import safe

        return safe(f"{self.text} ({f'{self.pointer}: ' if self.pointer else ''}{self.keyword})")


def reasons_of(response: httpx2.Response) -> tuple[Reason, ...]:
    """Return the reasons in the header of a response. A malformed header is ignored."""
    written = response.headers.get(_HEADER)
    if written is None:
        return ()
    try:
        items = json.loads(written)
    except (ValueError, RecursionError):
        return ()
    reasons = [_reason(item) for item in items] if is_list(items) else [None]
    return tuple(filter(None, reasons)) if all(reasons) else ()


def _reason(item: Any) -> Reason | None:
    if not is_object(item):
        return None
    values = [value for name in Reason._fields if isinstance(value := item.get(name), str)]
    return Reason(*values) if len(values) == len(Reason._fields) else None
