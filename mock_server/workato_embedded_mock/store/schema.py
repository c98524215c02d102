"""Creates and migrates the tables of a database; must not touch their rows.

Alembic runs the migrations. It is imported only when there is one to run: a new database gets all tables at once.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select, text

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.store import tables
from workato_embedded_mock.store.list_triggers import create_triggers

# The current revision of the tables.
HEAD = "0010"

MIGRATIONS = Path(__file__).parent / "migrations"

# The table that held the version before there were revisions; its version 3 is revision 0001.
UNVERSIONED = "workato_mock_schema"


def current_revision(connection: Connection) -> str | None:
    """Return the revision of the tables of a database, or None if it is empty.

    Raises:
        StartError: The tables are older than the first revision.
    """
    present = set(inspect(connection).get_table_names())
    if tables.schema_version.name in present:
        return connection.execute(select(tables.schema_version.c.version_num)).scalar()
    if UNVERSIONED in present:
        version = connection.execute(text(f"SELECT version FROM {UNVERSIONED}")).scalar()  # noqa: S608  # a constant
        if version != 3:
            raise StartError(f"its tables have version {version}, which is older than the first release")
        return "0001"
    return None


def upgrade(connection: Connection) -> None:
    """Create the tables, or run missing migrations, within the caller's transaction.

    Raises:
        StartError: The revision of the tables is unknown; nothing was changed.
    """
    revision = current_revision(connection)
    if revision is None:
        # In an empty database there is nothing to look for.
        present = inspect(connection).get_table_names()
        tables.metadata.create_all(connection, checkfirst=bool(present))
        connection.execute(insert(tables.schema_version).values(version_num=HEAD))
    elif revision != HEAD:
        _run_migrations(connection, revision)
    # A migration that copies a table drops its triggers.
    create_triggers(connection)


def _run_migrations(connection: Connection, revision: str) -> None:
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
        raise StartError(f"its tables have revision {revision}; this program supports {HEAD} and older") from error
    command.stamp(config, revision)
    command.upgrade(config, "head")
