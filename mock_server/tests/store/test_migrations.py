"""Databases of older programs are brought to the tables of this one, with what is in them."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, insert, text
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.store import tables
from workato_embedded_mock.store.database import open_database
from workato_embedded_mock.store.schema import HEAD, MIGRATIONS


@pytest.fixture
def first(tmp_path: Path) -> str:
    """Answer the URL of a database with a namespace, with the tables of the first revision."""
    address = f"sqlite:///{tmp_path / 'old.db'}"
    engine = create_engine(address)
    with engine.begin() as connection:
        command.upgrade(_config(connection), "0001")
        connection.execute(text("INSERT INTO workato_mock_schema (version) VALUES (3)"))
        connection.execute(text("INSERT INTO namespaces (id, name) VALUES (7, 'old')"))
        for table in tables.metadata.sorted_tables:
            if tables.FIRST_ID in table.info:
                connection.execute(insert(tables.sequences).values(namespace=7, kind=table.name, last=555))
        connection.execute(text("DROP TABLE workato_mock_version"))
    engine.dispose()
    return address


def test_the_program_knows_the_last_revision() -> None:
    """The one that Alembic finds at the end of its steps."""
    assert ScriptDirectory.from_config(_config(None)).get_current_head() == HEAD


def test_all_steps_lead_to_the_tables_that_a_new_database_gets(first: str) -> None:
    """Alembic sees no difference."""
    database = open_database(first)
    with database.transaction(write=False) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": tables.schema_version.name})
        assert compare_metadata(context, tables.metadata) == []
    database.close()


def test_what_was_in_an_older_database_is_still_there(first: str) -> None:
    """Its namespace goes on, and ids go on from where they were."""
    with MockServer(database=first) as server:
        headers = {"Authorization": "Bearer old"}
        assert httpx.get(f"{server.url}/managed_users", headers=headers).json()["count"] == 0
        body = {"name": "Kept", "notification_email": "kept@example.com"}
        assert httpx.post(f"{server.url}/managed_users", headers=headers, json=body).json()["id"] == 556


def test_tables_from_before_all_revisions_are_refused(first: str) -> None:
    """In a sentence that names their version."""
    engine = create_engine(first)
    with engine.begin() as connection:
        connection.execute(text("UPDATE workato_mock_schema SET version = 2"))
    engine.dispose()
    with pytest.raises(StartError, match="its tables have version 2, which is older than the first release"):
        open_database(first)


def _config(connection: Connection | None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config
