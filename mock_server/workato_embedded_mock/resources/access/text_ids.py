"""Ids as text, such as `pr-MOCK0421-ID`: the mock's form of ids that the API prints as `pr-CqW3LnTz-Hk51Lm`."""

from __future__ import annotations

import re

from workato_embedded_mock.rules.customers import parse_id

PROJECT_ROLE = "pr"

_FORM = re.compile(r"([a-z]+)-MOCK([0-9]{4,18})-ID", re.ASCII)


def text_id(prefix: str, number: int) -> str:
    """Return the text of an id."""
    return f"{prefix}-MOCK{number:04d}-ID"


def number_of(prefix: str, text: str) -> int | None:
    """Return the number of an id that is a text or consists of digits, or None if it is neither."""
    match = _FORM.fullmatch(text)
    if match is None:
        return parse_id(text)
    return int(match[2]) if match[1] == prefix and text == text_id(prefix, int(match[2])) else None
