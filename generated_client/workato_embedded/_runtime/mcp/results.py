"""Shows results within a maximum size and without secrets."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from ..masks import MASK
from ..plain_json import is_list, is_object

# The maximum length of a result, as JSON text. Language models read all of it.
LONGEST_RESULT: Final = 20_000

# How long texts and lists may be in a result that was too long, tried in this order.
_CUTS: Final = ((2_000, 50), (500, 20), (100, 5), (30, 1))
# Shorter secrets are not searched for, because other texts have the same characters.
_SHORTEST_SECRET: Final = 8


def as_text(value: Any) -> str:
    """Return a value as JSON text."""
    return json.dumps(value, ensure_ascii=False)


def part_of_list(entries: list[Any], start: int, longest: int) -> tuple[list[Any], bool, int | None]:
    """Return the entries from a position that fit, whether the only one was shortened, and where the rest starts."""
    shown: list[Any] = []
    size = 2
    for entry in entries[start:]:
        size += len(as_text(entry)) + 2
        if size > longest:
            break
        shown.append(entry)
    cut = not shown and start < len(entries)
    if cut:
        shown = [shortened(entries[start], longest)[0]]
    following = start + len(shown)
    return shown, cut, following if following < len(entries) else None


def shortened(value: Any, longest: int) -> tuple[Any, bool]:
    """Return a value with long texts and lists shortened until it fits, and whether that was necessary."""
    if len(as_text(value)) <= longest:
        return value, False
    for text_length, list_length in _CUTS:
        made = _cut(value, text_length, list_length)
        if len(as_text(made)) <= longest:
            return made, True
    return f"{as_text(value)[:longest]}…", True


def without(value: Any, secrets: Iterable[str]) -> Any:
    """Return a value in whose texts the given secrets are masked: an error may repeat what was sent."""
    found = [secret for secret in secrets if len(secret) >= _SHORTEST_SECRET]
    return _without(value, sorted(found, key=len, reverse=True)) if found else value


def _without(value: Any, secrets: list[str]) -> Any:
    if is_object(value):
        return {key: _without(entry, secrets) for key, entry in value.items()}
    if is_list(value):
        return [_without(entry, secrets) for entry in value]
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, MASK)
    return value


def _cut(value: Any, text_length: int, list_length: int) -> Any:
    if is_object(value):
        return {key: _cut(entry, text_length, list_length) for key, entry in value.items()}
    if is_list(value):
        more = len(value) - list_length
        rest = [f"… {more} more entries"] if more > 0 else []
        return [*(_cut(entry, text_length, list_length) for entry in value[:list_length]), *rest]
    if isinstance(value, str) and len(value) > text_length:
        return f"{value[:text_length]}… ({len(value)} characters)"
    return value
