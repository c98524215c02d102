"""A database file is checked before it is used, and keeps all acknowledged writes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.store.database import open_database
from workato_embedded_mock.store.schema import HEAD

HEADERS = {"Authorization": "Bearer file"}
NEW = {"name": "Kept", "notification_email": "kept@example.com", "external_id": "kept"}


def url(path: Path) -> str:
    """Return the URL of a database file."""
    return f"sqlite:///{path}"


def start_error(path: Path) -> str:
    """Open a file that cannot be used, check that it is unchanged, and return the message of the error."""
    before = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    with pytest.raises(StartError) as caught:
        open_database(url(path))
    assert {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()} == before
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_state_survives_a_restart(tmp_path: Path) -> None:
    """A second server with the same file continues with the state of the first one, including the next ids."""
    database = url(tmp_path / "mock.db")
    with MockServer(database=database) as server:
        made = httpx2.post(f"{server.url}/managed_users", headers=HEADERS, json=NEW).json()
    with MockServer(database=database, seed="empty") as server, httpx2.Client(base_url=server.url) as client:
        assert client.get("/managed_users/Ekept", headers=HEADERS).json()["id"] == made["id"]
        more = client.post("/managed_users", headers=HEADERS, json={**NEW, "external_id": "more"}).json()
        assert more["id"] == made["id"] + 1


def test_two_servers_share_one_file(tmp_path: Path) -> None:
    """Two servers with one database file read what the other one wrote, and ids are unique."""
    database = url(tmp_path / "mock.db")
    with MockServer(database=database) as one, MockServer(database=database) as two:
        made = [
            httpx2.post(f"{server.url}/managed_users", headers=HEADERS, json={**NEW, "external_id": str(number)}).json()
            for number, server in enumerate([one, two, one])
        ]
        assert len({user["id"] for user in made}) == 3
        for server in (one, two):
            assert httpx2.get(f"{server.url}/managed_users", headers=HEADERS).json()["count"] == 5


@pytest.mark.parametrize("content", [b"not a database", b"\x00" * 5000, b"SQLite format 2\x00" + b"x" * 500])
def test_a_file_that_is_not_a_database_is_rejected(tmp_path: Path, content: bytes) -> None:
    """A file that is not a database is rejected and not changed."""
    path = tmp_path / "mock.db"
    path.write_bytes(content)
    assert "is not an SQLite database" in start_error(path)


def test_the_database_of_another_program_is_rejected(tmp_path: Path) -> None:
    """The database of another program is rejected and not changed."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE namespaces (id INTEGER)")
    connection.close()
    assert "belongs to another program" in start_error(path)


def test_a_damaged_database_is_rejected(tmp_path: Path) -> None:
    """A truncated or overwritten database is reported as damaged."""
    path = tmp_path / "mock.db"
    open_database(url(path)).close()
    whole = path.read_bytes()
    for broken in (whole[: len(whole) // 2], whole[:4096] + b"\xff" * 8192 + whole[4096 + 8192 :], whole[:50]):
        path.write_bytes(broken)
        assert "damaged" in start_error(path)


def test_a_newer_database_is_rejected(tmp_path: Path) -> None:
    """A database of a newer revision is rejected and not changed, and the message has both revisions."""
    path = tmp_path / "mock.db"
    database = open_database(url(path))
    with database.transaction(write=True) as connection:
        connection.execute(text("UPDATE workato_mock_version SET version_num = '9999'"))
    database.close()
    assert f"its tables have revision 9999; this program supports {HEAD} and older" in start_error(path)


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    """An empty file, such as a temporary file of a test, can be used."""
    path = tmp_path / "mock.db"
    path.touch()
    open_database(url(path)).close()
    open_database(url(path)).close()
    assert path.read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize(
    ("database", "sentence"),
    [
        ("nonsense", "invalid database URL 'nonsense'"),
        ("nosuch://x", "unsupported database nosuch://x"),
        ("sqlite:////nowhere/at/all/mock.db", "unable to open database file"),
        ("sqlite:////", "cannot be"),
        ("postgresql+psycopg://me:secret@127.0.0.1:1/none", "cannot be used"),
    ],
)
def test_an_unusable_database_url_is_rejected(database: str, sentence: str) -> None:
    """An unusable database URL is rejected in one sentence without the password."""
    with pytest.raises(StartError, match=sentence) as caught:
        open_database(database)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_failed_transaction_is_rolled_back(tmp_path: Path) -> None:
    """After a failed transaction the database is unchanged, and the next transaction works."""
    database = open_database(url(tmp_path / "mock.db"))

    def fail() -> None:
        with database.transaction(write=True) as connection:
            connection.execute(text("INSERT INTO namespaces (name) VALUES ('lost')"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.transaction(write=False) as connection:
        assert connection.execute(text("SELECT count(*) FROM namespaces")).scalar() == 0
    database.close()
