"""Statements give the same results whether SQLAlchemy or the driver executes them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any
from weakref import ref

import pytest
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from workato_embedded_mock.store.database import open_database
from workato_embedded_mock.store.statements import Statements

THINGS = Table(
    "things",
    MetaData(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, unique=True),
    Column("ready", Boolean),
    Column("settings", JSON(none_as_null=True)),
    Column("data", LargeBinary),
)
ROWS: list[dict[str, Any]] = [
    {"id": 1, "name": "one", "ready": True, "settings": {"a": [1, "ü", None]}, "data": b"\x00\xff"},
    {"id": 2, "name": "two", "ready": False, "settings": [], "data": b""},
    {"id": 3, "name": None, "ready": None, "settings": None, "data": None},
]
INSERT = insert(THINGS)
BY_ID = select(THINGS).where(THINGS.c.id == bindparam("wanted"))

Execute = Callable[..., Any]


@pytest.fixture
def connection(new_database: Callable[[], str]) -> Iterator[Connection]:
    """Return a connection, in a transaction, to a database with a table of its own."""
    with closing(open_database(new_database())) as database, database.transaction(write=True) as connection:
        THINGS.create(connection)
        yield connection


@pytest.fixture
def execute(connection: Connection) -> Execute:
    """Return a function that executes a statement."""
    statements = Statements()
    return lambda statement, **values: statements.execute(connection, statement, values)


def compiled_by(connection: Connection) -> list[str]:
    """Return a list that gets the SQL of every statement that SQLAlchemy executes from now on."""
    executed: list[str] = []
    event.listen(
        connection, "before_cursor_execute", lambda _connection, _cursor, text, *_others: executed.append(text)
    )
    return executed


def test_values_of_all_types_are_stored_and_read(execute: Execute) -> None:
    """Each execution of an INSERT and of a SELECT, the first one too, stores and returns the same values."""
    for row in ROWS:
        assert execute(INSERT, **row).count == 1
    for row in [*ROWS, *ROWS]:
        assert execute(BY_ID, wanted=row["id"]).as_rows() == [row]
    assert execute(BY_ID, wanted=4).as_rows() == []
    assert execute(BY_ID, wanted=4).scalar() is None


def test_the_driver_executes_what_is_executed_again(execute: Execute, connection: Connection) -> None:
    """SQLAlchemy executes only the first execution of a statement."""
    executed = compiled_by(connection)
    for row in ROWS:
        execute(INSERT, **row)
        execute(BY_ID, wanted=row["id"])
    assert len(executed) == 2


def test_other_values_are_another_statement(execute: Execute) -> None:
    """One UPDATE changes the columns that each execution names."""
    execute(INSERT, **ROWS[0])
    change = update(THINGS).where(THINGS.c.id == bindparam("wanted"))
    for value in ("a", "b", "c"):
        assert execute(change, wanted=1, name=value).count == 1
        assert execute(change, wanted=1, settings=[value]).count == 1
        assert execute(change, wanted=9, settings=[value]).count == 0
        assert execute(BY_ID, wanted=1).as_rows() == [{**ROWS[0], "name": value, "settings": [value]}]


def test_constants_lists_and_returned_values(execute: Execute) -> None:
    """Constants, lists of values and RETURNING work in each execution."""
    for row in ROWS:
        execute(INSERT, **row)
    count = select(func.count()).where(THINGS.c.name == "one", THINGS.c.settings.is_not(None))
    listed = select(THINGS.c.id).where(THINGS.c.id.in_(bindparam("wanted", expanding=True))).order_by(THINGS.c.id)
    rename = update(THINGS).where(THINGS.c.id == bindparam("wanted")).values(name=THINGS.c.name + "!")
    returning = rename.returning(THINGS.c.name, THINGS.c.settings)
    for mark in ("!", "!!", "!!!"):
        assert execute(listed, wanted=[1, 3, 5]).as_rows() == [{"id": 1}, {"id": 3}]
        assert execute(listed, wanted=[2]).scalar() == 2
        assert execute(returning, wanted=2).as_rows() == [{"name": f"two{mark}", "settings": []}]
        assert execute(count).scalar() == 1


def test_rows_are_counted_that_a_common_table_expression_finds(execute: Execute) -> None:
    """A write with a common table expression has the number of its rows in each execution."""
    for row in ROWS:
        execute(INSERT, **row)
    found = select(THINGS.c.id).where(THINGS.c.id >= bindparam("least")).cte("found", recursive=True)
    change = update(THINGS).where(THINGS.c.id.in_(select(found.c.id))).values(ready=False)
    for least, count in ((2, 2), (3, 1), (4, 0), (1, 3)):
        assert execute(change, least=least).count == count


def test_json_is_read_as_a_scalar(execute: Execute) -> None:
    """The JSON in the first column is parsed in each execution."""
    execute(INSERT, **ROWS[0])
    settings = select(THINGS.c.settings)
    for _ in range(3):
        assert execute(settings).scalar() == ROWS[0]["settings"]


def test_an_error_of_the_driver_is_one_of_sqlalchemy(execute: Execute, connection: Connection) -> None:
    """A statement that violates a constraint raises the error that SQLAlchemy has for it, in each execution."""
    execute(INSERT, **ROWS[0])
    for number in (7, 8, 9):
        with pytest.raises(IntegrityError, match="INSERT INTO things"), connection.begin_nested():
            execute(INSERT, **{**ROWS[0], "id": number})
    assert execute(delete(THINGS)).count == 1


def test_a_missing_value_is_an_error(execute: Execute) -> None:
    """A value that a prepared statement needs and does not get is an error."""
    for _ in range(3):
        with pytest.raises(Exception, match="wanted"):
            execute(BY_ID)


def test_statements_for_one_request_are_not_kept(connection: Connection) -> None:
    """A statement that nothing else refers to is forgotten."""
    statements = Statements()
    once = select(THINGS.c.id).where(THINGS.c.id > 1)
    for _ in range(3):
        statements.execute(connection, once, {})
    known = ref(once)
    del once
    # SQLAlchemy has a limited number of statements itself.
    connection.engine.clear_compiled_cache()
    gc.collect()
    assert known() is None
