"""Creates isolated namespaces from the seed on first use; must not interpret the seed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from threading import Lock
from types import TracebackType

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from workato_embedded_mock.instruments.clock import RealClock
from workato_embedded_mock.instruments.clock_history import remember_clock
from workato_embedded_mock.instruments.expiry import Expiry
from workato_embedded_mock.instruments.namespace_clock import NamespaceClock
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.store import tables
from workato_embedded_mock.store.availability import unavailability
from workato_embedded_mock.store.bulk_deletion import delete_unsaved_namespaces
from workato_embedded_mock.store.database import Database
from workato_embedded_mock.store.folder_trees import detach
from workato_embedded_mock.store.list_indexes import build_index
from workato_embedded_mock.store.list_keys import ListKey
from workato_embedded_mock.store.session import NAMESPACE_ID, SHORT_LIST, NamespaceSession
from workato_embedded_mock.store.statements import Statements
from workato_embedded_mock.store.states import STATE_TABLES, Rows, export_state
from workato_embedded_mock.store.tables.folders import folders

# The most expired namespaces that are deleted at once.
_EXPIRED_AT_ONCE = 100
# The number of lists with a filter that are remembered.
_REMEMBERED = 100


class Namespaces:
    """The namespaces of one database.

    Args:
        database: The database.
        seed: The rows of a new namespace.
        source: What people call this seed, such as `seed default`.
        short_list: The number of rows up to which a list is read without an index.
        expiry: Decides which namespaces are deleted when others are created; None for none.
    """

    def __init__(
        self,
        database: Database,
        seed: Rows,
        source: str = "seed",
        short_list: int = SHORT_LIST,
        expiry: Expiry | None = None,
    ) -> None:
        self._database = database
        self._short_list = short_list
        self._seed = seed
        self._expiry = expiry
        self._source = source
        self._clock = RealClock()
        # Ids by name; empty for a shared database, where another process can delete a namespace.
        self._numbers: dict[str, int] = {}
        # The lists with a filter that were last read without an index, by the name of the namespace.
        self._filtered: deque[tuple[str, ListKey]] = deque(maxlen=_REMEMBERED)
        # Several threads serve requests if the database is shared.
        self._lock = Lock()
        self._listeners: list[Callable[[str], None]] = []
        self._replaced_listeners: list[Callable[[str], None]] = []

    @property
    def shared(self) -> bool:
        """Whether other processes may have the same database open."""
        return self._database.shared

    def on_reset(self, listener: Callable[[str], None]) -> None:
        """Call a listener with the name of each namespace that is reset or deleted."""
        self._listeners.append(listener)

    def on_replaced(self, listener: Callable[[str], None]) -> None:
        """Call a listener with the name of each namespace whose state is replaced by another one."""
        self._replaced_listeners.append(listener)

    def transaction(
        self, name: str, *, write: bool, max_wait: float | None = None
    ) -> AbstractContextManager[NamespaceSession]:
        """Open a session in a namespace, creating the namespace if needed; an exception rolls back the transaction.

        Long lists that were read without an index get one, in a transaction of its own.

        Args:
            name: The name of the namespace.
            write: Whether it writes.
            max_wait: How many seconds it waits for the database, if they are less than usual.
        """
        return _Transaction(self, name, write=write, max_wait=max_wait)

    def begin(self, name: str, *, write: bool, max_wait: float | None = None) -> tuple[Connection, NamespaceSession]:
        """Begin a transaction of a namespace; see `transaction`."""
        if self._expiry is not None:
            self._expiry.note(name)
        connection = self._database.begin(write=write, lock=name, max_wait=max_wait)
        try:
            number = self._numbers.get(name) or self._find(connection, name)
        except BaseException as error:
            self._database.end(connection, error, write=write)
            raise
        if number is None:
            self._database.end(connection, None, write=write)
            self._create(name)
            return self.begin(name, write=write, max_wait=max_wait)
        return connection, NamespaceSession(connection, self._database.statements, number, self._short_list)

    def end(
        self, name: str, connection: Connection, session: NamespaceSession, error: BaseException | None, *, write: bool
    ) -> None:
        """Commit what `begin` began, or roll it back on an error."""
        self._database.end(connection, error, write=write)
        if session.unindexed and error is None:
            self._index(name, session.unindexed)

    def ensure(self, name: str) -> None:
        """Create a namespace if it does not exist."""
        if name not in self._numbers:
            with self.transaction(name, write=False):
                pass

    def exists(self, name: str) -> bool:
        """Return whether a namespace exists, without creating it."""
        if name in self._numbers:
            return True
        with self._database.transaction(write=False) as connection:
            return self._find(connection, name) is not None

    def name(self, number: int) -> str | None:
        """Return the name of the namespace with an id, or None."""
        with self._database.transaction(write=False) as connection:
            statement = select(tables.namespaces.c.name).where(tables.namespaces.c.id == number)
            return connection.execute(statement).scalar()

    def name_of_vendor(self, vendor_id: str) -> str | None:
        """Return the name of the namespace with a vendor id, or None."""
        with self._database.transaction(write=False) as connection:
            statement = select(tables.namespaces.c.name).where(tables.namespaces.c.vendor_id == vendor_id)
            return connection.execute(statement).scalar()

    def names(self) -> list[str]:
        """Return the names of all namespaces, oldest first."""
        with self._database.transaction(write=False) as connection:
            statement = select(tables.namespaces.c.name).order_by(tables.namespaces.c.id)
            return list(connection.execute(statement).scalars())

    @contextmanager
    def reading(self) -> Iterator[NamespaceReader]:
        """Open a transaction that reads existing namespaces, and creates none."""
        with self._database.transaction(write=False) as connection:
            yield NamespaceReader(connection, self._database.statements)

    @contextmanager
    def existing(self, number: int) -> Iterator[NamespaceSession | None]:
        """Open a session that only reads the namespace with an id; None if there is none. It creates nothing."""
        statement = select(tables.namespaces.c.id).where(tables.namespaces.c.id == number)
        with self.reading() as reader:
            found = reader.connection.execute(statement).scalar()
            yield None if found is None else reader.session(number)

    def clock(self, session: NamespaceSession) -> NamespaceClock:
        """Return the clock of a namespace, for one transaction."""
        return NamespaceClock(session, self._clock)

    def ping(self) -> None:
        """Run a query, to find out whether the database is reachable.

        Raises:
            SQLAlchemyError: The database is not reachable.
            DatabaseUnavailableError: Its file is gone.
        """
        with self._database.transaction(write=False) as connection:
            connection.execute(select(tables.schema_version.c.version_num))
        self._database.check_presence()

    def reset(self, name: str, rows: Rows | None = None, source: str = "") -> None:
        """Reset a namespace to the seed, or to other rows that people call `source`.

        This also removes its faults, limits and journal. Its snapshots stay.
        """
        with self.transaction(name, write=True) as session:
            if rows is None:
                replace_rows(session, self._seed, self._source)
            else:
                replace_rows(session, rows, source)
            # After the clock has changed, which is remembered.
            for table in _CLEARED:
                session.execute(_DELETES[table])
        self._notify(name)

    def reset_all(self) -> int:
        """Reset all namespaces to the seed; return how many there were.

        Those without snapshots are deleted: their next use creates them again.
        """
        with self._database.transaction(write=False) as connection:
            saved = select(tables.snapshots.c.namespace)
            statement = select(tables.namespaces.c.name, tables.namespaces.c.id.in_(saved))
            names = {row.name: bool(row[1]) for row in connection.execute(statement)}
        # Nothing else uses the connection meanwhile; see `delete_unsaved_namespaces`.
        with self._database.transaction(write=self._database.shared) as connection:
            delete_unsaved_namespaces(connection)
        for name, is_saved in names.items():
            if is_saved:
                self.reset(name)
            else:
                self._forget(name)
        return len(names)

    def replace_state(self, name: str, rows: Rows) -> None:
        """Replace the state of a namespace."""
        with self.transaction(name, write=True) as session:
            replace_rows(session, rows, "state in a request")
        for listener in self._replaced_listeners:
            listener(name)

    def state(self, name: str) -> Json:
        """Return the state of a namespace as JSON."""
        with self.transaction(name, write=False) as session:
            return export_state(session)

    def delete(self, name: str) -> None:
        """Delete a namespace with its snapshots; the next use creates it again."""
        with self._database.transaction(write=True, lock=name) as connection:
            number = self._find(connection, name)
            connection.execute(_DETACH_FOLDERS, {"namespace_id": number})
            connection.execute(delete(tables.namespaces).where(tables.namespaces.c.id == number))
        self._forget(name)

    def _forget(self, name: str) -> None:
        """Drop what is known of a namespace that was deleted."""
        self._numbers.pop(name, None)
        if self._expiry is not None:
            self._expiry.forget(name)
        self._notify(name)

    def _expire(self, expiry: Expiry) -> None:
        """Delete some namespaces that have expired: those that no process has used, as far as their journals say."""
        limit, journal = expiry.limit().isoformat(timespec="milliseconds"), tables.journal.c
        used = select(journal.id).where(journal.namespace == tables.namespaces.c.id, journal.time >= limit)
        statement = select(tables.namespaces.c.name).where(
            tables.namespaces.c.created_at < limit, ~used.correlate(tables.namespaces).exists()
        )
        with self._database.transaction(write=False) as connection:
            names = list(connection.execute(statement).scalars())
        for name in expiry.unused(names)[:_EXPIRED_AT_ONCE]:
            self.delete(name)

    def _notify(self, name: str) -> None:
        for listener in self._listeners:
            listener(name)

    def _create(self, name: str) -> None:
        with self._database.transaction(write=True, lock=name) as connection:
            if self._find(connection, name) is None:
                now = datetime.now(UTC).isoformat(timespec="seconds")
                vendor_id = tables.vendor_id_of(name)
                values = {"name": name, "created_at": now, "source": self._source, "vendor_id": vendor_id}
                made = connection.execute(insert(tables.namespaces).values(values)).inserted_primary_key
                number = int(made[0]) if made else 0
                _fill(NamespaceSession(connection, self._database.statements, number), self._seed)
        if self._expiry is not None and self._expiry.is_due():
            self._expire(self._expiry)

    def _index(self, name: str, keys: Sequence[ListKey]) -> None:
        """Build the indexes of long lists: with a filter only for the second time, because most values are rare."""
        keys = [key for key in keys if not key.values or self._is_known(name, key)]
        if not keys:
            return
        try:
            with self._database.transaction(write=True, lock=name) as connection:
                number = self._find(connection, name)
                if number is not None:
                    for key in keys:
                        build_index(NamespaceSession(connection, self._database.statements, number), key)
        except Exception as error:
            # The request is served. If another process writes for long, a later request builds the index.
            if unavailability(error) is None:
                raise

    def _is_known(self, name: str, key: ListKey) -> bool:
        """Return whether a list was read before; remember it."""
        with self._lock:
            if (name, key) in self._filtered:
                return True
            self._filtered.append((name, key))
            return False

    def _find(self, connection: Connection, name: str) -> int | None:
        number: int | None = self._database.statements.execute(connection, _FIND, {"name": name}).scalar()
        if number is not None and not self._database.shared:
            self._numbers[name] = number
        return number


class _Transaction:
    """A transaction of a namespace as the context of a block. A generator would take several times as long."""

    __slots__ = ("_connection", "_max_wait", "_name", "_namespaces", "_session", "_write")

    def __init__(self, namespaces: Namespaces, name: str, *, write: bool, max_wait: float | None) -> None:
        self._namespaces = namespaces
        self._name = name
        self._write = write
        self._max_wait = max_wait

    def __enter__(self) -> NamespaceSession:
        begin = self._namespaces.begin
        self._connection, self._session = begin(self._name, write=self._write, max_wait=self._max_wait)
        return self._session

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self._namespaces.end(self._name, self._connection, self._session, error, write=self._write)


class NamespaceReader:
    """A transaction that reads several namespaces.

    Attributes:
        connection: The connection, in the transaction.
    """

    def __init__(self, connection: Connection, statements: Statements) -> None:
        self.connection = connection
        self._statements = statements

    def session(self, number: int) -> NamespaceSession:
        """Return the session of the namespace with an id."""
        return NamespaceSession(self.connection, self._statements, number)


def replace_rows(session: NamespaceSession, rows: Rows, source: str) -> None:
    """Replace the state of a namespace by rows that people call `source`, such as `snapshot before`."""
    session.execute(_SET_SOURCE, source=source)
    remember_clock(session, RealClock().now())
    # Counting each row that is deleted and added takes longer than building an index again.
    session.execute(_DELETES[tables.list_indexes])
    session.execute(_DETACH_FOLDERS)
    for table in reversed(STATE_TABLES):
        session.execute(_DELETES[table])
    _fill(session, rows)


def _fill(session: NamespaceSession, rows: Rows) -> None:
    for table, content in rows.items():
        if table is not tables.sequences:
            session.execute_many(_INSERTS[table], content)
    last = {row["kind"]: row["last"] for row in rows.get(tables.sequences, ())}
    for table in STATE_TABLES:
        if tables.FIRST_ID in table.info:
            # A state that was edited by hand may have ids beyond its sequence.
            last[table.name] = max(last.get(table.name, 0), _last_id(table, rows))
    session.execute_many(_INSERTS[tables.sequences], [{"kind": kind, "last": number} for kind, number in last.items()])


def _last_id(table: Table, rows: Rows) -> int:
    return max([int(table.info[tables.FIRST_ID]), *(int(row["id"]) for row in rows.get(table, ()))])


_OWNED = [table for table in tables.metadata.sorted_tables if "namespace" in table.c]
_DETACH_FOLDERS = detach(folders.c.namespace == NAMESPACE_ID)
_DELETES = {table: delete(table).where(table.c.namespace == NAMESPACE_ID) for table in _OWNED}
_INSERTS = {table: insert(table).values(namespace=NAMESPACE_ID) for table in STATE_TABLES}
_CLEARED = [table for table in _OWNED if tables.INSTRUMENT in table.info and table is not tables.snapshots]
_SET_SOURCE = update(tables.namespaces).where(tables.namespaces.c.id == NAMESPACE_ID).values(source=bindparam("source"))
_FIND = select(tables.namespaces.c.id).where(tables.namespaces.c.name == bindparam("name"))
