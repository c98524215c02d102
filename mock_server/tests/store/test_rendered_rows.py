"""The JSON of rows is kept up to a limit, by the versions of the rows."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import closing

from sqlalchemy import insert, select, update
from workato_embedded_mock.store.database import open_database
from workato_embedded_mock.store.rendered_rows import RenderedRows
from workato_embedded_mock.store.tables.base import namespaces
from workato_embedded_mock.store.tables.managed_users import managed_users


def test_what_was_used_last_is_kept() -> None:
    """Of more rows than fit, those that are used again and again stay, and others are dropped."""
    rows = RenderedRows(largest=100_000)
    for number in range(100):
        rows.add((number,), ("kept", math.inf, 2000))
        rows.get_all([(0,)])
    found = rows.get_all([(number,) for number in range(100)])
    assert found[0] is not None
    assert found[-1] is not None
    assert None in found
    assert sum(row[2] for row in found if row is not None) < 100_000


def test_each_write_changes_the_version_of_a_row(new_database: Callable[[], str]) -> None:
    """Every INSERT and UPDATE of a row gives it a version that it has not had."""
    columns = {"name": "n", "notification_email": "n@example.com", "plan_id": "p", "in_trial": True}
    row = {"namespace": 1, "id": 5, **columns, "created_at": "t", "updated_at": "t"}
    table, seen = managed_users, set()
    with closing(open_database(new_database())) as database, database.transaction(write=True) as connection:
        connection.execute(insert(namespaces).values(id=1, name="one"))
        for statement in (insert(table).values(row), update(table), update(table)):
            connection.execute(statement if statement.is_insert else statement.values(name="n"))
            seen.add(connection.execute(select(table.c.row_version)).scalar())
        connection.execute(table.delete())
        connection.execute(insert(table), [row, {**row, "id": 6}])
        seen.update(connection.execute(select(table.c.row_version)).scalars())
    assert len(seen) == 5
