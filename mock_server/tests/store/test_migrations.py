"""Databases of older versions are migrated to the current tables, with their data."""

from __future__ import annotations

import json
from pathlib import Path

import httpx2
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
def old_database(tmp_path: Path) -> str:
    """Return the URL of a database with one namespace and the tables of the first revision."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        command.upgrade(_config(connection), "0001")
        connection.execute(text("INSERT INTO workato_mock_schema (version) VALUES (3)"))
        connection.execute(text("INSERT INTO namespaces (id, name) VALUES (7, 'old')"))
        for table in tables.metadata.sorted_tables:
            if tables.FIRST_ID in table.info:
                connection.execute(insert(tables.sequences).values(namespace=7, kind=table.name, last=555))
        connection.execute(text("DROP TABLE workato_mock_version"))
    engine.dispose()
    return url


def test_the_head_is_the_last_revision() -> None:
    """The constant `HEAD` is the last revision that Alembic finds."""
    assert ScriptDirectory.from_config(_config(None)).get_current_head() == HEAD


def test_migrated_tables_equal_those_of_a_new_database(old_database: str) -> None:
    """Alembic finds no difference between migrated tables and those of a new database."""
    database = open_database(old_database)
    with database.transaction(write=False) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": tables.schema_version.name})
        assert compare_metadata(context, tables.metadata) == []
    database.close()


def test_a_migrated_database_has_the_triggers_of_a_new_one(old_database: str) -> None:
    """The triggers that count the rows of lists are the same in a migrated and in a new database."""
    assert _triggers(old_database) == _triggers("sqlite://")
    assert _triggers("sqlite://")


def test_a_migrated_database_keeps_its_data(old_database: str) -> None:
    """After all migrations the namespace of an old database still exists, and ids continue."""
    with MockServer(database=old_database) as server:
        headers = {"Authorization": "Bearer old"}
        assert httpx2.get(f"{server.url}/managed_users", headers=headers).json()["count"] == 0
        body = {"name": "Kept", "notification_email": "kept@example.com"}
        assert httpx2.post(f"{server.url}/managed_users", headers=headers, json=body).json()["id"] == 556


def test_an_older_journal_can_be_listed_and_searched(tmp_path: Path) -> None:
    """The entries of a journal that revision 0008 stored get the columns of lists."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = create_engine(url)
    entry = {
        "time": "2026-11-20T10:00:00.000+00:00",
        "operation_id": "get_managed_user",
        "method": "GET",
        "path": "/api/managed_users/E%2F1",
        "query": {"x": "1"},
        "status": 404,
        "milliseconds": 2.5,
        "reasons": [{"pointer": "/path/managed_user_id", "keyword": "exists", "text": "there is none"}],
    }
    with engine.begin() as connection:
        command.upgrade(_config(connection), "0008")
        connection.execute(text("INSERT INTO namespaces (id, name) VALUES (7, 'old')"))
        columns = "namespace, id, operation_id, status, path, entry"
        connection.execute(
            text(f"INSERT INTO journal ({columns}) VALUES (7, 5, 'get_managed_user', 404, '/api/x', :entry)"),
            {"entry": json.dumps(entry)},
        )
    engine.dispose()
    with MockServer(database=url) as server:
        control = f"{server.root_url}/_mock/journal?rejected=true&path=E%252F1"
        found = httpx2.get(control, headers={"X-Mock-Namespace": "old"}).json()
        assert found == {"count": 1, "entries": [{"id": 5, **entry}], "lost": 0}


def test_packages_of_an_older_database_get_the_new_columns(tmp_path: Path) -> None:
    """A package that revision 0003 stored has no warnings and no other Home folder."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        command.upgrade(_config(connection), "0003")
        connection.execute(text("INSERT INTO namespaces (id, name) VALUES (7, 'old')"))
        columns = "namespace, id, operation_type, status, started_at, reads, restart_recipes"
        connection.execute(
            text(f"INSERT INTO packages ({columns}) VALUES (7, 5, 'export', 'completed', '2023-11-20', 0, 0)")
        )
    engine.dispose()
    database = open_database(url)
    with database.transaction(write=False) as connection:
        row = connection.execute(text("SELECT id, warnings, home_folder_id FROM packages")).one()
    assert tuple(row) == (5, None, None)
    database.close()


def test_tables_older_than_all_revisions_are_rejected(old_database: str) -> None:
    """A database older than all revisions is rejected, and the message has the version of its tables."""
    engine = create_engine(old_database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE workato_mock_schema SET version = 2"))
    engine.dispose()
    with pytest.raises(StartError, match="its tables have version 2, which is older than the first release"):
        open_database(old_database)


def _triggers(url: str) -> list[tuple[str, str]]:
    """Return the names and the SQL of the triggers of a database."""
    database = open_database(url)
    with database.transaction(write=False) as connection:
        found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"))
        triggers = [(row.name, row.sql) for row in found]
    database.close()
    return triggers


def _config(connection: Connection | None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config
