"""Brings the tables of a database to the revision that this program knows; must not touch their rows.

Alembic has the steps from each revision to the next. It is only loaded where there is a step to take: a new database
gets all tables at once, and most that are opened are up to date.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select, text

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.store import tables

HEAD = "0003"
"""The revision of the tables in this program."""

MIGRATIONS = Path(__file__).parent / "migrations"

UNVERSIONED = "workato_mock_schema"
"""The table that named the version before there were revisions; its version 3 is the first revision."""


def revision_of(connection: Connection) -> str | None:
    """Answer the revision of the tables of a database; None where it is empty.

    Raises:
        StartError: The tables are older than the first revision.
    """
    present = set(inspect(connection).get_table_names())
    if tables.schema_version.name in present:
        return connection.execute(select(tables.schema_version.c.version_num)).scalar()
    if UNVERSIONED in present:
        version = connection.execute(text(f"SELECT version FROM {UNVERSIONED}")).scalar()  # noqa: S608  # a constant
        if version != 3:
            raise StartError(f"its tables have version {version}, from before there were releases")
        return "0001"
    return None


def bring_to_head(connection: Connection) -> None:
    """Make the tables, or take the steps that are missing, within the transaction of the caller.

    Raises:
        StartError: The tables are of a revision that this program does not know; nothing was changed.
    """
    revision = revision_of(connection)
    if revision is None:
        tables.metadata.create_all(connection)
        connection.execute(insert(tables.schema_version).values(version_num=HEAD))
    elif revision != HEAD:
        _take_steps(connection, revision)


def _take_steps(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    try:
        ScriptDirectory.from_config(config).get_revision(revision)
    except CommandError as error:
        raise StartError(f"its tables have revision {revision}, this program knows {HEAD} and older ones") from error
    command.stamp(config, revision)
    command.upgrade(config, "head")
