"""Reads keys and filters as pages have them: as texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Integer

from workato_embedded_mock.console.reads.state.kinds import Kind
from workato_embedded_mock.console.reads.state.values import Key

_INT64 = 2**63


def parse_key(kind: Kind, texts: Sequence[str]) -> Key | None:
    """Return the key of an object; None if no object can have it."""
    if len(texts) != len(kind.key):
        return None
    values = [_parse(kind.table.c[name], text) for name, text in zip(kind.key, texts, strict=True)]
    return None if None in values else tuple(values)


def parse_filters(kind: Kind, texts: Iterable[str]) -> dict[str, Any]:
    """Return the filters of a list by column, from texts such as `managed_user_id:512044`; others are ignored."""
    found = {}
    for text in texts:
        name, _, value = text.partition(":")
        parsed = _parse(kind.table.c[name], value) if name in kind.references else None
        if parsed is not None:
            found[name] = parsed
    return found


def _parse(column: Column[Any], text: str) -> Any:
    if not isinstance(column.type, Integer):
        return None if "\x00" in text else text
    try:
        number = int(text) if len(text) <= 20 else _INT64
    except ValueError:
        return None
    return number if -_INT64 <= number < _INT64 else None
