"""Looks at an SQLite file before it is used, without changing a byte of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from workato_embedded_mock.errors import StartError

_HEADER = b"SQLite format 3\x00"


def check_sqlite_file(path: Path, own_tables: set[str]) -> None:
    """Refuse a file that is not a sound database of this program.

    A missing or an empty file is fine: it becomes a new database. One of `own_tables` tells those of this program.

    Raises:
        StartError: The file is no SQLite database, is damaged, or belongs to another program.
    """
    try:
        if not path.exists() or path.stat().st_size == 0:
            return
        with path.open("rb") as file:
            header = file.read(len(_HEADER))
    except OSError as error:
        raise StartError(f"The database file {path} cannot be read: {error.strerror or error}.") from error
    if header != _HEADER:
        raise StartError(f"The file {path} is not an SQLite database; it was left as it is.")
    names = _sound_tables(path)
    if not own_tables & names:
        raise StartError(f"The SQLite database {path} belongs to another program; it was left as it is.")


def _sound_tables(path: Path) -> set[str]:
    """Check the pages of a database and answer the names of its tables."""
    # Merely to read a database in WAL mode makes files beside it, unless SQLite is told that nothing changes; but where
    # such a file was left behind, by a process that was killed, it must be read too.
    journal = path.with_name(f"{path.name}-wal")
    mode = "mode=ro" if journal.exists() and journal.stat().st_size else "immutable=1"
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?{mode}", uri=True)
        try:
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StartError(f"The database file {path} is damaged ({error}); it was left as it is.") from error
    if verdict != "ok":
        raise StartError(f"The database file {path} is damaged ({' '.join(verdict.split())}); it was left as it is.")
    return names
