"""Turns rows of the store into what lists show of objects."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from workato_embedded_mock.console.reads.state.kinds import KINDS, Kind, Reference
from workato_embedded_mock.console.reads.state.masking import Masks
from workato_embedded_mock.console.reads.state.statements import existing_statement
from workato_embedded_mock.console.reads.state.values import Cell, Key, Link, Summary
from workato_embedded_mock.plain_json import Json, write_json
from workato_embedded_mock.store.session import NamespaceSession

_LONGEST = 120
_MOST_PLAIN, _SHORT = 12, 40


def key_of(kind: Kind, row: Mapping[str, Any]) -> Key:
    """Return the key of a row."""
    return tuple(row[name] for name in kind.key)


def label_of(kind: Kind, key: Key, shown: Mapping[str, Any]) -> str:
    """Return the name of an object from its masked row, or the values of its key."""
    name = shown.get(kind.label) if kind.label is not None else None
    return str(name) if name not in (None, "") else " · ".join(map(str, key)) or kind.title


def summaries_of(
    session: NamespaceSession, kind: Kind, rows: Sequence[Mapping[str, Any]], masks: Masks, columns: Sequence[str]
) -> list[Summary]:
    """Return what a list shows of rows, with some of their columns: links lead to objects that exist."""
    known = {
        reference.column: _existing(session, reference, rows)
        for name in columns
        for reference in kind.references.get(name, ())[:1]
    }
    return [_summary_of(kind, row, masks, known, columns) for row in rows]


def _summary_of(
    kind: Kind, row: Mapping[str, Any], masks: Masks, known: Mapping[str, Container[Any]], columns: Sequence[str]
) -> Summary:
    shown = masks.row(kind, row)
    key = key_of(kind, row)
    cells = [Cell(name, shortened(text_of(name, shown[name])), _link(kind, name, row[name], known)) for name in columns]
    return Summary(Link(kind, key), shortened(label_of(kind, key, shown)), cells)


def _link(kind: Kind, name: str, value: Any, known: Mapping[str, Container[Any]]) -> Link | None:
    """Return the link of a column, if it leads to an object that exists."""
    if value is None or name not in known or value not in known[name]:
        return None
    return Link(KINDS[kind.references[name][0].target], (value,))


def _existing(session: NamespaceSession, reference: Reference, rows: Sequence[Mapping[str, Any]]) -> Container[Any]:
    """Return the ids of the objects that rows lead to and that exist."""
    wanted = {row[reference.column] for row in rows} - {None}
    if reference.enforced or not wanted:
        return wanted
    found = session.all(existing_statement(reference.target), wanted=sorted(wanted))
    return {row["id"] for row in found}


def text_of(name: str, value: Json) -> str:
    """Return a value as text; the milliseconds of an event as a time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "happened_at" and isinstance(value, int):
        return _time(value)
    if isinstance(value, list) and is_plain(value):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else write_json(value).decode()


def is_plain(value: Json) -> bool:
    """Return whether a value is a list of a few short texts and numbers, which needs no JSON to be read."""
    return (
        isinstance(value, list)
        and len(value) <= _MOST_PLAIN
        and all(type(each) in (int, str) and len(str(each)) <= _SHORT for each in value)
    )


def shortened(text: str) -> str:
    """Return a text of at most 120 characters."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _time(milliseconds: int) -> str:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds")
    except (OverflowError, ValueError, OSError):
        return str(milliseconds)
