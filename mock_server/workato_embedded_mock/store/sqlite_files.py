"""Checks an SQLite file before it is used, without changing it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from workato_embedded_mock.errors import StartError

_HEADER = b"SQLite format 3\x00"


def check_sqlite_file(path: Path, own_tables: set[str]) -> None:
    """Check that a file is an intact database of the mock, with at least one of `own_tables`.

    A missing or empty file is valid: it becomes a new database.

    Raises:
        StartError: The file is not an SQLite database, is damaged, or belongs to another program.
    """
    try:
        if not path.exists() or path.stat().st_size == 0:
            return
        with path.open("rb") as file:
            header = file.read(len(_HEADER))
    except OSError as error:
        raise StartError(f"the database file {path} cannot be read: {error.strerror or error}") from error
    if header != _HEADER:
        raise StartError(f"the file {path} is not an SQLite database; it was not changed")
    names = _check_pages(path)
    if not own_tables & names:
        raise StartError(f"the SQLite database {path} belongs to another program; it was not changed")


def _check_pages(path: Path) -> set[str]:
    """Check the pages of a database; return the names of its tables."""
    # Opening a database in WAL mode creates files next to it, unless it is immutable. But a WAL file left by a killed
    # process must be read too.
    journal = path.with_name(f"{path.name}-wal")
    mode = "mode=ro" if journal.exists() and journal.stat().st_size else "immutable=1"
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True)
        try:
            result = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StartError(f"the database file {path} is damaged ({error}); it was not changed") from error
    if result != "ok":
        raise StartError(f"the database file {path} is damaged ({' '.join(result.split())}); it was not changed")
    return names
