"""Makes namespaces, each a world of its own, from the seed on first use; must not know what a seed means."""

from sqlalchemy import Connection, Table, delete, insert, select

from workato_embedded_mock.instruments.clock import Clock, RealClock
from workato_embedded_mock.instruments.clocks import StoredClock
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.store import tables
from workato_embedded_mock.store.database import Database
from workato_embedded_mock.store.space import Space
from workato_embedded_mock.store.states import Rows, state_of


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
                    number = self._create(connection, name, self._seed)
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
        self.put(name, self._seed)

    def put(self, name: str, rows: Rows) -> None:
        """Put rows in the place of all that a namespace holds."""
        with self._database.transaction(write=True) as connection:
            self._put(connection, name, rows)

    def state(self, name: str) -> Json:
        """Write everything that a namespace holds; a new one is made from the seed."""
        number = self.number(name)
        with self._database.transaction(write=False) as connection:
            return state_of(connection, number)

    def reset_all(self) -> list[str]:
        """Give every namespace the seed again, and answer their names."""
        with self._database.transaction(write=True) as connection:
            names = list(
                connection.execute(select(tables.namespaces.c.name).order_by(tables.namespaces.c.id)).scalars()
            )
            for name in names:
                self._put(connection, name, self._seed)
        return names

    def _put(self, connection: Connection, name: str, rows: Rows) -> None:
        number = _find(connection, name)
        if number is None:
            self._create(connection, name, rows)
            return
        for table in reversed(tables.metadata.sorted_tables):
            if "namespace" in table.c:
                connection.execute(delete(table).where(table.c.namespace == number))
        _fill(connection, number, rows)

    def _create(self, connection: Connection, name: str, rows: Rows) -> int:
        made = connection.execute(insert(tables.namespaces).values(name=name)).inserted_primary_key
        number = int(made[0]) if made else 0
        _fill(connection, number, rows)
        return number


def _fill(connection: Connection, number: int, rows: Rows) -> None:
    for table, content in rows.items():
        if content:
            connection.execute(insert(table), [{"namespace": number, **row} for row in content])
    counted = {row["kind"] for row in rows.get(tables.sequences, ())}
    missing = [
        {"namespace": number, "kind": table.name, "last": _last_id(table, rows)}
        for table in tables.metadata.sorted_tables
        if tables.FIRST_ID in table.info and table.name not in counted
    ]
    if missing:
        connection.execute(insert(tables.sequences), missing)


def _last_id(table: Table, rows: Rows) -> int:
    return max([int(table.info[tables.FIRST_ID]), *(int(row["id"]) for row in rows.get(table, ()))])


def _find(connection: Connection, name: str) -> int | None:
    return connection.execute(select(tables.namespaces.c.id).where(tables.namespaces.c.name == name)).scalar()
