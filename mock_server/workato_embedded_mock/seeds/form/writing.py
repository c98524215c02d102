"""Writes the rows of a store as a seed, without what equals its default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.form.catalogue import SECTIONS
from workato_embedded_mock.seeds.form.index import Index
from workato_embedded_mock.seeds.form.kinds import Entry, Field, Kind, Place, Places, Reference, Row
from workato_embedded_mock.store.states import Rows
from workato_embedded_mock.store.tables import FIRST_ID

_IDS = "last_ids"


def write_form(rows: Rows) -> dict[str, Json]:
    """Return rows of the store as a seed that gives the same rows."""
    tops: dict[str, list[Entry]] = {}
    entries = list(_entries(_Nesting(rows), SECTIONS, None, tops))
    _set_targets(entries, Index(entries))
    # Projects have the names of their folders.
    index = Index(entries)
    seed = _sections(SECTIONS, tops, index)
    last = {name: number for name, number in seed.get(_IDS, {}).items() if number != _last_id(rows, name)}
    return {name: section for name, section in {**seed, _IDS: last}.items() if section}


class _Nesting:
    """The rows of each kind by the object that they are nested in."""

    def __init__(self, rows: Rows) -> None:
        tables = {table.name: found for table, found in rows.items()}
        self._extra = {row["id"]: dict(row) for row in tables["environments"]}
        self._places = Places(
            homes=frozenset(row["id"] for row in tables["folders"] if row["parent_id"] is None),
            environments=self._extra,
        )
        self._rows = rows
        self._grouped: dict[int, dict[Place, list[Row]]] = {}

    def of(self, kind: Kind, place: Place) -> list[Row]:
        """Return the rows of a kind in a place."""
        if id(kind) not in self._grouped:
            grouped = self._grouped[id(kind)] = {}
            for row in self._rows[kind.table]:
                where = kind.place(dict(row), self._places)
                if where is not False:
                    grouped.setdefault(where, []).append(self._whole(kind, row))
        return self._grouped[id(kind)].get(place, [])

    def _whole(self, kind: Kind, row: Any) -> Row:
        if kind.extra is None:
            return dict(row)
        return {**row, **{name: self._extra[row["id"]][name] for name in kind.extra.columns}}


def _entries(
    nesting: _Nesting, kinds: Iterable[Kind], owner: Entry | None, nested: dict[str, list[Entry]]
) -> Iterator[Entry]:
    """Yield the objects of the rows, each before those that are nested in it."""
    place = None if owner is None else (owner.kind.table.name, owner.id)
    for kind in kinds:
        rows = nesting.of(kind, place)
        if any(field.column.name == "position" for field in kind.fields):
            rows = sorted(rows, key=lambda row: row["position"])
        for position, row in enumerate(rows):
            entry = Entry(kind, "", {}, owner, position, row)
            nested.setdefault(kind.name, []).append(entry)
            yield entry
            if kind.children:
                yield from _entries(nesting, kind.children, entry, entry.nested)


def _set_targets(entries: list[Entry], index: Index) -> None:
    for entry in entries:
        for field in entry.kind.fields:
            number = entry.row.get(field.column.name)
            found = index.with_id(field.target, number) if isinstance(field, Reference) and number else None
            if found is not None:
                entry.targets[field.column.name] = found


def _sections(kinds: Iterable[Kind], nested: dict[str, list[Entry]], index: Index) -> dict[str, Json]:
    """Return the sections of kinds that have objects."""
    found: dict[str, Json] = {}
    for kind in kinds:
        own = [entry for entry in nested.get(kind.name, ()) if entry.kind is kind]
        if not own:
            continue
        written = [_written(entry, index) for entry in own]
        if kind.shape == "map":
            key, value = (field.name for field in kind.fields)
            found[kind.name] = {item[key]: item[value] for item in written}
        elif kind.shape == "links":
            found[kind.name] = [item[kind.link.name] if len(item) == 1 else item for item in written]
        elif kind.shape == "one":
            found[kind.name] = written[0]
        else:
            found[kind.name] = written
    return found


def _written(entry: Entry, index: Index) -> dict[str, Json]:
    """Return the fields of an object that differ from their defaults, and what is nested in it."""
    ids = {"id": entry.id} if entry.kind.has_id else {}
    names = [field for field in entry.kind.fields if field.column.name in entry.kind.labels]
    fields = [*names, *(field for field in entry.kind.fields if field not in names)]
    own = {field.name: _value(entry, field, index) for field in fields if not _is_default(entry, field)}
    return {**ids, **own, **_sections(entry.kind.children, entry.nested, index)}


def _value(entry: Entry, field: Field, index: Index) -> Json:
    if isinstance(field, Reference):
        return index.name_of(entry, field)
    # Only nullable columns have None, and JSON ones, where it is a value of its own.
    return None if entry.row[field.column.name] is None and len(field.columns) == 1 else field.encode(entry)


def _is_default(entry: Entry, field: Field) -> bool:
    if field.default is None:
        return False
    value = entry.row.pop(field.column.name)
    try:
        default = field.default(entry)
    finally:
        entry.row[field.column.name] = value
    # `True` and `1` are equal, and differ as JSON.
    return repr(default) == repr(value) if isinstance(value, dict | list) else _same(default, value)


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _last_id(rows: Rows, name: str) -> int:
    return next(
        max([int(table.info.get(FIRST_ID, 0)), *(int(row["id"]) for row in found)])
        for table, found in rows.items()
        if table.name == name
    )
