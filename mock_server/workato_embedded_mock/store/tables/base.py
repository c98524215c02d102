"""Helpers to define tables: each row belongs to a namespace, and its id is unique there."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.schema import SchemaItem

# Key of `Table.info`: new ids start after this number if the seed has no ids.
FIRST_ID = "first_id"

# Key of `Table.info`: the rows are not part of a namespace's state.
INSTRUMENT = "instrument"

# Key of `Table.info`: how the table is listed, if it has long lists.
LISTED = "listed"

# Text that every database sorts by code point.
TEXT = Text().with_variant(Text(collation="C"), "postgresql")

# Key of `Column.info`: the column is not part of a namespace's state, because the database fills it.
DERIVED = "derived"

metadata = MetaData()

schema_version = Table(
    # The table of Alembic that holds the revision.
    "workato_mock_version",
    metadata,
    Column("version_num", String(32), primary_key=True),
)

server_keys = Table(
    # Random keys that all processes with this database share. They do not belong to a namespace.
    "server_keys",
    metadata,
    Column("name", TEXT, primary_key=True),
    Column("value", TEXT, nullable=False),
)

namespaces = Table(
    "namespaces",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", TEXT, nullable=False, unique=True),
    # The time of the machine; NULL if an older version created the namespace.
    Column("created_at", TEXT),
    # Where its content came from, such as `seed default`; NULL if an older version wrote it.
    Column("source", TEXT),
    # The id of the account in direct links, see `vendor_id_of`.
    Column("vendor_id", TEXT, nullable=False, server_default=""),
    Index("namespaces_vendor_id", "vendor_id"),
)


def owning_namespace() -> Column[Any]:
    """Return the first column of a primary key: the namespace that a row belongs to, and is deleted with."""
    return Column("namespace", ForeignKey(namespaces.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False)


sequences = Table(
    "sequences",
    metadata,
    owning_namespace(),
    Column("kind", TEXT, primary_key=True),
    Column("last", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)


def vendor_id_of(name: str) -> str:
    """Return the vendor id of the namespace with a name. The name, which may be a token, does not follow from it."""
    return f"vnd{sha256(f'vendor:{name}'.encode()).hexdigest()[:18]}"


@dataclass(frozen=True, slots=True)
class Listed:
    """The lists of a table that can be long; they are sorted by id.

    Attributes:
        parent: The column with the id of the object that has a list; None for a list of the namespace.
        filters: The columns by whose values a list can be filtered.
        omits: The name of a table: a row with the id of one of its rows is omitted.
    """

    parent: str | None = None
    filters: tuple[str, ...] = ()
    omits: str | None = None


def required(name: str, kind: Any) -> Column[Any]:
    """Return a column that is not nullable."""
    return Column(name, kind, nullable=False)


def table(name: str, *items: SchemaItem, first_id: int, listed: Listed | None = None) -> Table:
    """Return a table of objects that have an id within their namespace.

    New ids start after `first_id`. It differs between tables, so that a test that mixes up ids fails. `listed` says
    that the table has long lists.
    """
    info: dict[Any, Any] = {FIRST_ID: first_id}
    if listed is not None:
        info[LISTED] = listed
    return Table(
        name,
        metadata,
        owning_namespace(),
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        *items,
        sqlite_with_rowid=False,
        info=info,
    )


def row_version() -> Column[Any]:
    """Return a column with a number that changes with each write of its row.

    It is random: a row that is deleted and added again, in whatever way, does not get an earlier number.
    """
    # A floating-point number, because `random` returns an integer in SQLite and a fraction in PostgreSQL.
    return Column(
        "row_version",
        Double,
        nullable=False,
        server_default="0",
        default=func.random(),
        onupdate=func.random(),
        info={DERIVED: True},
    )


def role_table(name: str, *, first_id: int) -> Table:
    """Return a table of the roles of customers, without the roles of the system, which all customers have."""
    return table(
        name,
        required("managed_user_id", BigInteger),
        required("name", TEXT),
        required("type", TEXT),
        required("config", JSON),
        required("created_at", TEXT),
        required("updated_at", TEXT),
        parent("managed_user_id", "managed_users"),
        Index(f"{name}_name", "namespace", "managed_user_id", "name", unique=True),
        first_id=first_id,
    )


def parent(column: str, other: str) -> ForeignKeyConstraint:
    """Return a foreign key to the id of another table in the same namespace; deletes cascade."""
    return ForeignKeyConstraint(["namespace", column], [f"{other}.namespace", f"{other}.id"], ondelete="CASCADE")


def partial(condition: str) -> dict[str, Any]:
    """Return the options of an index that has only the rows for which a condition in SQL holds."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
