"""Reads lists of objects, a page after the last key of the page before, and counts objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workato_embedded_mock.console.filters import heading
from workato_embedded_mock.console.reads.state.cells import key_of, shortened, summaries_of, text_of
from workato_embedded_mock.console.reads.state.kinds import CUSTOMERS, KINDS, Kind
from workato_embedded_mock.console.reads.state.lookup_values import ROWS, TABLE, labelled, read_columns
from workato_embedded_mock.console.reads.state.masking import Masks
from workato_embedded_mock.console.reads.state.statements import (
    ESCAPE,
    MOST_COUNTED,
    counts_statement,
    key_values,
    label_statement,
    page_statement,
    window_end_statement,
)
from workato_embedded_mock.console.reads.state.values import Cell, Count, Key, Link, ListPage, Summary
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.store.list_indexes import find_index
from workato_embedded_mock.store.list_keys import list_key
from workato_embedded_mock.store.session import NamespaceSession, Row
from workato_embedded_mock.store.tables.lookup_tables import LOOKUP_COLUMNS

PAGE = 50
# A page reads this many rows at most to find a text.
WINDOW = 20_000


def read_list(
    tools: Tools, number: int, kind: Kind, filters: Mapping[str, Any], after: Key | None = None, text: str = ""
) -> ListPage | None:
    """Return a page of a list.

    Args:
        tools: The parts of the mock.
        number: The number of the account.
        kind: The kind of the objects.
        filters: The values that the objects have, by column.
        after: The key of the last object of the page before; None for the first page.
        text: A text that a name of the objects has; empty for all objects.

    Returns:
        The page; None if the account does not exist.
    """
    with tools.namespaces.existing(number) as session:
        if session is None:
            return None
        return _read_list(session, Masks(Secrets(tools.document.content)), kind, filters, after, text)


def read_index(tools: Tools, number: int, after: Key | None) -> tuple[ListPage, list[tuple[Kind, Count]]] | None:
    """Return a page of the customers, and how many objects of each kind there are."""
    with tools.namespaces.existing(number) as session:
        if session is None:
            return None
        customers = _read_list(session, Masks(Secrets(tools.document.content)), KINDS[CUSTOMERS], {}, after, "")
        names = tuple((name, "") for name in KINDS)
        counts = count_objects(session, names)
        return customers, list(zip(KINDS.values(), counts, strict=True))


def count_objects(
    session: NamespaceSession, links: tuple[tuple[str, str], ...], parent: Any = None, owner: Any = None
) -> list[Count]:
    """Return how many objects there are, by one statement, and one more for each long list.

    Args:
        session: The session.
        links: Each kind with the column that has the id of the parent; an empty column counts all objects.
        parent: The id of the parent.
        owner: The customer that the parent belongs to.
    """
    row = session.first(counts_statement(links), parent=parent, owner=owner) or {}
    return [_exact(session, KINDS[name], column, parent, row[f"count_{n}"]) for n, (name, column) in enumerate(links)]


def find_label(session: NamespaceSession, kind: Kind, wanted: Any, masks: Masks) -> str | None:
    """Return the name of the object with an id; None if there is none."""
    row = session.first(label_statement(kind.name), wanted=wanted)
    return None if row is None else shortened(text_of("", masks.values(row)["label"]) or str(wanted))


def find_matches(
    session: NamespaceSession, masks: Masks, kind: Kind, text: str, most: int
) -> tuple[list[Summary], bool]:
    """Return the first objects of a kind with a text in a name, and whether there may be more."""
    rows, following, _ = _rows(session, kind, {}, None, text, most)
    return summaries_of(session, kind, rows, masks, kind.summary), following is not None


def _read_list(
    session: NamespaceSession, masks: Masks, kind: Kind, filters: Mapping[str, Any], after: Key | None, text: str
) -> ListPage:
    rows, following, searched = _rows(session, kind, filters, after, text if kind.searched else "", PAGE)
    parents = tuple(_parents(session, kind, filters, masks))
    if kind is ROWS and TABLE in filters:
        columns = read_columns(session, filters[TABLE])
        objects = [_lookup_row(columns, row, masks) for row in rows]
        return ListPage(kind, tuple(columns), objects, following, searched, parents)
    # The objects of a parent all have the same id in its column.
    shown = [name for name in kind.summary if name not in filters]
    objects = summaries_of(session, kind, rows, masks, shown)
    return ListPage(kind, tuple(map(heading, shown)), objects, following, searched, parents)


def _rows(
    session: NamespaceSession, kind: Kind, filters: Mapping[str, Any], after: Key | None, text: str, most: int
) -> tuple[list[Row], Key | None, int | None]:
    """Return the rows of a page, the key after which the next one begins, and how many were searched if not all."""
    columns = _columns(kind, filters)
    names = tuple(sorted(filters))
    values = {f"where_{name}": value for name, value in filters.items()}
    values |= key_values(kind, "after", after) if after is not None else {}
    begun = after is not None
    if not text:
        statement = page_statement(kind.name, columns, names, after=begun, window=False)
        rows = session.all(statement, limit=most + 1, **values)
        return rows[:most], key_of(kind, rows[most - 1]) if len(rows) > most else None, None
    statement = page_statement(kind.name, columns, names, after=begun, window=True)
    rows = session.all(statement, limit=most + 1, window=WINDOW, pattern=_pattern(text), **values)
    if len(rows) > most:
        return rows[:most], key_of(kind, rows[most - 1]), None
    end = window_end_statement(kind.name, names, after=begun)
    last = session.all(end, limit=2, before=WINDOW - 1, **values)
    return rows, *((key_of(kind, last[0]), WINDOW) if len(last) > 1 else (None, None))


def _columns(kind: Kind, filters: Mapping[str, Any]) -> tuple[str, ...]:
    label = (kind.label,) if kind.label is not None else ()
    values = LOOKUP_COLUMNS if kind is ROWS and TABLE in filters else ()
    found = tuple(dict.fromkeys((*kind.key, *label, *kind.summary, *kind.searched, *values)))
    # A statement reads at least one column.
    return found or (kind.columns[0].name,)


def _pattern(text: str) -> str:
    escaped = text
    for character in (ESCAPE, "%", "_"):
        escaped = escaped.replace(character, ESCAPE + character)
    return f"%{escaped}%"


def _lookup_row(columns: Mapping[str, str], row: Row, masks: Masks) -> Summary:
    shown = labelled(columns, row, masks)
    key = key_of(ROWS, row)
    cells = [Cell(label, shortened(text_of(label, value))) for label, value in shown.items()]
    return Summary(Link(ROWS, key), str(key[0]), cells)


def _parents(session: NamespaceSession, kind: Kind, filters: Mapping[str, Any], masks: Masks) -> Iterator[Cell]:
    """Yield the objects that a list is limited to."""
    for name, value in filters.items():
        target = KINDS[kind.references[name][0].target]
        label = find_label(session, target, value, masks)
        yield Cell(target.one, str(value), None if label is None else Link(target, (value,)), label or "")


def _exact(session: NamespaceSession, kind: Kind, column: str, parent: Any, counted: int) -> Count:
    """Return a count; of a long list with an index, the whole one."""
    if counted <= MOST_COUNTED:
        return Count(counted)
    listed = kind.table.info.get("listed")
    if listed is not None and (listed.parent or "") == column:
        index = find_index(session, list_key(kind.table, parent or 0))
        if index is not None:
            return Count(index.count)
    return Count(MOST_COUNTED, more=True)
