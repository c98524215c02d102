"""Measures pages of long lists: the first, the middle and the last, at growing numbers of rows, while rows change."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import create_engine, inspect, text

from bench.calls import HEADERS, NEW
from bench.servers import Server, cpu_seconds_of
from bench.weight import run_mock
from contract_tests.support.postgres import postgres_server

DATABASES = ("SQLite", "PostgreSQL")
ROWS = (1_000, 100_000, 1_000_000)
# A page may take as many times the CPU time that it takes with the fewest rows.
LIMIT = 1.5
PAGES = ("first", "middle", "last")
_SIZE = 50
_TIMEOUT = 300
_FIRST_ID = 10_000_000
# A list with a filter gets its index when it is read for the second time.
_WARM_UP = 2

_CUSTOMER = "managed_users/512044"
_ROWS = f"{_CUSTOMER}/lookup_tables/4101/rows"
_RECIPES = f"{_CUSTOMER}/recipes"
_JOBS = f"{_RECIPES}/9001/jobs"
_CODE = '{"number":0,"provider":"clock","name":"scheduled_event","keyword":"trigger","input":{},"block":[]}'

# The values of the copied rows, as SQL by column: one row in 2, and one in 20, passes a filter.
_COPIES: dict[str, dict[str, str]] = {
    "managed_users": {"external_id": "NULL"},
    "lookup_table_rows": {
        "col1": "CASE WHEN number % 20 = 0 THEN 'SE' ELSE 'NO' END",
        "col2": "CASE WHEN number % 2 = 0 THEN 'open' ELSE 'done' END",
    },
    "recipes": {
        "folder_id": "CASE WHEN number % 20 = 0 THEN 5513 ELSE source.folder_id END",
        "running": "number % 2 = 0",
        "config": "'[]'",
        "parameters_schema": "'[]'",
    },
    "jobs": {
        "handle": "'copy-' || number",
        "status": "CASE WHEN number % 20 = 0 THEN 'failed' ELSE 'succeeded' END",
        "lines": "'[]'",
    },
}
# A request that adds a row to each table: path and body. The row is deleted if it can be.
_ADDING: dict[str, tuple[str, Any]] = {
    "managed_users": ("managed_users", NEW),
    "lookup_table_rows": (_ROWS, {"data": {"code": "SE", "country": "open"}}),
    "recipes": (_RECIPES, {"recipe": {"name": "Added", "code": _CODE}}),
    "jobs": (f"{_RECIPES}/9001/repeat_jobs", {"job_ids": ["j-AAAAAAAA-AAAAA1"]}),
}


@dataclass(frozen=True)
class LongList:
    """A list that becomes long.

    Attributes:
        name: The name for the table of figures.
        table: The table whose rows are multiplied.
        path: The path of the list.
        filter: The filter, as a part of the query.
        every: One row in this number passes the filter.
        cursor: Whether pages continue after a row, and not by number.
    """

    name: str
    table: str
    path: str
    filter: str = ""
    every: int = 1
    cursor: bool = False

    def query(self, page: str, rows: int) -> str:
        """Return the query for a page of a list of a table with a number of copied rows."""
        if self.cursor:
            start = {"first": rows + 1, "middle": rows // 2, "last": _SIZE * self.every}[page]
            return f"{self.filter}&offset_run_id={_FIRST_ID + start}"
        last = max(1, rows // self.every // _SIZE)
        number = {"first": 1, "middle": max(1, last // 2), "last": last}[page]
        return f"{self.filter}&per_page={_SIZE}&page={number}"


LISTS = (
    LongList("customers", "managed_users", "managed_users"),
    LongList("lookup table rows", "lookup_table_rows", _ROWS),
    LongList("lookup table rows, one in 2 filtered", "lookup_table_rows", _ROWS, "by%5Bcountry%5D=open", 2),
    LongList("lookup table rows, one in 20 filtered", "lookup_table_rows", _ROWS, "by%5Bcode%5D=SE", 20),
    LongList("recipes", "recipes", _RECIPES),
    LongList("recipes, one in 2 filtered", "recipes", _RECIPES, "running=true", 2),
    LongList("recipes, one in 20 filtered", "recipes", _RECIPES, "folder_id=5513", 20),
    LongList("jobs", "jobs", _JOBS, cursor=True),
    LongList("jobs, one in 20 filtered", "jobs", _JOBS, "status=failed", 20, cursor=True),
)


@dataclass(frozen=True)
class _Target:
    """A mock with a table of many rows.

    Attributes:
        rows: The number of copied rows.
        mock: The server.
        client: A client of it.
        processes: The ids of the processes that serve a request.
    """

    rows: int
    mock: Server
    client: httpx2.Client
    processes: Sequence[int]

    def cpu_seconds(self) -> float:
        """Return the CPU time of the processes so far."""
        return sum(map(cpu_seconds_of, self.processes))


def measure_scale(
    rounds: int, rows: tuple[int, ...] = ROWS, databases: Sequence[str] = DATABASES
) -> list[dict[str, Any]]:
    """Measure each list on each database, and return a line for each number of rows."""
    found = []
    for database in databases:
        for table in dict.fromkeys(each.table for each in LISTS):
            # All at once, because the load of a machine changes.
            with ExitStack() as running:
                targets = [running.enter_context(_target(database, table, number)) for number in rows]
                for each in (one for one in LISTS if one.table == table):
                    found += [
                        {"database": database, "list": each.name, **line} for line in _measure(targets, each, rounds)
                    ]
    return found


def ratios(lines: Sequence[Mapping[str, Any]], line: Mapping[str, Any]) -> dict[str, float]:
    """Return the CPU time of each page of a line, as a multiple of that with the fewest rows."""
    same = [each for each in lines if (each["database"], each["list"]) == (line["database"], line["list"])]
    fewest = min(same, key=lambda each: int(each["rows"]))
    return {page: round(line[f"{page}_cpu_ms"] / fewest[f"{page}_cpu_ms"], 2) for page in PAGES}


@contextmanager
def _target(database: str, table: str, rows: int) -> Iterator[_Target]:
    with _database(database) as url:
        with run_mock("--database", url) as mock, _client(mock) as client:
            client.get("managed_users").raise_for_status()
        multiply(url, table, rows)
        with run_mock("--database", url) as mock, _client(mock) as client:
            client.get("managed_users").raise_for_status()
            yield _Target(rows, mock, client, [mock.pid, *_backends(url)])


def _measure(targets: Sequence[_Target], each: LongList, rounds: int) -> list[dict[str, Any]]:
    """Return the median CPU time and wall time in ms of each page, in a line for each target."""
    turns: list[dict[str, list[tuple[float, float]]]] = [{page: [] for page in PAGES} for _ in targets]
    for _ in range(rounds + _WARM_UP):
        for page in PAGES:
            for target, figures in zip(targets, turns, strict=True):
                figures[page].append(_request(target, each, page))
    return [
        {
            "rows": target.rows,
            **{
                f"{page}_{unit}_ms": round(statistics.median(turn[index] for turn in figures[page][_WARM_UP:]) * 1e3, 2)
                for page in PAGES
                for index, unit in enumerate(("cpu", "wall"))
            },
            "memory_mb": round(target.mock.memory_mb(), 1),
        }
        for target, figures in zip(targets, turns, strict=True)
    ]


def _request(target: _Target, each: LongList, page: str) -> tuple[float, float]:
    """Request a page after adding and deleting a row; return the CPU time and the wall time."""
    _change(target.client, each.table)
    cpu, wall = target.cpu_seconds(), time.perf_counter()
    response = target.client.get(f"{each.path}?{each.query(page, target.rows)}").raise_for_status()
    wall = time.perf_counter() - wall
    cpu = target.cpu_seconds() - cpu
    body = response.json()
    if not body.get("result", body.get("items")):
        raise SystemExit(f"{each.name}: the {page} page of {target.rows} rows is empty")
    return cpu, wall


def _client(mock: Server) -> httpx2.Client:
    return httpx2.Client(base_url=mock.url, headers=HEADERS, timeout=_TIMEOUT)


def _backends(url: str) -> list[int]:
    """Return the ids of the processes with which PostgreSQL serves the mock."""
    if url.startswith("sqlite"):
        return []
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            return list(connection.execute(text(others)).scalars())
    finally:
        engine.dispose()


def _change(client: httpx2.Client, table: str) -> None:
    path, body = _ADDING[table]
    created = client.post(path, json=body).raise_for_status().json()
    if "id" in created:
        client.delete(f"{path}/{created['id']}").raise_for_status()


def multiply(url: str, table: str, rows: int) -> None:
    """Copy a row of a table until there are `rows` more, with ids of their own."""
    engine = create_engine(url)
    try:
        columns = [column["name"] for column in inspect(engine).get_columns(table)]
        new = {"id": f"{_FIRST_ID} + number", **_COPIES[table]}
        values = ", ".join(new.get(column, f"source.{column}") for column in columns)
        # A table of customers also has rows for their environments, which the list omits.
        statement = f"""
            INSERT INTO {table} ({", ".join(columns)})
            WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {rows})
            SELECT {values} FROM (SELECT * FROM {table} ORDER BY id LIMIT 1) AS source CROSS JOIN numbers
        """
        with engine.begin() as connection:
            connection.execute(text(statement))
            last = _FIRST_ID + rows
            sequence = "UPDATE sequences SET last = :last WHERE kind = :table AND last < :last"
            connection.execute(text(sequence), {"last": last, "table": table})
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
