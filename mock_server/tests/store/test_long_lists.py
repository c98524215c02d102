"""Pages and counts of long lists are those of the rows, whatever changed them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import JSON, BigInteger, Boolean, Column, Select, Table, bindparam, delete, func, insert, select, update
from workato_embedded_mock.instruments.namespaces import Namespaces, replace_rows
from workato_embedded_mock.store import tables
from workato_embedded_mock.store.database import Database, open_database
from workato_embedded_mock.store.list_indexes import MOST_INDEXES, build_index, find_index
from workato_embedded_mock.store.list_keys import ListKey, list_key
from workato_embedded_mock.store.long_lists import LongList
from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession
from workato_embedded_mock.store.states import export_state, parse_state
from workato_embedded_mock.store.tables.folders import folders
from workato_embedded_mock.store.tables.lookup_tables import lookup_table_rows, lookup_tables
from workato_embedded_mock.store.tables.managed_users import environments, managed_users
from workato_embedded_mock.store.tables.recipes import recipes

CUSTOMER, FOLDERS, TABLES = 1, (1, 2), (1, 2)
LABELS = ("a", "b", None, "rare")
KEYS = (
    list_key(managed_users),
    *(list_key(lookup_table_rows, table) for table in TABLES),
    list_key(lookup_table_rows, 1, {"col1": "a"}),
    list_key(lookup_table_rows, 2, {"col1": "b", "col2": "a"}),
    list_key(lookup_table_rows, 1, {"col1": "rare"}),
    list_key(recipes, CUSTOMER),
    list_key(recipes, CUSTOMER, {"running": True}),
    list_key(recipes, CUSTOMER, {"folder_id": 2, "running": True}),
)
_IS_CUSTOMER = managed_users.c.id.not_in(select(environments.c.id).where(environments.c.namespace == NAMESPACE_ID))
# More rows than one bucket of each size has, with gaps of up to several buckets.
COUNTS, GAPS = st.integers(1, 300), st.sampled_from([1, 2, 40, 5000])


def query_of(key: ListKey) -> Select[Any]:
    """Return the query of all rows of a list."""
    query = select(key.table.c.id).where(key.table.c.namespace == NAMESPACE_ID, *key.conditions())
    return query.where(_IS_CUSTOMER) if key.table is managed_users else query


def row_of(table: Table, **values: Any) -> dict[str, Any]:
    """Return a row with values for all required columns."""
    given = [column for column in table.c if not column.nullable and column.server_default is None]
    empty = {column.name: _empty(column) for column in given if column.name != "namespace"}
    return {**empty, **values}


def _empty(column: Column[Any]) -> Any:
    if isinstance(column.type, JSON):
        return {} if column.name == "parameters" else []
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, BigInteger):
        return 0
    if column.name.endswith("_at"):
        return "2023-11-20T12:00:00Z"
    return "[]" if column.name == "schema" else ""


def add(session: NamespaceSession, table: Table, *rows: dict[str, Any]) -> None:
    """Insert rows."""
    session.execute_many(insert(table).values(namespace=NAMESPACE_ID), rows)


def label_of(number: int) -> str | None:
    """Return the label of a row that is added; one in 50 has a rare label."""
    return "rare" if number % 50 == 7 else LABELS[number % 3]


def fill(session: NamespaceSession) -> None:
    """Add a customer with folders and lookup tables."""
    add(session, managed_users, row_of(managed_users, id=CUSTOMER))
    add(session, folders, *(row_of(folders, id=each, managed_user_id=CUSTOMER) for each in FOLDERS))
    add(session, lookup_tables, *(row_of(lookup_tables, id=each, managed_user_id=CUSTOMER) for each in TABLES))


def check(session: NamespaceSession, key: ListKey) -> None:
    """Check pages and the number of rows of a list in both directions."""
    ids = list(session.all(query_of(key).order_by(key.table.c.id)))
    for expected, descending in ((ids, False), (ids[::-1], True)):
        reader = LongList(query_of(key), key.table, descending=descending)
        assert reader.count(session, key) == len(expected)
        for before in sorted({0, 3, len(ids) // 2, max(0, len(ids) - 3), len(ids), len(ids) + 5}):
            assert reader.page(session, key, before, 5) == expected[before : before + 5]
        if expected:
            middle = len(expected) // 2
            assert reader.page(session, key, 1, 5, start=expected[middle]["id"]) == expected[middle + 1 : middle + 6]


class LongLists(RuleBasedStateMachine):
    """Changes the rows of two namespaces and checks the lists of both."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.namespaces = Namespaces(self.database, {}, short_list=2)
        self.last = 10

    @initialize()
    def begin(self) -> None:
        """Start with two namespaces, and with indexes of all lists in one of them."""
        for name in ("one", "two"):
            self.namespaces.delete(name)
            with self.namespaces.transaction(name, write=True) as session:
                fill(session)
        self.add_rows(count=120, gap=2, table=1, name="one")
        self.add_recipes(count=20, gap=2, folder=2, running=True)
        for key in KEYS:
            self.build(key, "one")

    def next_ids(self, count: int, gap: int) -> list[int]:
        """Return new ids."""
        first = self.last + gap
        self.last += count * gap
        return list(range(first, self.last + 1, gap))

    @rule(count=COUNTS, gap=GAPS, table=st.sampled_from(TABLES), name=st.sampled_from(["one", "two"]))
    def add_rows(self, count: int, gap: int, table: int, name: str) -> None:
        """Add rows to a lookup table."""
        rows = [
            row_of(lookup_table_rows, id=each, lookup_table_id=table, col1=label_of(number), col2=LABELS[number % 2])
            for number, each in enumerate(self.next_ids(count, gap))
        ]
        with self.namespaces.transaction(name, write=True) as session:
            add(session, lookup_table_rows, *rows)

    @rule(old=st.sampled_from(LABELS), new=st.sampled_from(LABELS), beyond=st.integers(0, 5000))
    def change_rows(self, old: str | None, new: str | None, beyond: int) -> None:
        """Change the values of rows, all of them with one statement."""
        own = lookup_table_rows.c.namespace == NAMESPACE_ID, lookup_table_rows.c.col1 == old
        with self.namespaces.transaction("one", write=True) as session:
            session.execute(update(lookup_table_rows).where(*own, lookup_table_rows.c.id > beyond).values(col1=new))

    @rule(label=st.sampled_from(LABELS), beyond=st.integers(0, 5000))
    def delete_rows(self, label: str | None, beyond: int) -> None:
        """Delete many rows with one statement."""
        own = lookup_table_rows.c.namespace == NAMESPACE_ID, lookup_table_rows.c.col1 == label
        with self.namespaces.transaction("one", write=True) as session:
            session.execute(delete(lookup_table_rows).where(*own, lookup_table_rows.c.id > beyond))

    @rule(table=st.sampled_from(TABLES))
    def empty_table(self, table: int) -> None:
        """Delete a lookup table, whose rows are deleted by a cascade, and add it again."""
        own = lookup_tables.c.namespace == NAMESPACE_ID, lookup_tables.c.id == table
        with self.namespaces.transaction("one", write=True) as session:
            session.execute(delete(lookup_tables).where(*own))
            add(session, lookup_tables, row_of(lookup_tables, id=table, managed_user_id=CUSTOMER))

    @rule(count=COUNTS, gap=GAPS, with_environments=st.booleans())
    def add_customers(self, count: int, gap: int, with_environments: bool) -> None:
        """Add customers, and environments of the first of them."""
        ids = self.next_ids(count, gap)
        with self.namespaces.transaction("one", write=True) as session:
            add(session, managed_users, *(row_of(managed_users, id=each) for each in ids))
            if with_environments:
                add(
                    session,
                    environments,
                    *(
                        row_of(environments, id=each, managed_user_id=ids[0], environment_type=str(each))
                        for each in ids[1:5]
                    ),
                )

    @rule(beyond=st.integers(CUSTOMER, 5000), environments_only=st.booleans())
    def delete_customers(self, beyond: int, environments_only: bool) -> None:
        """Delete customers, whose environments are deleted by a cascade, or only environments."""
        table = environments if environments_only else managed_users
        with self.namespaces.transaction("one", write=True) as session:
            session.execute(delete(table).where(table.c.namespace == NAMESPACE_ID, table.c.id > beyond))

    @rule(count=COUNTS, gap=GAPS, folder=st.sampled_from(FOLDERS), running=st.booleans())
    def add_recipes(self, count: int, gap: int, folder: int, running: bool) -> None:
        """Add recipes to a folder."""
        own = {"managed_user_id": CUSTOMER, "folder_id": folder, "running": running}
        with self.namespaces.transaction("one", write=True) as session:
            add(session, recipes, *(row_of(recipes, id=each, **own) for each in self.next_ids(count, gap)))

    @rule(folder=st.sampled_from(FOLDERS), running=st.booleans(), rest=st.integers(0, 3))
    def change_recipes(self, folder: int, running: bool, rest: int) -> None:
        """Move some recipes, and start or stop them."""
        own = recipes.c.namespace == NAMESPACE_ID, recipes.c.id % 4 == rest
        with self.namespaces.transaction("one", write=True) as session:
            session.execute(update(recipes).where(*own).values(folder_id=folder, running=running))

    @rule()
    def restore(self) -> None:
        """Replace the state by itself, as a snapshot or an import does."""
        with self.namespaces.transaction("one", write=True) as session:
            replace_rows(session, parse_state(export_state(session)), "itself")

    @rule()
    def reset(self) -> None:
        """Reset the namespace."""
        self.namespaces.reset("one")
        with self.namespaces.transaction("one", write=True) as session:
            fill(session)

    @rule(key=st.sampled_from(KEYS), name=st.sampled_from(["one", "two"]))
    def build(self, key: ListKey, name: str) -> None:
        """Index a list."""
        with self.namespaces.transaction(name, write=True) as session:
            build_index(session, key)

    @invariant()
    def lists_equal_their_rows(self) -> None:
        """Each list has the pages and the number of its rows."""
        for name in ("one", "two"):
            with self.namespaces.transaction(name, write=False) as session:
                for key in KEYS:
                    check(session, key)
                empty = select(func.count()).where(tables.list_buckets.c.count <= 0)
                assert session.scalar(empty) == 0


@pytest.fixture
def database(new_database: Callable[[], str]) -> Iterator[Database]:
    """Return a new database."""
    opened = open_database(new_database())
    yield opened
    opened.close()


def test_lists_equal_their_rows_after_any_changes(database: Database) -> None:
    """After any sequence of changes, of resets and of restored states, each page and number is that of the rows."""
    machine = type("_", (LongLists,), {"database": database})
    run_state_machine_as_test(machine, settings=settings(max_examples=8, stateful_step_count=15))


def test_a_long_list_gets_an_index_when_it_is_read(database: Database) -> None:
    """A list gets an index when rows beyond those of a short list are skipped or counted; a short list gets none."""
    namespaces = Namespaces(database, {}, short_list=10)
    key, reader = KEYS[1], LongList(query_of(KEYS[1]), lookup_table_rows)

    def is_indexed(count: int, before: int) -> bool:
        with namespaces.transaction("one", write=True) as session:
            session.execute(delete(lookup_table_rows).where(lookup_table_rows.c.namespace == NAMESPACE_ID))
            add(session, lookup_table_rows, *(row_of(lookup_table_rows, id=i, lookup_table_id=1) for i in range(count)))
        with namespaces.transaction("one", write=False) as session:
            reader.count(session, key)
            reader.page(session, key, before, 5)
        with namespaces.transaction("one", write=False) as session:
            return find_index(session, key) is not None

    with namespaces.transaction("one", write=True) as session:
        fill(session)
    assert not is_indexed(10, before=10)
    assert is_indexed(11, before=0)


def test_a_filter_gets_an_index_when_it_is_used_again(database: Database) -> None:
    """A filter that skips many rows gets an index when it is used for the second time; one that skips few gets none."""
    namespaces = Namespaces(database, {}, short_list=10)
    query = query_of(list_key(lookup_table_rows, 1)).where(lookup_table_rows.c.col1 == bindparam("value"))
    reader = LongList(query, lookup_table_rows)

    def uses_until_indexed(value: str) -> int | None:
        key = list_key(lookup_table_rows, 1, {"col1": value})
        for number in range(3):
            with namespaces.transaction("one", write=False) as session:
                if find_index(session, key) is not None:
                    return number
                assert reader.page(session, key, 0, 2, value=value)
        return None

    with namespaces.transaction("one", write=True) as session:
        fill(session)
        values = ["few" if number % 40 == 39 else "many" for number in range(100)]
        rows = [row_of(lookup_table_rows, id=i, lookup_table_id=1, col1=value) for i, value in enumerate(values)]
        add(session, lookup_table_rows, *rows)
    assert uses_until_indexed("few") == 2
    assert uses_until_indexed("many") is None


def test_the_number_of_indexes_is_limited(database: Database) -> None:
    """In a namespace with the maximum number of indexes, a new one replaces the oldest."""
    namespaces = Namespaces(database, {})
    keys = [list_key(lookup_table_rows, 1, {"col1": str(number)}) for number in range(MOST_INDEXES + 2)]
    with namespaces.transaction("one", write=True) as session:
        fill(session)
        for key in keys:
            build_index(session, key)
        assert [find_index(session, key) is not None for key in keys] == [False] * 2 + [True] * MOST_INDEXES
        assert session.scalar(select(func.count()).select_from(tables.list_indexes)) == MOST_INDEXES


def test_indexes_are_not_part_of_the_state(database: Database) -> None:
    """An exported state is the same with and without indexes, and a deleted namespace leaves none."""
    namespaces = Namespaces(database, {})
    with namespaces.transaction("one", write=True) as session:
        fill(session)
    before = namespaces.state("one")
    with namespaces.transaction("one", write=True) as session:
        for key in KEYS:
            build_index(session, key)
        assert session.scalar(select(func.count()).select_from(tables.list_buckets))
    assert namespaces.state("one") == before
    namespaces.delete("one")
    with namespaces.transaction("two", write=False) as session:
        for table in (tables.list_indexes, tables.list_buckets):
            assert session.scalar(select(func.count()).select_from(table)) == 0
