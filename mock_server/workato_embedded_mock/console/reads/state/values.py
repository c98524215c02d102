"""What pages show of the state: cells with links, lists, and objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from workato_embedded_mock.console.reads.state.kinds import ChildLink, Kind
from workato_embedded_mock.plain_json import Json

# The values of the key columns of an object.
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an object.

    Attributes:
        kind: Its kind.
        key: Its key.
    """

    kind: Kind
    key: Key


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of an object.

    Attributes:
        name: What it is.
        text: The value as text; empty for none.
        link: The object that it leads to, or None.
        note: What else is known, such as the name of the object that it leads to.
    """

    name: str
    text: str
    link: Link | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list shows of an object.

    Attributes:
        link: The object.
        label: Its name.
        cells: Its other values.
    """

    link: Link
    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Count:
    """How many objects there are.

    Attributes:
        number: The number.
        more: Whether there are more, which were not counted.
    """

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.number:,}{'+' if self.more else ''}"


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list.

    Attributes:
        kind: The kind of its objects.
        headings: The headings of the columns after the name.
        objects: The objects.
        following: The key after which the next page begins, or None.
        searched: The number of rows that were searched without a match at the end; None if all were.
        parents: The objects that the list belongs to.
    """

    kind: Kind
    headings: Sequence[str]
    objects: Sequence[Summary]
    following: Key | None = None
    searched: int | None = None
    parents: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class Children:
    """The objects of one kind that belong to an object.

    Attributes:
        link: How they belong to it.
        count: How many there are.
        filters: The columns and values by which a list has only these.
    """

    link: ChildLink
    count: Count
    filters: Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class ObjectDetails:
    """One object.

    Attributes:
        link: The object.
        label: Its name.
        facts: Its main values.
        parents: The objects that it belongs to or names.
        documents: Its columns with JSON or long texts.
        children: The objects that belong to it.
        lines: The lines of a job.
        row: All columns of its row, without secrets.
    """

    link: Link
    label: str
    facts: Sequence[Cell]
    parents: Sequence[Cell]
    documents: Sequence[tuple[str, Json]]
    children: Sequence[Children]
    row: dict[str, Json]
    lines: Sequence[dict[str, Json]] = field(default=())
