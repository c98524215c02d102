"""Notes which objects a transaction writes; must not know what they mean.

Statements are analysed once. A note is a reference and an id: most notes are dropped unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Column, Delete, Executable, Insert, Table, Update
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, BooleanClauseList, Grouping
from sqlalchemy.sql.operators import eq, in_op

from workato_embedded_mock.store.tables.base import INSTRUMENT
from workato_embedded_mock.store.tables.list_indexes import list_buckets, list_indexes

CREATED, UPDATED, DELETED = "created", "updated", "deleted"

# The execution option of a statement that is a part of another change.
UNNOTED = "unnoted"

_ID = "id"
_CHANGES: dict[type[Executable], str] = {Insert: CREATED, Update: UPDATED, Delete: DELETED}
# The store writes them by itself.
_INTERNAL = (list_indexes, list_buckets)


class Target(NamedTuple):
    """What a statement writes.

    Attributes:
        table: The name of the table.
        change: `created`, `updated` or `deleted`.
        parameter: The name of the value that is the id of the row; empty if it has none.
    """

    table: str
    change: str
    parameter: str


# What was written, and the id of the row; None for rows without an id, or several rows.
Note = tuple[Target, Any]


class WrittenRow(NamedTuple):
    """An object that was written.

    Attributes:
        table: The name of its table.
        id: Its id; None for rows without an id, or several rows.
        change: `created`, `updated` or `deleted`.
    """

    table: str
    id: int | None
    change: str

    def as_json(self) -> dict[str, Any]:
        """Return the object as JSON."""
        return self._asdict()


@lru_cache(maxsize=1024)
def target_of(statement: Executable) -> Target | None:
    """Return what a statement writes; None if it writes nothing that belongs to the state of a namespace."""
    change = _CHANGES.get(type(statement))
    table: Any = getattr(statement, "table", None)
    if change is None or not isinstance(table, Table) or INSTRUMENT in table.info or table in _INTERNAL:
        return None
    if UNNOTED in statement.get_execution_options():
        return None
    if _ID not in table.c:
        return Target(table.name, change, "")
    if isinstance(statement, Insert):
        return Target(table.name, change, _ID)
    return Target(table.name, change, _bound_id(statement, table.c.id))


def note_of(target: Target, values: Mapping[str, Any]) -> Note:
    """Return the note of an execution with values."""
    return target, values.get(target.parameter)


def written_rows(notes: Iterable[Note]) -> list[WrittenRow]:
    """Return the objects of notes in the order of their first writes, each once, with the change as a whole."""
    found: dict[tuple[str, int | None], WrittenRow] = {}
    for target, given in notes:
        wanted = given if isinstance(given, list | tuple) else [given]
        for one in wanted:
            number = one if isinstance(one, int) else None
            key = target.table, number
            earlier = found.get(key)
            if earlier is None or target.change == DELETED:
                found[key] = WrittenRow(*key, target.change)
    return list(found.values())


def _bound_id(statement: Any, column: Column[Any]) -> str:
    """Return the name of the value that a condition compares with the id; empty if there is none."""
    waiting = [] if statement.whereclause is None else [statement.whereclause]
    while waiting:
        condition = waiting.pop()
        if isinstance(condition, Grouping):
            waiting.append(condition.element)
        elif isinstance(condition, BooleanClauseList):
            waiting += condition.clauses
        elif isinstance(condition, BinaryExpression) and condition.left is column and condition.operator in (eq, in_op):
            compared = condition.right
            if isinstance(compared, BindParameter) and compared.required:
                return compared.key
    return ""
