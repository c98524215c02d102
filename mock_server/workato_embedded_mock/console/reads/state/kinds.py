"""The kinds of objects in an account, derived from the tables of the store: a new table appears by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from sqlalchemy import JSON, Column, ForeignKeyConstraint, Integer, LargeBinary, Table
from sqlalchemy.types import TypeEngine

from workato_embedded_mock.console.reads.state import declared
from workato_embedded_mock.registry import RESOURCES
from workato_embedded_mock.store import tables
from workato_embedded_mock.store.state_checks import exported_columns
from workato_embedded_mock.store.states import STATE_TABLES

CUSTOMERS = "managed_users"
OWNER = "managed_user_id"

_NAMESPACE = "namespace"
_LABELS = ("name", "title", "provider", "email", "month")
# Columns of text that can be long.
_LONG = frozenset({"code", "description", "schema", "signature_verification_key"})
_SUMMARY_SIZE = 5
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reference:
    """A column with the id of another object.

    Attributes:
        column: The column.
        target: The name of the table that has the other object.
        enforced: Whether the database makes sure that the other object exists.
    """

    column: str
    target: str
    enforced: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of objects: the rows of a table.

    Attributes:
        table: The table.
        title: What many objects are called.
        one: What one object is called.
        group: The name of the group of kinds that it belongs to.
        key: The columns that identify an object within an account. All lists are sorted by them.
        label: The column with the name of an object; None if they have none.
        summary: The columns that lists show besides key and name.
        references: The columns that lead to other objects, by column.
        newest_first: Whether the object with the highest key is first.
    """

    table: Table
    title: str
    one: str
    group: str
    key: tuple[str, ...]
    label: str | None
    summary: tuple[str, ...]
    references: Mapping[str, tuple[Reference, ...]]
    newest_first: bool

    @property
    def name(self) -> str:
        """The name of the table, which addresses the kind."""
        return self.table.name

    @property
    def has_id(self) -> bool:
        """Whether an object is addressed by an id."""
        return self.key == ("id",)

    @property
    def group_title(self) -> str:
        """The title of its group."""
        return declared.GROUPS.get(self.group) or self.group.replace("_", " ").capitalize()

    @property
    def columns(self) -> list[Column[object]]:
        """The columns that the state has."""
        return exported_columns(self.table)

    @property
    def searched(self) -> tuple[str, ...]:
        """The columns that a search for a text reads."""
        names = dict.fromkeys((self.label, *declared.SEARCHED))
        return tuple(name for name in names if name is not None and name in self.table.c)

    def is_indexed(self, column: str) -> bool:
        """Return whether the database finds the objects with a value of a column without reading others."""
        leading = [[each.name for each in index.columns][1:2] for index in self.table.indexes]
        return [column] in leading or self.key[:1] == (column,)


@dataclass(frozen=True, slots=True)
class ChildLink:
    """Objects that belong to another: the kind, and its column with the id of the other.

    Attributes:
        kind: The kind.
        column: The column.
    """

    kind: Kind
    column: str

    @property
    def title(self) -> str:
        """The title of the kind, with the column if its name does not say the relation."""
        if self.is_same:
            return f"{self.kind.title} with this id"
        columns = [each for each in children_columns(self.kind, self.target) if self.kind.key != (each,)]
        usual = self.column == OWNER or len(columns) <= 1
        return self.kind.title if usual else f"{self.kind.title} ({self.column})"

    @property
    def is_same(self) -> bool:
        """Whether it is the same object in another table, such as the workspace of an environment."""
        return self.column == "id"

    @property
    def target(self) -> str:
        """The name of the table of the other objects."""
        return self.kind.references[self.column][0].target


def is_binary(kind: TypeEngine[object]) -> bool:
    """Return whether a column has bytes."""
    return isinstance(kind, LargeBinary)


def children_columns(kind: Kind, target: str) -> list[str]:
    """Return the columns of a kind that lead from an object of a table to its children."""
    return [
        column
        for column, references in kind.references.items()
        if any(each.target == target for each in references)
        and (kind.is_indexed(column) or (kind.name, column) in declared.SMALL_LISTS)
    ]


def children_of(target: str) -> list[ChildLink]:
    """Return how the objects of other kinds belong to those of a table, grouped as the kinds are."""
    return [ChildLink(kind, column) for kind in KINDS.values() for column in children_columns(kind, target)]


def _groups() -> dict[str, str]:
    """Return the group of each table: the subject of the rules of its resource."""
    found: dict[str, str] = {}
    for resource in RESOURCES:
        if resource.tables:
            module = import_module(f"{tables.__name__}.{resource.name}")
            names = [each.name for each in vars(module).values() if isinstance(each, Table) and each.name in _NAMES]
            found |= dict.fromkeys(names, resource.rules[0].partition(".")[0])
    return found


def _references(table: Table) -> dict[str, tuple[Reference, ...]]:
    found: dict[str, tuple[Reference, ...]] = {}
    for constraint in sorted(table.foreign_key_constraints, key=lambda each: tuple(each.column_keys)):
        for reference in _enforced(constraint):
            found[reference.column] = (*found.get(reference.column, ()), reference)
    for column in table.c:
        target = _named_target(table, column)
        if target is not None and column.name not in found:
            found[column.name] = (Reference(column.name, target, enforced=False),)
    return {column.name: found[column.name] for column in table.c if column.name in found}


def _enforced(constraint: ForeignKeyConstraint) -> Iterator[Reference]:
    for element in constraint.elements:
        if element.parent.name != _NAMESPACE:
            yield Reference(element.parent.name, element.column.table.name, enforced=True)


def _named_target(table: Table, column: Column[object]) -> str | None:
    """Return the table that the name of a column suggests: `recipes` for `root_recipe_id`."""
    known = declared.TARGETS.get((table.name, column.name))
    if known is not None or not column.name.endswith("_id") or not isinstance(column.type, Integer):
        return known
    words = column.name.removesuffix("_id").split("_")
    for start in range(len(words)):
        name = f"{'_'.join(words[start:])}s"
        if name in _NAMES and "id" in _NAMES[name].c:
            return name
    return None


def kind_of(table: Table, groups: Mapping[str, str]) -> Kind:
    """Return the kind of a table; `groups` has the group of each table that belongs to a resource."""
    plural = table.name.replace("_", " ")
    singular = f"{plural[:-3]}y" if plural.endswith("ies") else plural.removesuffix("s")
    title, one = declared.TITLES.get(table.name, (plural.capitalize(), singular))
    key = tuple(column.name for column in table.primary_key.columns if column.name != _NAMESPACE)
    label = next((name for name in _LABELS if name in table.c and name not in key), None)
    label = declared.LABELS.get(table.name, label)
    references = _references(table)
    return Kind(
        table,
        title,
        one,
        groups.get(table.name, _OTHER),
        key,
        label,
        _summary(table, [*key, label], references),
        references,
        table.name in declared.NEWEST_FIRST,
    )


def _summary(table: Table, named: Sequence[str | None], references: Iterable[str]) -> tuple[str, ...]:
    """Return the columns of a list, without those that name an object, unless they lead to another."""
    links = [column for column in named if column is not None and column in references]
    columns = declared.SUMMARIES.get(table.name)
    if columns is None:
        short = [column.name for column in exported_columns(table) if _is_short(column)]
        columns = tuple(name for name in short if name not in named)[:_SUMMARY_SIZE]
    return tuple(dict.fromkeys((*links, *columns)))


def _is_short(column: Column[object]) -> bool:
    return not isinstance(column.type, JSON | LargeBinary) and column.name not in _LONG


def _kinds() -> dict[str, Kind]:
    groups = _groups()
    groups_in_order = list(dict.fromkeys((*declared.GROUPS, *groups.values(), _OTHER)))
    tables_in_order = list(dict.fromkeys((*groups, *_NAMES)))
    kinds = [kind_of(table, groups) for table in _NAMES.values()]
    kinds.sort(key=lambda kind: (groups_in_order.index(kind.group), tables_in_order.index(kind.name)))
    return {kind.name: kind for kind in kinds}


_NAMES = {table.name: table for table in STATE_TABLES if table.name not in declared.LEFT_OUT}
# All kinds by the names of their tables, those of one group together.
KINDS = _kinds()
