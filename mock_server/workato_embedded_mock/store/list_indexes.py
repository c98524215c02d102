"""Finds and builds the indexes of long lists; must not know what is listed.

An index groups the ids of a list in buckets and counts the rows in each: docs/adr/0017-long-lists.md. The triggers of
`list_triggers` keep the counts up to date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Insert,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    literal_column,
    select,
    union_all,
    update,
)

from workato_embedded_mock.store.list_keys import ListKey
from workato_embedded_mock.store.list_triggers import SHIFTS
from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession
from workato_embedded_mock.store.tables.list_indexes import list_buckets, list_indexes

_IDS, _FINE, _COARSE = SHIFTS

# The number of indexes in a namespace: each makes writes to its table slower.
MOST_INDEXES = 16
# An index has a bucket for each id if less than one row in 16 passes its filter. Otherwise the rows of a page are
# found among few others.
_FEW = 16

_T, _B = list_indexes.c, list_buckets.c
_OWN_BUCKETS = (_B.namespace == NAMESPACE_ID, _B.index_id == bindparam("index"))
_INDEX = (
    select(_T.id, _T.holds_ids, _B.bucket, _B.count)
    .join_from(
        list_indexes,
        list_buckets,
        and_(_B.namespace == _T.namespace, _B.index_id == _T.id, _B.shift == _COARSE),
        isouter=True,
    )
    .where(
        _T.namespace == NAMESPACE_ID,
        _T.listed == bindparam("listed"),
        _T.parent == bindparam("parent"),
        _T.filter == bindparam("filter"),
    )
    .order_by(_B.bucket)
)
_WITHIN = (
    select(_B.bucket, _B.count)
    .where(*_OWN_BUCKETS, _B.shift == _FINE, _B.bucket.between(bindparam("first"), bindparam("last")))
    .order_by(_B.bucket)
)
_KNOWN = select(_T.id).where(_T.namespace == NAMESPACE_ID).order_by(_T.id)
_INSERT = insert(list_indexes).values(namespace=NAMESPACE_ID)
_DELETE = delete(list_indexes).where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("index"))


def _shifted(column: ColumnElement[int], bits: int) -> ColumnElement[int]:
    # As a part of the SQL: PostgreSQL does not know that two parameters have the same value.
    return column.op(">>")(literal_column(str(bits)))


def _grouped(shift: int, larger: int) -> Insert:
    """Return the statement that groups buckets to larger ones."""
    bucket = _shifted(_B.bucket, larger - shift)
    found = select(NAMESPACE_ID, bindparam("index"), literal(larger), bucket, func.sum(_B.count))
    grouped = found.where(*_OWN_BUCKETS, _B.shift == shift).group_by(bucket)
    return insert(list_buckets).from_select(list(_B.keys()), grouped)


_ADD_COARSE = _grouped(_FINE, _COARSE)
_COUNT = select(func.coalesce(func.sum(_B.count), 0)).where(*_OWN_BUCKETS, _B.shift == _COARSE)
_HOLD_IDS = update(list_indexes).where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("index")).values(holds_ids=True)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page begins.

    Attributes:
        first: The id at which to start reading.
        skip: The number of rows of the list to skip from there.
    """

    first: int
    skip: int


@dataclass(frozen=True, slots=True)
class ListIndex:
    """The index of a list, with its coarse buckets.

    Attributes:
        id: Its id.
        holds_ids: Whether it has a bucket for each id.
        buckets: The coarse buckets that are not empty, by ascending id, with their numbers of rows.
    """

    id: int
    holds_ids: bool
    buckets: Sequence[tuple[int, int]]

    @property
    def count(self) -> int:
        """The number of rows of the list."""
        return sum(count for _, count in self.buckets)

    def position(self, session: NamespaceSession, before: int, *, descending: bool) -> Position | None:
        """Return where the row with a number of rows before it is, or None if the list is shorter."""
        coarse, before = _skip(self.buckets, before, descending=descending)
        if coarse is None:
            return None
        bits = _COARSE - _FINE
        within = {"first": coarse << bits, "last": ((coarse + 1) << bits) - 1}
        rows = session.all(_WITHIN, index=self.id, **within)
        fine, before = _skip([(row["bucket"], row["count"]) for row in rows], before, descending=descending)
        if fine is None:
            return None
        return Position(((fine + 1) << _FINE) - 1 if descending else fine << _FINE, before)


def _skip(buckets: Sequence[tuple[int, int]], before: int, *, descending: bool) -> tuple[int | None, int]:
    """Return the bucket that has the row with a number of rows before it, and how many of these are in the bucket."""
    for bucket, count in reversed(buckets) if descending else buckets:
        if before < count:
            return bucket, before
        before -= count
    return None, before


def find_index(session: NamespaceSession, key: ListKey) -> ListIndex | None:
    """Return the index of a list, or None if it has none."""
    rows = session.all(_INDEX, listed=key.table.name, parent=key.parent, filter=key.filter)
    if not rows:
        return None
    buckets = [(row["bucket"], row["count"]) for row in rows if row["bucket"] is not None]
    return ListIndex(rows[0]["id"], rows[0]["holds_ids"], buckets)


def build_index(session: NamespaceSession, key: ListKey) -> None:
    """Index a list, unless it has an index. The oldest index gives way if there are too many."""
    if find_index(session, key) is not None:
        return
    known = [row["id"] for row in session.all(_KNOWN)]
    for each in known[: max(0, len(known) + 1 - MOST_INDEXES)]:
        session.execute(_DELETE, index=each)
    number = known[-1] + 1 if known else 1
    parent = key.parent
    session.execute(_INSERT, id=number, listed=key.table.name, parent=parent, filter=key.filter, holds_ids=False)
    _add_buckets(session, key, number, _FINE)
    session.execute(_ADD_COARSE, index=number)
    if key.values and _passes_few(session, key, number):
        session.execute(_HOLD_IDS, index=number)
        _add_buckets(session, key, number, _IDS)


def _passes_few(session: NamespaceSession, key: ListKey, number: int) -> bool:
    """Return whether few rows pass the filter of a list."""
    own = key.table.c.namespace == NAMESPACE_ID, *key.conditions(filtered=False)
    total = session.scalar(select(func.count()).select_from(key.table).where(*own))
    return int(session.scalar(_COUNT, index=number)) * _FEW < int(total)


def _add_buckets(session: NamespaceSession, key: ListKey, number: int, shift: int) -> None:
    """Add the buckets of one size from the listed rows."""
    table, omits = key.table, key.listed.omits
    parts = [select(table.c.id, literal(1).label("change")).where(table.c.namespace == NAMESPACE_ID, *key.conditions())]
    if omits is not None:
        other = table.metadata.tables[omits]
        parts.append(select(other.c.id, literal(-1)).where(other.c.namespace == NAMESPACE_ID))
    rows = union_all(*parts).subquery()
    bucket, count = _shifted(rows.c.id, shift), func.sum(rows.c.change)
    found = select(NAMESPACE_ID, literal(number), literal(shift), bucket, count).group_by(bucket).having(count != 0)
    session.execute(insert(list_buckets).from_select(list(_B.keys()), found))
