"""Finds the objects that references name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.form.kinds import Entry, Reference
from workato_embedded_mock.seeds.problems import expected_names

_PROJECTS = "projects"


class Index:
    """The objects of a seed by their ids and by their names.

    Args:
        entries: The objects. Their columns with an id and with names are known.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_id: dict[tuple[str, int], Entry] = {}
        # By table and name, and then by the customer: many customers have objects of the same names.
        self._by_label: dict[tuple[str, str], dict[Entry | None, list[Entry]]] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Add an object."""
        table = entry.kind.table.name
        if "id" in entry.row:
            self._by_id.setdefault((table, entry.row["id"]), entry)
        for label in labels_of(entry):
            found = self._by_label.setdefault((table, label), {}).setdefault(entry.account, [])
            if entry not in found:
                found.append(entry)

    def with_id(self, table: str, number: int) -> Entry | None:
        """Return the object of a table with an id, or None."""
        return self._by_id.get((table, number))

    def find(self, entry: Entry, field: Reference, value: Json) -> Entry | None:
        """Return the object that a field refers to, or None if it may be missing.

        Raises:
            ValueError: There is no such object, or there are several.
        """
        if isinstance(value, str):
            return self._named(entry, field, value)
        found = self.with_id(field.target, value)
        if found is None and not field.loose:
            raise ValueError(f"the seed has no {_one(field)} with the id {value}; {self._choices(entry, field, '')}")
        account = None if found is None else found.account
        if account is not None and not field.loose and entry.account is not None and account is not entry.account:
            raise ValueError(f"the {_one(field)} {value} belongs to another customer")
        return found

    def name_of(self, entry: Entry, field: Reference) -> Json:
        """Return the name of the object that a field refers to, or its id if no name is unique."""
        number = entry.row[field.column.name]
        target = None if number is None else self.with_id(field.target, number)
        for label in () if target is None else labels_of(target):
            if self._candidates(entry, field, label) == [target]:
                return label
        return number

    def _named(self, entry: Entry, field: Reference, name: str) -> Entry:
        found = self._candidates(entry, field, name)
        if not found:
            raise ValueError(f"there is no {_one(field)} {name!r}; {self._choices(entry, field, name)}")
        if len(found) > 1:
            ids = ", ".join(str(each.row.get("id", "one without an id")) for each in found)
            raise ValueError(f"{len(found)} objects have the name {name!r}; expected the id of one: {ids}")
        return found[0]

    def _candidates(self, entry: Entry, field: Reference, name: str) -> list[Entry]:
        """Return the objects with a name: those of the same workspace, or else those of the same customer."""
        by_account = self._by_label.get((field.target, name), {})
        account = entry.account
        if account is None:
            found = [each for group in by_account.values() for each in group]
        else:
            found = [*by_account.get(account, ()), *by_account.get(None, ())]
        own = [each for each in found if each.workspace is entry.workspace]
        return own or found

    def _choices(self, entry: Entry, field: Reference, name: str) -> str:
        account = entry.account
        names = (
            label
            for (table, label), by_account in self._by_label.items()
            if table == field.target and (account is None or account in by_account or None in by_account)
        )
        return expected_names(name, names)


def labels_of(entry: Entry) -> Iterator[str]:
    """Yield the names of an object. A project has the name of its folder."""
    if entry.kind.name == _PROJECTS and "folder_id" in entry.targets:
        yield from labels_of(entry.targets["folder_id"])
    for column in entry.kind.labels:
        label = entry.row.get(column)
        if isinstance(label, str):
            yield label


def _one(field: Reference) -> str:
    return field.name.replace("_", " ")
