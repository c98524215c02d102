"""The parts that a seed consists of: kinds of objects, their fields, and entries of a seed; must not check them."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import JSON, BigInteger, Boolean, Column, Integer, Table

from workato_embedded_mock.plain_json import Json, JsonError, pointer_token, read_json

Row = dict[str, Any]
# Returns the value of a column that a seed leaves out.
Default = Callable[["Entry"], Any]
Shape = Literal["list", "one", "map", "links"]

TIME_PATTERN = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$"
_INT64 = 2**63


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an object, which is a column of its table.

    Attributes:
        name: The name in a seed.
        column: The column of the table.
        default: Returns the value of an object without the field; None if the field is required.
        text: What the field means, for editors.
    """

    name: str
    column: Column[Any]
    default: Default | None
    text: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the field sets."""
        return (self.column.name,)

    def store(self, entry: Entry, value: Json) -> None:
        """Set the columns of an object to a value in a seed.

        Raises:
            ValueError: The value is invalid; the text says what was expected.
        """
        entry.row[self.column.name] = None if value is None and self.column.nullable else self.decode(value)

    def decode(self, value: Json) -> Any:
        """Return the value of the column for a value in a seed.

        Raises:
            ValueError: The value is invalid; the text says what was expected.
        """
        return value

    def encode(self, entry: Entry) -> Json:
        """Return the value in a seed for the value of the column."""
        return entry.row[self.column.name]

    def schema(self) -> dict[str, Any]:
        """Return a JSON Schema of the values in a seed."""
        kind = self.column.type
        if isinstance(kind, JSON):
            return {}
        if isinstance(kind, Boolean):
            return nullable({"type": "boolean"}, self.column)
        if isinstance(kind, Integer | BigInteger):
            return nullable({"type": "integer", "minimum": -_INT64, "maximum": _INT64 - 1}, self.column)
        pattern = {"pattern": TIME_PATTERN} if self.column.name.endswith("_at") else {}
        return nullable({"type": "string", **pattern}, self.column)


def nullable(schema: dict[str, Any], column: Column[Any]) -> dict[str, Any]:
    """Return a schema of a type that also allows null if the column does."""
    return {**schema, "type": [schema["type"], "null"]} if column.nullable else schema


@dataclass(frozen=True, slots=True)
class Reference(Field):
    """A field that names another object by its id, or by a name that is unique among the objects of its workspace.

    Attributes:
        target: The table of the other object.
        loose: Whether the other object may be missing if it is named by its id.
    """

    target: str = ""
    loose: bool = False

    def schema(self) -> dict[str, Any]:
        """Return a JSON Schema of ids and names."""
        return {"type": ["integer", "string", *(["null"] if self.column.nullable else [])]}


@dataclass(frozen=True, slots=True)
class JsonText(Field):
    """A field whose column has JSON as text. A seed has the JSON itself, or the text."""

    def decode(self, value: Json) -> Any:
        """Return the text."""
        return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)

    def encode(self, entry: Entry) -> Json:
        """Return the JSON if that loses nothing, and otherwise the text."""
        text = entry.row[self.column.name]
        try:
            value = read_json(text.encode("utf-8"))
        except JsonError:
            return text
        return value if isinstance(value, dict | list) and self.decode(value) == text else text

    def schema(self) -> dict[str, Any]:
        """Return a JSON Schema of objects, lists and texts."""
        return {"type": ["object", "array", "string"]}


@dataclass(frozen=True, slots=True)
class Base64(Field):
    """A field whose column has bytes. A seed has them in base64."""

    def decode(self, value: Json) -> Any:
        """Return the bytes."""
        try:
            return base64.b64decode(value, validate=True)
        except (TypeError, ValueError, binascii.Error) as error:
            raise ValueError("expected a base64 string") from error

    def encode(self, entry: Entry) -> Json:
        """Return the base64 text."""
        return base64.b64encode(entry.row[self.column.name]).decode("ascii")

    def schema(self) -> dict[str, Any]:
        """Return a JSON Schema of texts."""
        return {"type": "string", "contentEncoding": "base64"}


@dataclass(frozen=True, slots=True)
class Extra:
    """A second table that has a row for each object of a kind, with the same id.

    Attributes:
        table: The table.
        columns: Its columns that are fields of the object. It also has the id of the object that this is nested in.
    """

    table: Table
    columns: tuple[str, ...]


# The table and the id of the object that another is nested in; None at the top; False for a row of another kind.
Place = tuple[str, int] | None | Literal[False]


@dataclass(frozen=True, slots=True)
class Places:
    """What decides in which object a row is nested.

    Attributes:
        homes: The ids of the Home folders.
        environments: The rows of environments by their id.
    """

    homes: frozenset[int]
    environments: dict[int, Row]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of objects in a seed.

    Attributes:
        name: The section of the seed that has the objects.
        table: The table of their rows.
        fields: Their fields, without the id.
        shape: `list` of objects, `one` object, `map` of a key to a value, or `links`, a list of references.
        one: What one object is called.
        place: Returns in what an object is nested, from its row.
        derived: Returns the columns that follow from where an object is.
        labels: The columns by which references can name an object.
        has_id: Whether the objects have an id, which is assigned if it is left out.
        extra: A second table.
        children: The kinds of the objects that are nested in an object.
        text: What the section has, for editors.
    """

    name: str
    table: Table
    fields: tuple[Field, ...]
    shape: Shape
    one: str
    place: Callable[[Row, Places], Place]
    derived: Callable[[Entry], Row]
    labels: tuple[str, ...] = ()
    has_id: bool = False
    extra: Extra | None = None
    children: list[Kind] = field(default_factory=list)
    text: str = ""

    @property
    def link(self) -> Field:
        """The field with the reference, of a kind whose objects are links."""
        return next(field for field in self.fields if isinstance(field, Reference))

    def field_named(self, column: str) -> Field:
        """Return the field of a column."""
        return next(each for each in self.fields if column in each.columns)


@dataclass(slots=True, eq=False)
class Entry:
    """One object of a seed.

    Attributes:
        kind: The kind of the object.
        pointer: Where it is in the seed.
        given: The fields that the seed gives.
        owner: The object that it is nested in.
        position: Its place among the objects that are nested there in the same section.
        row: The columns found so far.
        nested: The objects that are nested in it, by the name of their kind.
        targets: The objects that it refers to, by the column.
    """

    kind: Kind
    pointer: str
    given: dict[str, Json]
    owner: Entry | None
    position: int = 0
    row: Row = field(default_factory=dict)
    nested: dict[str, list[Entry]] = field(default_factory=dict)
    targets: dict[str, Entry] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The id of the object."""
        return int(self.row["id"])

    @property
    def workspace(self) -> Entry | None:
        """The customer or environment that the object belongs to, or None."""
        return next((each for each in self.owners() if each.kind.table.name == "managed_users"), None)

    def owners(self) -> Iterator[Entry]:
        """Yield the objects that this one is nested in, the nearest first."""
        owner = self.owner
        while owner is not None:
            yield owner
            owner = owner.owner

    def get(self, column: str) -> Any:
        """Return the value of a column: the given one, or else its default."""
        if column not in self.row:
            default = self.kind.field_named(column).default
            self.row[column] = None if default is None else default(self)
        return self.row[column]

    def at(self, name: str) -> str:
        """Return the pointer of a field."""
        nested = self.kind.shape in {"list", "one"} and (name in self.given or name == "id")
        return f"{self.pointer}/{pointer_token(name)}" if nested else self.pointer

    @property
    def account(self) -> Entry | None:
        """The customer that the object belongs to, or that it is. None for the partner's own."""
        return next((each for each in (self, *self.owners()) if each.kind.name == "customers"), None)
