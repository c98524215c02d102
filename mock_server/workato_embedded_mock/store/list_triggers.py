"""Creates the triggers that keep the indexes of long lists up to date; must not read the indexes.

A trigger changes the counts in the transaction, and even the statement, that changes the rows. So they are never stale,
whatever wrote the rows: a rule, a cascade of a foreign key, another replica or another program.
"""

# ruff: noqa: S608 (the SQL consists of the names of tables and columns)
from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Table

from workato_embedded_mock.store.tables.base import LISTED, Listed, metadata

# The sizes of buckets, as the number of bits by which an id is shifted. A bucket of size 0 has one id.
SHIFTS = (0, 7, 14)

# The rows of a statement, `OLD` or `NEW`, each with the change of the number of listed rows.
_Changes = tuple[tuple[str, int], ...]

_PREFIX = "list_buckets_of_"
_EMPTY = "list_buckets_empty"
# An index is dropped before the rows of its list are deleted: counting each of them would take several times as long.
_DROP = "list_indexes_of_"
_SHIFTS = " UNION ALL ".join(f"SELECT {shift} AS shift" for shift in SHIFTS)
_ADD = "ON CONFLICT (namespace, index_id, shift, bucket) DO UPDATE SET count = list_buckets.count + excluded.count"
_DELETE_EMPTY = """
    DELETE FROM list_buckets
    WHERE namespace = NEW.namespace AND index_id = NEW.index_id AND shift = NEW.shift AND bucket = NEW.bucket"""


def create_triggers(connection: Connection) -> None:
    """Create the triggers of a database; replace those of an earlier version."""
    statements = _sqlite() if connection.dialect.name == "sqlite" else _postgresql()
    for statement in statements:
        connection.exec_driver_sql(statement)


def _sqlite() -> Iterator[str]:
    yield f"DROP TRIGGER IF EXISTS {_EMPTY}"
    yield f"CREATE TRIGGER {_EMPTY} AFTER UPDATE ON list_buckets WHEN NEW.count = 0 BEGIN {_DELETE_EMPTY}; END"
    for table, name, listed, sign in _listed():
        for event, rows in _events(listed, sign).items():
            trigger = f"{_PREFIX}{table.name}_{event.lower()}"
            columns = f" OF {', '.join(_columns(listed))}" if event == "UPDATE" else ""
            changes = " ".join(_sqlite_change(name, listed, row, change) for row, change in rows)
            yield f"DROP TRIGGER IF EXISTS {trigger}"
            # Most lists are short and have no index: a write looks for one, and is done.
            yield f"""
                CREATE TRIGGER {trigger} AFTER {event}{columns} ON {table.name}
                WHEN EXISTS (SELECT 1 FROM list_indexes AS i WHERE {_is_of(name, listed, rows[0][0])})
                BEGIN {changes} END"""
    for parent, name in _parents():
        trigger = f"{_DROP}{name}"
        yield f"DROP TRIGGER IF EXISTS {trigger}"
        yield f"""
            CREATE TRIGGER {trigger} BEFORE DELETE ON {parent}
            WHEN EXISTS (SELECT 1 FROM list_indexes WHERE {_is_parent(name)})
            BEGIN DELETE FROM list_indexes WHERE {_is_parent(name)}; END"""


def _sqlite_change(name: str, listed: Listed, row: str, change: int) -> str:
    """Return the statement that adds or removes a row of a trigger."""
    wanted = {column: f"json_extract(i.filter, '$.{column}')" for column in listed.filters}
    passes = [f"coalesce({value} = {row}.{column}, {value} IS NULL)" for column, value in wanted.items()]
    return f"""
        INSERT INTO list_buckets (namespace, index_id, shift, bucket, count)
        SELECT i.namespace, i.id, s.shift, {row}.id >> s.shift, {change}
        FROM list_indexes AS i, ({_SHIFTS}) AS s
        WHERE {_is_of(name, listed, row)} AND (s.shift > 0 OR i.holds_ids)
          AND (i.filter = '{{}}' OR ({" AND ".join(passes) or "false"}))
        {_ADD};"""


def _postgresql() -> Iterator[str]:
    yield f"""
        CREATE OR REPLACE FUNCTION {_EMPTY}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN {_DELETE_EMPTY}; RETURN NULL; END $$"""
    yield f"DROP TRIGGER IF EXISTS {_EMPTY} ON list_buckets"
    yield f"""
        CREATE TRIGGER {_EMPTY} AFTER UPDATE ON list_buckets
        FOR EACH ROW WHEN (NEW.count = 0) EXECUTE FUNCTION {_EMPTY}()"""
    for table, name, listed, sign in _listed():
        for event, rows in _events(listed, sign).items():
            trigger = f"{_PREFIX}{table.name}_{event.lower()}"
            # A statement that changes many rows changes each count once.
            yield f"""
                CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN {_postgresql_change(name, listed, rows)}; RETURN NULL; END $$"""
            yield f"DROP TRIGGER IF EXISTS {trigger} ON {table.name}"
            references = " ".join(f"{row} TABLE AS {row.lower()}_rows" for row, _ in rows)
            yield f"""
                CREATE TRIGGER {trigger} AFTER {event} ON {table.name} REFERENCING {references}
                FOR EACH STATEMENT EXECUTE FUNCTION {trigger}()"""
    for parent, name in _parents():
        trigger = f"{_DROP}{name}"
        yield f"""
            CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN DELETE FROM list_indexes WHERE {_is_parent(name)}; RETURN OLD; END $$"""
        yield f"DROP TRIGGER IF EXISTS {trigger} ON {parent}"
        yield f"""
            CREATE TRIGGER {trigger} BEFORE DELETE ON {parent}
            FOR EACH ROW EXECUTE FUNCTION {trigger}()"""


def _postgresql_change(name: str, listed: Listed, rows: _Changes) -> str:
    """Return the statement that adds and removes the rows of a trigger."""
    values = ", ".join(f"'{column}', {column}" for column in listed.filters)
    columns = f"namespace, id, {listed.parent or 0} AS parent, jsonb_build_object({values}) AS filterable"
    changes = " UNION ALL ".join(
        f"SELECT {columns}, {change} AS change FROM {row.lower()}_rows" for row, change in rows
    )
    return f"""
        INSERT INTO list_buckets (namespace, index_id, shift, bucket, count)
        SELECT i.namespace, i.id, s.shift, r.id >> s.shift, sum(r.change)
        FROM list_indexes AS i
        JOIN ({changes}) AS r ON i.namespace = r.namespace AND i.parent = r.parent
        JOIN ({_SHIFTS}) AS s ON s.shift > 0 OR i.holds_ids
        WHERE i.listed = '{name}' AND (i.filter = '{{}}' OR r.filterable @> i.filter::jsonb)
        GROUP BY 1, 2, 3, 4
        HAVING sum(r.change) <> 0
        {_ADD}"""


def _listed() -> Iterator[tuple[Table, str, Listed, int]]:
    """Yield each table whose rows a list has or omits, with the table and columns of the list, and 1 or -1."""
    for table in metadata.sorted_tables:
        listed: Listed | None = table.info.get(LISTED)
        if listed is not None:
            yield table, table.name, listed, 1
            if listed.omits is not None:
                yield metadata.tables[listed.omits], table.name, Listed(), -1


def _parents() -> Iterator[tuple[str, str]]:
    """Yield the names of tables whose rows have lists, each with the name of the table that is listed."""
    for table in metadata.sorted_tables:
        listed: Listed | None = table.info.get(LISTED)
        if listed is not None and listed.parent is not None:
            (key,) = table.c[listed.parent].foreign_keys
            yield key.column.table.name, table.name


def _is_parent(name: str) -> str:
    """Return the condition that an index is of a list of the row that is deleted."""
    return f"namespace = OLD.namespace AND listed = '{name}' AND parent = OLD.id"


def _events(listed: Listed, sign: int) -> dict[str, _Changes]:
    """Return which rows of a statement change the counts, and by what."""
    removed, added = ("OLD", -sign), ("NEW", sign)
    events: dict[str, _Changes] = {"INSERT": (added,), "DELETE": (removed,)}
    if _columns(listed):
        events["UPDATE"] = (removed, added)
    return events


def _columns(listed: Listed) -> tuple[str, ...]:
    """Return the columns that decide in which lists a row is."""
    return (listed.parent, *listed.filters) if listed.parent else listed.filters


def _is_of(name: str, listed: Listed, row: str) -> str:
    """Return the condition that the index `i` is of the list that has a row, with any filter."""
    parent = f"{row}.{listed.parent}" if listed.parent else "0"
    return f"i.namespace = {row}.namespace AND i.listed = '{name}' AND i.parent = {parent}"
