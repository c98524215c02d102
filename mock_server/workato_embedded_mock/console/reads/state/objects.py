"""Reads one object: its row without secrets, the objects that it names, and those that belong to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from workato_embedded_mock.console.reads.state.cells import is_plain, key_of, label_of, text_of
from workato_embedded_mock.console.reads.state.declared import FIRST_DOCUMENTS
from workato_embedded_mock.console.reads.state.kinds import KINDS, OWNER, ChildLink, Kind, children_of
from workato_embedded_mock.console.reads.state.lists import count_objects, find_label
from workato_embedded_mock.console.reads.state.lookup_values import (
    ROWS,
    TABLE,
    labelled,
    read_columns,
    without_values,
)
from workato_embedded_mock.console.reads.state.masking import Masks
from workato_embedded_mock.console.reads.state.statements import (
    existing_statement,
    key_values,
    link_key,
    object_statement,
)
from workato_embedded_mock.console.reads.state.values import Cell, Children, Key, Link, ObjectDetails
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.store.session import NamespaceSession, Row

# Longer texts are not facts.
_LONGEST = 200
_LINES = "lines"


def read_object(tools: Tools, number: int, kind: Kind, key: Key) -> ObjectDetails | None:
    """Return an object of an account; None if there is none with the key."""
    with tools.namespaces.existing(number) as session:
        if session is None:
            return None
        row = session.first(object_statement(kind.name), **key_values(kind, "key", key))
        return None if row is None else _details(session, Masks(Secrets(tools.document.content)), kind, row)


def existing_objects(tools: Tools, number: int, wanted: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    """Return which objects of an account exist, of those with a table and an id."""
    known: defaultdict[str, set[int]] = defaultdict(set)
    for name, key in wanted:
        if name in KINDS and KINDS[name].has_id:
            known[name].add(key)
    with tools.namespaces.existing(number) as session:
        if session is None:
            return set()
        found = {name: session.all(existing_statement(name), wanted=sorted(ids)) for name, ids in known.items()}
    return {(name, row["id"]) for name, rows in found.items() for row in rows}


def _details(session: NamespaceSession, masks: Masks, kind: Kind, row: Row) -> ObjectDetails:
    key = key_of(kind, row)
    shown = _shown(session, masks, kind, row)
    lines = shown.get(_LINES) if kind.name == "jobs" else None
    documents = [(name, value) for name, value in shown.items() if _is_document(value)]
    documents.sort(key=lambda each: each[0] not in FIRST_DOCUMENTS)
    return ObjectDetails(
        link=Link(kind, key),
        label=label_of(kind, key, shown),
        facts=[Cell(name, text_of(name, value)) for name, value in shown.items() if _is_fact(kind, name, value)],
        parents=list(_parents(session, masks, kind, row)),
        documents=documents,
        children=list(_children(session, kind, row)),
        row=shown,
        lines=[line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else (),
    )


def _shown(session: NamespaceSession, masks: Masks, kind: Kind, row: Row) -> dict[str, Json]:
    """Return a row without secrets; that of a lookup table has its values by the labels of the columns."""
    if kind is not ROWS:
        return masks.row(kind, row)
    values = labelled(read_columns(session, row[TABLE]), row, masks)
    return {**masks.row(kind, without_values(row)), "values": values}


def _is_document(value: Json) -> bool:
    """Return whether a value is shown as a document: JSON that is not empty, or a long text."""
    if value in (None, [], {}) or is_plain(value):
        return False
    return isinstance(value, dict | list) or (isinstance(value, str) and (len(value) > _LONGEST or "\n" in value))


def _is_fact(kind: Kind, name: str, value: Json) -> bool:
    """Return whether a value is a short one that does not lead to another object."""
    return name not in kind.references and not _is_document(value) and value not in ([], {})


def _parents(session: NamespaceSession, masks: Masks, kind: Kind, row: Mapping[str, Any]) -> Iterator[Cell]:
    """Yield the objects that a row names, customers first; those that do not exist have no link."""
    for name in sorted(kind.references, key=lambda each: each != OWNER):
        value = row[name]
        for reference in kind.references[name] if value is not None else ():
            target = KINDS[reference.target]
            label = find_label(session, target, value, masks)
            yield Cell(name, str(value), None if label is None else Link(target, (value,)), label or "")


def _children(session: NamespaceSession, kind: Kind, row: Mapping[str, Any]) -> Iterator[Children]:
    """Yield the kinds of objects that belong to an object, with their number."""
    links = children_of(kind.name)
    if not links:
        return
    [key] = kind.key
    owner = row.get(OWNER)
    counts = count_objects(session, tuple(map(link_key, links)), row[key], owner)
    for link, count in zip(links, counts, strict=True):
        yield Children(link, count, _filters(link, row[key], owner))


def _filters(link: ChildLink, parent: Any, owner: Any) -> list[tuple[str, Any]]:
    own = [(link.column, parent)]
    return own if link.kind.is_indexed(link.column) else [(OWNER, owner), *own]
