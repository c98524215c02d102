"""Makes namespaces, each a world of its own, from the seed on first use; must not know what a seed means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Table, bindparam, delete, insert, select

from workato_embedded_mock.instruments.clock import Clock, RealClock
from workato_embedded_mock.instruments.clocks import StoredClock
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.store import tables
from workato_embedded_mock.store.database import Database
from workato_embedded_mock.store.space import Space
from workato_embedded_mock.store.states import STATE_TABLES, Rows, state_of


class Namespaces:
    """The namespaces of one database."""

    def __init__(self, database: Database, seed: Rows) -> None:
        self._database = database
        self._seed = seed
        self._clock = RealClock()
        # Only a database that no other process has: there a namespace could be deleted unnoticed.
        self._numbers: dict[str, int] = {}
        self._watchers: list[Callable[[str], None]] = []

    @property
    def shared(self) -> bool:
        """Whether other processes may have the same database open."""
        return self._database.shared

    def on_reset(self, watcher: Callable[[str], None]) -> None:
        """Have the name of each namespace told that is made as new or forgotten."""
        self._watchers.append(watcher)

    @contextmanager
    def transaction(self, name: str, *, write: bool) -> Iterator[Space]:
        """Run one transaction in a namespace, created from the seed when it is new; what raises undoes all."""
        while True:
            with self._database.transaction(write=write, lock=name) as connection:
                number = self._numbers.get(name) or self._find(connection, name)
                if number is not None:
                    yield Space(connection, number)
                    return
            self._ensure(name)

    def name(self, number: int) -> str | None:
        """Answer the name of the namespace that has a number, or None."""
        with self._database.transaction(write=False) as connection:
            statement = select(tables.namespaces.c.name).where(tables.namespaces.c.id == number)
            return connection.execute(statement).scalar()

    def names(self) -> list[str]:
        """Answer the names of all namespaces, oldest first."""
        with self._database.transaction(write=False) as connection:
            statement = select(tables.namespaces.c.name).order_by(tables.namespaces.c.id)
            return list(connection.execute(statement).scalars())

    def clock(self, space: Space) -> Clock:
        """Answer the clock of a namespace, for one transaction."""
        return StoredClock(space, self._clock)

    def check(self) -> None:
        """Ask the database something; raises what SQLAlchemy raises where it does not answer."""
        with self._database.transaction(write=False) as connection:
            connection.execute(select(tables.schema_version.c.version_num))

    def reset(self, name: str, rows: Rows | None = None) -> None:
        """Make a namespace as new: the seed or other rows, no faults, the limits of the server, an empty journal.

        Its snapshots stay.
        """
        with self.transaction(name, write=True) as space:
            for table in _CLEARED:
                space.change(_DELETES[table])
            put_rows(space, self._seed if rows is None else rows)
        self._tell(name)

    def put(self, name: str, rows: Rows) -> None:
        """Put rows in the place of the state of a namespace."""
        with self.transaction(name, write=True) as space:
            put_rows(space, rows)

    def state(self, name: str) -> Json:
        """Write the state of a namespace; a new one is made from the seed."""
        with self.transaction(name, write=False) as space:
            return state_of(space)

    def delete(self, name: str) -> None:
        """Forget a namespace with all that belongs to it, snapshots included; the next use makes it anew."""
        with self._database.transaction(write=True, lock=name) as connection:
            connection.execute(delete(tables.namespaces).where(tables.namespaces.c.name == name))
        self._numbers.pop(name, None)
        self._tell(name)

    def _tell(self, name: str) -> None:
        for watcher in self._watchers:
            watcher(name)

    def _ensure(self, name: str) -> None:
        with self._database.transaction(write=True, lock=name) as connection:
            if self._find(connection, name) is None:
                made = connection.execute(insert(tables.namespaces).values(name=name)).inserted_primary_key
                _fill(Space(connection, int(made[0]) if made else 0), self._seed)

    def _find(self, connection: Connection, name: str) -> int | None:
        number = connection.execute(_FIND, {"name": name}).scalar()
        if number is not None and not self._database.shared:
            self._numbers[name] = number
        return number


def put_rows(space: Space, rows: Rows) -> None:
    """Put rows in the place of the state of a namespace."""
    for table in reversed(STATE_TABLES):
        space.change(_DELETES[table])
    _fill(space, rows)


def _fill(space: Space, rows: Rows) -> None:
    for table, content in rows.items():
        if table is not tables.sequences:
            space.change_many(_INSERTS[table], content)
    last = {row["kind"]: row["last"] for row in rows.get(tables.sequences, ())}
    for table in STATE_TABLES:
        if tables.FIRST_ID in table.info:
            # A state that was written by hand may have ids that it did not count.
            last[table.name] = max(last.get(table.name, 0), _last_id(table, rows))
    space.change_many(_INSERTS[tables.sequences], [{"kind": kind, "last": number} for kind, number in last.items()])


def _last_id(table: Table, rows: Rows) -> int:
    return max([int(table.info[tables.FIRST_ID]), *(int(row["id"]) for row in rows.get(table, ()))])


_OWNED = [table for table in tables.metadata.sorted_tables if "namespace" in table.c]
_DELETES = {table: delete(table).where(table.c.namespace == bindparam("space")) for table in _OWNED}
_INSERTS = {table: insert(table).values(namespace=bindparam("space")) for table in STATE_TABLES}
_CLEARED = [table for table in _OWNED if tables.INSTRUMENT in table.info and table is not tables.snapshots]
_FIND = select(tables.namespaces.c.id).where(tables.namespaces.c.name == bindparam("name"))
