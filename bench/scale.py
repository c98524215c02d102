"""Measures pages of long lists: the first, the middle and the last, at growing numbers of rows, while rows change."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import create_engine, inspect, text

from bench.calls import HEADERS, NEW
from bench.weight import run_mock
from contract_tests.support.postgres import postgres_server

ROWS = (1_000, 100_000, 1_000_000)
_SIZE = 50
_TIMEOUT = 300
_FIRST_ID = 10_000_000
_ROW = {"code": "TH", "country": "Thailand"}


@dataclass(frozen=True)
class LongList:
    """A list that becomes long.

    Attributes:
        name: The name for the table of figures.
        table: The table whose rows are multiplied.
        path: The path and query of the list, without its page.
        change: The path and the body of a request that adds a row, which is then deleted.
    """

    name: str
    table: str
    path: str
    change: tuple[str, Any]


_ROWS_PATH = "managed_users/512044/lookup_tables/4101/rows"
_CHANGE = _ROWS_PATH, {"data": _ROW}
LISTS = (
    LongList("customers", "managed_users", "managed_users?", ("managed_users", NEW)),
    LongList("lookup table rows", "lookup_table_rows", f"{_ROWS_PATH}?", _CHANGE),
    LongList("lookup table rows, filtered", "lookup_table_rows", f"{_ROWS_PATH}?by%5Bcode%5D=SG&", _CHANGE),
)


def measure_scale(rounds: int, rows: tuple[int, ...] = ROWS) -> list[dict[str, Any]]:
    """Measure each list on each database, and return a line for each."""
    found = []
    for database in ("SQLite", "PostgreSQL"):
        for table in dict.fromkeys(each.table for each in LISTS):
            lists = [each for each in LISTS if each.table == table]
            sizes = [(number, _measure(database, lists, number, rounds)) for number in rows]
            found += [
                {"database": database, "list": each.name, "rows": number, **figures[each.name]}
                for each in lists
                for number, figures in sizes
            ]
    return found


def _measure(database: str, lists: list[LongList], rows: int, rounds: int) -> dict[str, dict[str, Any]]:
    with _database(database) as url:
        with (
            run_mock("--database", url) as mock,
            httpx2.Client(base_url=mock.url, headers=HEADERS, timeout=_TIMEOUT) as client,
        ):
            client.get("managed_users").raise_for_status()
        multiply(url, lists[0].table, rows)
        with (
            run_mock("--database", url) as mock,
            httpx2.Client(base_url=mock.url, headers=HEADERS, timeout=_TIMEOUT) as client,
        ):
            figures = {each.name: _pages(client, each, rows, rounds) for each in lists}
            return {name: each | {"memory_mb": round(mock.memory_mb(), 1)} for name, each in figures.items()}


def _pages(client: httpx2.Client, each: LongList, rows: int, rounds: int) -> dict[str, float]:
    """Return the median time in milliseconds of each page; before each request a row is added or deleted."""
    pages = {"first": 1, "middle": rows // _SIZE // 2, "last": rows // _SIZE}
    turns = []
    for _ in range(rounds + 1):
        turn = {}
        for name, page in pages.items():
            _change(client, each)
            before = time.perf_counter()
            response = client.get(f"{each.path}per_page={_SIZE}&page={page}").raise_for_status()
            turn[name] = (time.perf_counter() - before) * 1e3
            if not response.json():
                raise SystemExit(f"{each.name}: page {page} of {rows} rows is empty")
        turns.append(turn)
    return {f"{name}_ms": round(statistics.median(turn[name] for turn in turns[1:]), 1) for name in pages}


def _change(client: httpx2.Client, each: LongList) -> None:
    path, body = each.change
    created = client.post(path, json=body).raise_for_status().json()
    identifier = created.get("id") or created["row"]["id"]
    client.delete(f"{path}/{identifier}").raise_for_status()


def multiply(url: str, table: str, rows: int) -> None:
    """Copy a row of a table until there are `rows` more, with ids of their own."""
    engine = create_engine(url)
    try:
        columns = [column["name"] for column in inspect(engine).get_columns(table)]
        new = {"id": f"{_FIRST_ID} + number", "external_id": "NULL"}
        values = ", ".join(new.get(column, f"source.{column}") for column in columns)
        # A table of customers also has rows for their environments, which the list omits.
        statement = f"""
            INSERT INTO {table} ({", ".join(columns)})
            WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {rows})
            SELECT {values} FROM (SELECT * FROM {table} ORDER BY id LIMIT 1) AS source CROSS JOIN numbers
        """
        with engine.begin() as connection:
            connection.execute(text(statement))
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("ANALYZE"))
    finally:
        engine.dispose()


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "PostgreSQL":
        with postgres_server() as server:
            yield server.new_database()
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder, 'mock.db')}"
