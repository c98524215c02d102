"""Turns a seed into rows of the store, or finds all of its problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Table

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.form.catalogue import SECTIONS
from workato_embedded_mock.seeds.form.checking import shape_problems
from workato_embedded_mock.seeds.form.entries import read_entries
from workato_embedded_mock.seeds.form.index import Index
from workato_embedded_mock.seeds.form.kinds import Entry, Reference, Row
from workato_embedded_mock.seeds.problems import Problem
from workato_embedded_mock.store.state_checks import exported_columns
from workato_embedded_mock.store.states import STATE_TABLES, Rows
from workato_embedded_mock.store.tables import FIRST_ID


def read_form(content: dict[str, Json], schemas: dict[str, Json]) -> tuple[Rows, list[Problem]]:
    """Return the rows of a seed by table, parents first, and its problems; the rows are empty if there are any.

    Args:
        content: The seed.
        schemas: The schemas of the API's document.
    """
    problems = shape_problems(content, schemas)
    entries = read_entries(content, SECTIONS, {problem.pointer or "" for problem in problems})
    reading = _Reading(entries, problems)
    reading.set_given_values()
    reading.add_implied_objects()
    reading.set_ids()
    reading.set_references()
    reading.check_unique()
    if not problems:
        reading.set_defaults()
        reading.check_unique()
    return ({} if problems else _rows(entries)), problems


class _Reading:
    """The steps that complete the objects of a seed. They collect problems."""

    def __init__(self, entries: list[Entry], problems: list[Problem]) -> None:
        self.entries = entries
        self.problems = problems
        self.index = Index(())

    def set_given_values(self) -> None:
        """Set the columns of the given fields, except references."""
        for entry in self.entries:
            if isinstance(entry.given.get("id"), int):
                entry.row["id"] = entry.given["id"]
            for field in entry.kind.fields:
                if field.name in entry.given and not isinstance(field, Reference):
                    try:
                        field.store(entry, entry.given[field.name])
                    except ValueError as error:
                        self._report(entry, field.name, str(error))
        self.index = Index(self.entries)

    def add_implied_objects(self) -> None:
        """Add the projects of top-level folders, and the current versions of recipes."""
        for entry in self.entries:
            if entry.kind.name == "projects":
                self._set_reference(entry, entry.kind.field_named("folder_id"))
        for entry in list(self.entries):
            if entry.kind.name == "folders" and entry.owner is entry.workspace:
                self._add_project(entry)
            if entry.kind.name == "recipes":
                self._add_version(entry)
        self.index = Index(self.entries)

    def _add_project(self, folder: Entry) -> None:
        workspace = folder.workspace
        projects = [] if workspace is None else workspace.nested.get("projects", [])
        if all(project.targets.get("folder_id") is not folder for project in projects):
            implied = self._imply(folder, workspace, "projects")
            implied.targets["folder_id"] = folder

    def _add_version(self, recipe: Entry) -> None:
        number = recipe.row.get("version_no", 1)
        if all(version.row.get("version_no") != number for version in recipe.nested.get("versions", ())):
            self._imply(recipe, recipe, "versions").row["version_no"] = number

    def _imply(self, because: Entry, owner: Entry | None, name: str) -> Entry:
        kinds = [] if owner is None else owner.kind.children
        kind = next(kind for kind in kinds if kind.name == name)
        entry = Entry(kind, because.pointer, {}, owner)
        self.entries.append(entry)
        if owner is not None:
            owner.nested.setdefault(name, []).append(entry)
        return entry

    def set_ids(self) -> None:
        """Check the given ids, and assign the others after the highest of their table."""
        taken: dict[Table, dict[int, Entry]] = {}
        waiting: list[Entry] = []
        for entry in self.entries:
            if not entry.kind.has_id:
                continue
            known = taken.setdefault(entry.kind.table, {})
            if "id" not in entry.row:
                waiting.append(entry)
            elif known.setdefault(entry.id, entry) is not entry:
                other = known[entry.id]
                self._report(entry, "id", f"another object has the id {entry.id}: {other.pointer}; expected unique ids")
        last = {table: max([table.info.get(FIRST_ID, 0), *known]) for table, known in taken.items()}
        for entry in waiting:
            last[entry.kind.table] += 1
            entry.row["id"] = last[entry.kind.table]
        for entry in waiting:
            self.index.add(entry)

    def set_references(self) -> None:
        """Find the objects that fields refer to, and set the columns with their ids."""
        for entry in self.entries:
            for field in entry.kind.fields:
                if isinstance(field, Reference):
                    self._set_reference(entry, field)
            for column, target in entry.targets.items():
                if "id" in target.row:
                    entry.row[column] = target.id
        for entry in self.entries:
            if "id" in (entry.owner or entry).row or entry.owner is None:
                entry.row |= entry.kind.derived(entry)

    def _set_reference(self, entry: Entry, field: object) -> None:
        if not isinstance(field, Reference) or field.name not in entry.given or field.column.name in entry.targets:
            return
        value = entry.given[field.name]
        entry.row[field.column.name] = value if isinstance(value, int) else None
        if value is None:
            return
        try:
            found = self.index.find(entry, field, value)
        except ValueError as error:
            self._report(entry, field.name, str(error))
            # Report it once, although references are looked for twice.
            entry.given = {name: each for name, each in entry.given.items() if name != field.name}
            return
        if found is not None:
            entry.targets[field.column.name] = found

    def check_unique(self) -> None:
        """Check that no two objects have the same value where the store wants it to be unique."""
        for table, names in _unique_columns():
            seen: dict[tuple[str, ...], Entry] = {}
            for entry in self.entries:
                row = _row_in(entry, table)
                if row is None or any(row.get(name) is None for name in names):
                    continue
                key = tuple(repr(row[name]) for name in names)
                if seen.setdefault(key, entry) is not entry:
                    self._report_twice(entry, names, seen[key])

    def _report_twice(self, entry: Entry, names: tuple[str, ...], other: Entry) -> None:
        shown = [field for field in entry.kind.fields if field.column.name in names] or list(entry.kind.fields)
        values = " and ".join(f"{field.name} {entry.row.get(field.column.name)!r}" for field in shown[:3])
        text = f"another object has the {values}: {other.pointer}; expected a unique one"
        self._report(entry, shown[0].name if shown else "id", text)

    def set_defaults(self) -> None:
        """Set the columns of the fields that the seed leaves out."""
        for entry in self.entries:
            for field in entry.kind.fields:
                for column in field.columns:
                    entry.get(column)

    def _report(self, entry: Entry, name: str, text: str) -> None:
        self.problems.append(Problem(entry.at(name), text))


def _unique_columns() -> Iterator[tuple[Table, tuple[str, ...]]]:
    for table in STATE_TABLES:
        keys = [[column.name for column in table.primary_key.columns]]
        keys += [[column.name for column in index.columns] for index in table.indexes if index.unique]
        for key in keys:
            names = tuple(name for name in key if name != "namespace")
            if names and names != ("id",):
                yield table, names


def _row_in(entry: Entry, table: Table) -> Row | None:
    """Return the row that an object has in a table, as far as it is known; None if it has none."""
    if entry.kind.table is table:
        return entry.row
    extra, owner = entry.kind.extra, entry.owner
    if extra is None or extra.table is not table or owner is None:
        return None
    own = {name: entry.row.get(name) for name in extra.columns}
    return {"id": entry.row.get("id"), "managed_user_id": owner.row.get("id"), **own}


def _rows(entries: Iterable[Entry]) -> Rows:
    rows: dict[Table, list[Row]] = {}
    found = list(entries)
    for table in STATE_TABLES:
        names = [column.name for column in exported_columns(table)]
        own = (_row_in(entry, table) for entry in found)
        rows[table] = [{name: row[name] for name in names} for row in own if row is not None]
    return rows
