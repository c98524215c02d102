"""Ids as text, such as `pr-MOCK0421-ID`: the mock's form of ids that the API prints as `pr-CqW3LnTz-Hk51Lm`."""

from __future__ import annotations

import re

PROJECT_ROLE, PROJECT_GRANT = "pr", "pg"
GROUP, SYSTEM_GROUP = "pf", "am"

_FORM = re.compile(r"[a-z]+-MOCK([0-9]{4,18})-ID", re.ASCII)


def text_id(prefix: str, number: int) -> str:
    """Return the text of an id."""
    return f"{prefix}-MOCK{number:04d}-ID"


def number_of(prefix: str, text: str) -> int | None:
    """Return the number of an id, or None if the text is not an id with this prefix."""
    match = _FORM.fullmatch(text)
    return int(match[1]) if match is not None and text == text_id(prefix, int(match[1])) else None
