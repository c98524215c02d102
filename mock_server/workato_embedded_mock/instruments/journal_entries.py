"""Stores and finds entries of the journal of one namespace; must not know how entries are made.

Lists are read from columns: an entry is parsed only where it is returned as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, select

from workato_embedded_mock.plain_json import Json, read_stored_json, write_json
from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession, Row
from workato_embedded_mock.store.tables import journal

_J = journal.c
_OWN = _J.namespace == NAMESPACE_ID
_LAST = select(func.coalesce(func.max(_J.id), 0)).where(_OWN)
_INSERT = insert(journal).values(namespace=NAMESPACE_ID)
_TRIM = delete(journal).where(_OWN, _J.id <= bindparam("old"))
_CLEAR = delete(journal).where(_OWN)
_GET = select(_J.id, _J.entry).where(_OWN, _J.id == bindparam("wanted"))
_SUMMARY = tuple(column for column in _J if column not in (_J.namespace, _J.entry, _J.wrote))

_LONGEST_REASON = 300
# What separates the objects in the column `wrote`, which begins and ends with it.
_BETWEEN = " "


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Conditions for entries: all that are not None must hold.

    Attributes:
        operation_id: The operation.
        status: The status code.
        status_class: The first digit of the status code; 0 for entries without a response.
        method: The method, in capitals.
        text: Text in path or query, whatever its case.
        rejected: Whether the request was rejected or failed.
        unmatched: Whether it had no operation.
        wrote: The table and the id of an object that it wrote.
    """

    operation_id: str | None = None
    status: int | None = None
    status_class: int | None = None
    method: str | None = None
    text: str | None = None
    rejected: bool | None = None
    unmatched: bool | None = None
    wrote: tuple[str, int] | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions in SQL."""
        equal = ((_J.operation_id, self.operation_id), (_J.status, self.status), (_J.method, self.method))
        found: list[ColumnElement[bool]] = [column == value for column, value in equal if value is not None]
        if self.status_class is not None:
            found.append(_J.status.between(self.status_class * 100, self.status_class * 100 + 99))
        if self.text:
            text = _storable(self.text)
            found.append(_J.path.icontains(text, autoescape=True) | _J.query.icontains(text, autoescape=True))
        if self.rejected is not None:
            found.append(_J.rejected.is_(self.rejected))
        if self.unmatched is not None:
            found.append(_J.operation_id.is_(None) if self.unmatched else _J.operation_id.is_not(None))
        if self.wrote is not None:
            found.append(_J.wrote.contains(f"{_BETWEEN}{_object(*self.wrote)}{_BETWEEN}", autoescape=True))
        return found


EVERYTHING = JournalFilter()


@dataclass(frozen=True, slots=True)
class RequestSummary:
    """What lists show of an entry.

    Attributes:
        id: Its id.
        time: When the request came, in ISO form.
        operation_id: The operation; None if none matched.
        method: The method.
        path: The path, percent-encoded.
        query: The query without secrets; empty if there was none.
        status: The status code; 0 without a response.
        milliseconds: How long it took.
        rejected: Whether it was rejected or failed.
        reason: The first reason in words; empty if there is none.
    """

    id: int
    time: str
    operation_id: str | None
    method: str
    path: str
    query: str
    status: int
    milliseconds: float
    rejected: bool
    reason: str


def add_entries(
    session: NamespaceSession, entries: Sequence[tuple[Mapping[str, Any], bool]], *, dropped: int, capacity: int
) -> list[int]:
    """Store entries, and return the length of each.

    Args:
        session: The session of the namespace.
        entries: The entries, oldest first, each with whether the request was rejected or failed.
        dropped: The number of earlier entries that are not stored, but have ids.
        capacity: The number of entries to keep.
    """
    first = last_id(session) + dropped + 1
    rows = [{"id": number, **columns_of(*each)} for number, each in enumerate(entries, first)]
    session.execute_many(_INSERT, rows)
    session.execute(_TRIM, old=first + len(entries) - 1 - capacity)
    return [len(row["entry"]) for row in rows]


def trim_entries(session: NamespaceSession, count: int) -> None:
    """Delete all but the latest entries."""
    session.execute(_TRIM, old=last_id(session) - count)


def columns_of(entry: Mapping[str, Any], rejected: bool) -> Row:
    """Return the values of the columns of an entry."""
    reasons = entry["reasons"]
    return {
        "operation_id": entry["operation_id"],
        "status": entry["status"] or 0,
        "path": _storable(entry["path"]),
        "query": _storable(entry["query_string"]),
        "method": entry["method"],
        "time": entry["time"],
        "milliseconds": entry["milliseconds"],
        "rejected": rejected,
        "reason": _storable(_in_words(reasons[0])) if reasons else "",
        "wrote": _BETWEEN.join(["", *(_object(each["table"], each["id"]) for each in entry["wrote"]), ""]),
        "entry": write_json(entry).decode(),
    }


def list_entries(session: NamespaceSession, wanted: JournalFilter = EVERYTHING) -> list[Json]:
    """Return the entries that match a filter, with their ids, oldest first."""
    statement = select(_J.id, _J.entry).where(_OWN, *wanted.conditions()).order_by(_J.id)
    return [_entry(row) for row in session.all(statement)]


def list_texts(session: NamespaceSession, wanted: JournalFilter = EVERYTHING) -> list[tuple[str, bytes]]:
    """Return the entries that match a filter, with their ids, oldest first: the path of each, and its JSON text."""
    statement = select(_J.id, _J.path, _J.entry).where(_OWN, *wanted.conditions()).order_by(_J.id)
    rows = session.all(statement)
    return [(row["path"], b'{"id":%d,%s' % (row["id"], row["entry"][1:].encode())) for row in rows]


def read_entry(session: NamespaceSession, number: int) -> Json:
    """Return the entry with an id; None if there is none."""
    row = session.first(_GET, wanted=number)
    return None if row is None else _entry(row)


def list_summaries(
    session: NamespaceSession,
    wanted: JournalFilter = EVERYTHING,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int,
) -> list[RequestSummary]:
    """Return what lists show of the entries that match a filter, newest first.

    Args:
        session: The session of the namespace.
        wanted: The filter.
        before: Only entries with smaller ids.
        after: Only entries with larger ids.
        limit: The maximum number of entries.
    """
    conditions = wanted.conditions()
    if before is not None:
        conditions.append(_J.id < before)
    if after is not None:
        conditions.append(_J.id > after)
    statement = select(*_SUMMARY).where(_OWN, *conditions).order_by(_J.id.desc()).limit(limit)
    return [RequestSummary(**row) for row in session.all(statement)]


def last_id(session: NamespaceSession) -> int:
    """Return the id of the latest entry; 0 if there is none."""
    return int(session.scalar(_LAST))


def clear_entries(session: NamespaceSession) -> None:
    """Delete all entries."""
    session.execute(_CLEAR)


def _entry(row: Row) -> Json:
    return {"id": row["id"], **read_stored_json(row["entry"])}


def _in_words(reason: Mapping[str, str]) -> str:
    text = f"{reason['pointer']}: {reason['text']}" if reason["pointer"] else reason["text"]
    return text if len(text) <= _LONGEST_REASON else f"{text[:_LONGEST_REASON]}…"


def _object(table: str, number: int | None) -> str:
    return f"{table}/{'' if number is None else number}"


def _storable(text: str) -> str:
    """Return a text without the NUL character, which PostgreSQL cannot store."""
    return text.replace("\x00", "\ufffd")
