"""Reads and counts lists that can be long; must not know what is listed.

A short list is read as it is. A long list is read with its index; without one, the session remembers that the list
needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, Table, bindparam, func, literal_column, select

from workato_embedded_mock.store.list_indexes import find_index
from workato_embedded_mock.store.list_keys import ListKey
from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession, Row
from workato_embedded_mock.store.tables.base import LISTED
from workato_embedded_mock.store.tables.list_indexes import list_buckets

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
_B = list_buckets.c
_FIRST: BindParameter[int] = bindparam("first")
_SIZE: BindParameter[int] = bindparam("size")
_BEFORE: BindParameter[int] = bindparam("before")


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a page is read.

    Attributes:
        statement: The statement.
        values: The values of its parameters, apart from those of the rows.
        may_be_slow: Whether a filter may skip many rows.
    """

    statement: Select[Any]
    values: dict[str, int]
    may_be_slow: bool = False


class LongList:
    """Reads pages of the rows of a table by id.

    Args:
        rows: The query of all rows of a list.
        table: The table.
        descending: Whether the row with the highest id is first.
    """

    def __init__(self, rows: Select[Any], table: Table, *, descending: bool = False) -> None:
        self._descending = descending
        number: ColumnElement[int] = table.c.id
        first, size, before = _FIRST, _SIZE, _BEFORE
        begin, order = (number <= first, number.desc()) if descending else (number >= first, number)
        self._page = rows.where(begin).order_by(order).limit(size).offset(before)
        begin, by_bucket = (_B.bucket <= first, _B.bucket.desc()) if descending else (_B.bucket >= first, _B.bucket)
        ids = (
            select(_B.bucket)
            .where(_B.namespace == NAMESPACE_ID, _B.index_id == bindparam("index"), _B.shift == literal_column("0"))
            .where(begin)
            .order_by(by_bucket)
            .limit(size)
            .offset(before)
        )
        self._page_by_ids = rows.where(number.in_(ids)).order_by(order)
        some = rows.with_only_columns(number, maintain_column_froms=True).limit(bindparam("most")).subquery()
        self._count_some = select(func.count()).select_from(some)
        self._count = rows.with_only_columns(func.count(), maintain_column_froms=True)
        parent = table.info[LISTED].parent
        of_parent = () if parent is None else (table.c[parent] == bindparam("parent"),)
        # A row that only a long list has.
        end = number >= bindparam("last") if descending else number <= bindparam("last")
        own = select(number).where(table.c.namespace == NAMESPACE_ID, *of_parent, end)
        self._far = own.order_by(order).limit(1).offset(before)

    def page(
        self,
        session: NamespaceSession,
        key: ListKey,
        before: int,
        size: int,
        *,
        start: int | None = None,
        **values: Any,
    ) -> list[Row]:
        """Return a page of a list.

        Args:
            session: The session.
            key: The list.
            before: The number of rows before the page, from `start` on.
            size: The number of rows of the page.
            start: The id at which the list starts, if not at its first row.
            values: The values of the query.
        """
        reading = self._at(session, key, before, size, start)
        rows = session.all(reading.statement, **reading.values, **values)
        if reading.may_be_slow and (len(rows) < size or self._is_long(session, key, rows[-1]["id"])):
            _note(session, key)
        return rows

    def tuples(self, session: NamespaceSession, key: ListKey, before: int, size: int) -> list[tuple[Any, ...]]:
        """Return a page, as `page` does, of a list of numbers without a filter."""
        reading = self._at(session, key, before, size, None)
        return session.tuples(reading.statement, **reading.values)

    def count(self, session: NamespaceSession, key: ListKey, **values: Any) -> int:
        """Return the number of rows of a list."""
        if not key.values:
            found = int(session.scalar(self._count_some, most=session.short_list + 1, **values))
            if found <= session.short_list:
                return found
        elif not self._is_long(session, key):
            return int(session.scalar(self._count, **values))
        index = find_index(session, key)
        if index is None:
            _note(session, key)
            return int(session.scalar(self._count, **values))
        return index.count

    def _at(self, session: NamespaceSession, key: ListKey, before: int, size: int, start: int | None) -> _Reading:
        """Return how to read a page; without the index that it needs, note that."""
        begin = _LARGEST if self._descending else _SMALLEST
        first = begin if start is None else min(max(start, _SMALLEST), _LARGEST)
        plain = {"first": first, "before": before, "size": size}
        far = before > session.short_list
        if not far and not (key.values and self._is_long(session, key)):
            return _Reading(self._page, plain)
        index = find_index(session, key)
        if index is None:
            if far:
                _note(session, key)
            return _Reading(self._page, plain, may_be_slow=not far)
        if start is None:
            position = index.position(session, before, descending=self._descending)
            plain |= {"size": 0} if position is None else {"first": position.first, "before": position.skip}
        if index.holds_ids:
            return _Reading(self._page_by_ids, {"index": index.id, **plain})
        return _Reading(self._page, plain)

    def _is_long(self, session: NamespaceSession, key: ListKey, last: int | None = None) -> bool:
        """Return whether a list is long without its filter, up to the row with the id `last`."""
        if last is None:
            last = _SMALLEST if self._descending else _LARGEST
        return session.scalar(self._far, parent=key.parent, last=last, before=session.short_list) is not None


def _note(session: NamespaceSession, key: ListKey) -> None:
    """Note in the session that a list needs an index."""
    if key not in session.unindexed:
        session.unindexed = (*session.unindexed, key)
