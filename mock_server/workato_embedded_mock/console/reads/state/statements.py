"""The statements that read the state: each kind has its own, made once and kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from workato_embedded_mock.console.reads.state.kinds import KINDS, ChildLink, Kind, is_binary
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables import LISTED, metadata

# Counts end at this number of rows.
MOST_COUNTED = 1_000
ESCAPE = "\\"

_LIMIT: BindParameter[int] = bindparam("limit")


def own_rows(kind: Kind) -> list[ColumnElement[bool]]:
    """Return the conditions on the rows of a kind: those of the namespace, without rows that its list omits."""
    columns = kind.table.c
    listed = kind.table.info.get(LISTED)
    conditions: list[ColumnElement[bool]] = [columns.namespace == NAMESPACE_ID]
    if listed is not None and listed.omits is not None:
        other = metadata.tables[listed.omits].c
        inner = select(other.id).where(other.namespace == NAMESPACE_ID, other.id == columns.id)
        conditions.append(~inner.exists())
    return conditions


def readable(kind: Kind, names: Sequence[str]) -> list[ColumnElement[Any]]:
    """Return the columns with names; of bytes only their number."""
    found = [kind.table.c[name] for name in names]
    return [func.length(each).label(each.name) if is_binary(each.type) else each for each in found]


def key_values(kind: Kind, prefix: str, key: Sequence[Any]) -> dict[str, Any]:
    """Return the parameters of a statement for a key."""
    return {f"{prefix}_{name}": value for name, value in zip(kind.key, key, strict=True)}


@cache
def object_statement(name: str) -> Select[Any]:
    """Return the statement that reads one object by its key."""
    kind = KINDS[name]
    conditions = [kind.table.c[each] == bindparam(f"key_{each}") for each in kind.key]
    columns = readable(kind, [each.name for each in kind.columns])
    return select(*columns).where(kind.table.c.namespace == NAMESPACE_ID, *conditions)


@cache
def label_statement(name: str) -> Select[Any]:
    """Return the statement that reads the name of the object with an id."""
    kind = KINDS[name]
    [key] = kind.key
    label = kind.table.c[kind.label or key].label("label")
    return select(label).where(kind.table.c.namespace == NAMESPACE_ID, kind.table.c[key] == bindparam("wanted"))


@cache
def existing_statement(name: str) -> Select[Any]:
    """Return the statement that reads which of the ids `wanted` objects have."""
    columns = KINDS[name].table.c
    wanted = columns.id.in_(bindparam("wanted", expanding=True))
    return select(columns.id).where(columns.namespace == NAMESPACE_ID, wanted)


@cache
def page_statement(
    name: str, columns: tuple[str, ...], filters: tuple[str, ...], *, after: bool, window: bool
) -> Select[Any]:
    """Return the statement that reads the next rows of a list.

    Args:
        name: The kind.
        columns: The columns.
        filters: The columns with a given value, in `where_<column>`.
        after: Whether the page begins after a key, in `after_<column>`.
        window: Whether only those of the next `window` rows are read that have the text `pattern`.
    """
    kind = KINDS[name]
    conditions = [*own_rows(kind), *(kind.table.c[each] == bindparam(f"where_{each}") for each in filters)]
    if after:
        conditions.append(_after(kind))
    rows = _sorted(kind, select(*readable(kind, columns)).where(*conditions), kind.table.c)
    if not window:
        return rows.limit(_LIMIT)
    found = rows.limit(bindparam("window")).subquery()
    pattern: BindParameter[str] = bindparam("pattern")
    matches = or_(*(found.c[each].ilike(pattern, escape=ESCAPE) for each in kind.searched))
    return _sorted(kind, select(found).where(matches), found.c).limit(_LIMIT)


@cache
def window_end_statement(name: str, filters: tuple[str, ...], *, after: bool) -> Select[Any]:
    """Return the statement that reads the key of the last row of a window, if there are rows after it."""
    columns = KINDS[name].key
    return page_statement(name, columns, filters, after=after, window=False).offset(bindparam("before"))


@cache
def counts_statement(links: tuple[tuple[str, str], ...]) -> Select[Any]:
    """Return the statement that counts the rows of kinds, each up to one more than `MOST_COUNTED`.

    Args:
        links: Each kind with the column that has the value `parent`; an empty column counts all rows.
    """
    counts = []
    for number, (name, column) in enumerate(links):
        kind = KINDS[name]
        conditions = own_rows(kind)
        if column:
            conditions.append(kind.table.c[column] == bindparam("parent"))
        if column and not kind.is_indexed(column):
            conditions.append(kind.table.c.managed_user_id == bindparam("owner"))
        some = select(kind.table.c.namespace).where(*conditions).limit(MOST_COUNTED + 1).subquery()
        counts.append(select(func.count()).select_from(some).scalar_subquery().label(f"count_{number}"))
    return select(*counts)


def link_key(link: ChildLink) -> tuple[str, str]:
    """Return what `counts_statement` takes of a link."""
    return link.kind.name, link.column


@cache
def ids_statement() -> Any:
    """Return the statement that reads the kinds that have an object with the id `wanted`."""
    parts: list[Select[Any]] = [
        select(literal_column(f"'{kind.name}'").label("kind")).where(
            kind.table.c.namespace == NAMESPACE_ID, kind.table.c.id == bindparam("wanted")
        )
        for kind in KINDS.values()
        if kind.has_id
    ]
    return union_all(*parts)


def _sorted(kind: Kind, rows: Select[Any], columns: Any) -> Select[Any]:
    return rows.order_by(*(columns[name].desc() if kind.newest_first else columns[name] for name in kind.key))


def _after(kind: Kind) -> ColumnElement[bool]:
    """Return the condition on the rows after a key in the order of a list."""
    columns = [kind.table.c[name] for name in kind.key]
    key = [bindparam(f"after_{name}", type_=kind.table.c[name].type) for name in kind.key]
    if len(columns) == 1:
        return columns[0] < key[0] if kind.newest_first else columns[0] > key[0]
    return tuple_(*columns) > tuple_(*key)
