"""Makes namespaces, each a world of its own, from the seed on first use; must not know what a seed means."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from workato_embedded_mock.instruments.clock import Clock, RealClock
from workato_embedded_mock.instruments.clocks import StoredClock
from workato_embedded_mock.store import tables
from workato_embedded_mock.store.database import Database
from workato_embedded_mock.store.space import Space

Rows = Mapping[Table, Sequence[Mapping[str, Any]]]
"""The content of a new namespace: rows by table, parents first, without their namespace."""


class Namespaces:
    """The namespaces of one database."""

    def __init__(self, database: Database, seed: Rows) -> None:
        self._database = database
        self._seed = seed
        self._clock = RealClock()
        # A namespace keeps its number for good, also through a reset, so that this cannot go stale.
        self._numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        """Answer the number of a namespace; create it from the seed when it is new."""
        number = self._numbers.get(name)
        if number is None:
            with self._database.transaction(write=True) as connection:
                number = _find(connection, name)
                if number is None:
                    number = self._create(connection, name)
            self._numbers[name] = number
        return number

    def name(self, number: int) -> str | None:
        """Answer the name of the namespace that has a number, or None."""
        with self._database.transaction(write=False) as connection:
            statement = select(tables.namespaces.c.name).where(tables.namespaces.c.id == number)
            return connection.execute(statement).scalar()

    def clock(self, space: Space) -> Clock:
        """Answer the clock of a namespace, for one transaction."""
        return StoredClock(space, self._clock)

    def check(self) -> None:
        """Ask the database something; raises what SQLAlchemy raises where it does not answer."""
        with self._database.transaction(write=False) as connection:
            connection.execute(select(tables.schema_version.c.version))

    def reset(self, name: str) -> None:
        """Give a namespace the seed again, whatever was written in it."""
        with self._database.transaction(write=True) as connection:
            self._reset(connection, name)

    def reset_all(self) -> list[str]:
        """Give every namespace the seed again, and answer their names."""
        with self._database.transaction(write=True) as connection:
            names = list(
                connection.execute(select(tables.namespaces.c.name).order_by(tables.namespaces.c.id)).scalars()
            )
            for name in names:
                self._reset(connection, name)
        return names

    def _reset(self, connection: Connection, name: str) -> None:
        number = _find(connection, name)
        if number is None:
            self._create(connection, name)
            return
        for table in reversed(tables.metadata.sorted_tables):
            if "namespace" in table.c:
                connection.execute(delete(table).where(table.c.namespace == number))
        self._fill(connection, number)

    def _create(self, connection: Connection, name: str) -> int:
        made = connection.execute(insert(tables.namespaces).values(name=name)).inserted_primary_key
        number = int(made[0]) if made else 0
        self._fill(connection, number)
        return number

    def _fill(self, connection: Connection, number: int) -> None:
        for table, rows in self._seed.items():
            if rows:
                connection.execute(insert(table), [{"namespace": number, **row} for row in rows])
        connection.execute(
            insert(tables.sequences),
            [
                {"namespace": number, "kind": table.name, "last": self._last_id(table)}
                for table in tables.metadata.sorted_tables
                if tables.FIRST_ID in table.info
            ],
        )

    def _last_id(self, table: Table) -> int:
        return max([int(table.info[tables.FIRST_ID]), *(int(row["id"]) for row in self._seed.get(table, ()))])


def _find(connection: Connection, name: str) -> int | None:
    return connection.execute(select(tables.namespaces.c.id).where(tables.namespaces.c.name == name)).scalar()
