"""The database file is looked at before it is used, and keeps what was acknowledged."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.store.database import open_database
from workato_embedded_mock.store.schema import HEAD

HEADERS = {"Authorization": "Bearer file"}
NEW = {"name": "Kept", "notification_email": "kept@example.com", "external_id": "kept"}


def url(path: Path) -> str:
    """Answer the URL of a database file."""
    return f"sqlite:///{path}"


def refusal(path: Path) -> str:
    """Open a file that cannot be used, and answer the sentence; the file must stay as it was."""
    before = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    with pytest.raises(StartError) as caught:
        open_database(url(path))
    assert {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()} == before
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_state_outlives_the_server(tmp_path: Path) -> None:
    """A second server on the same file goes on where the first one stopped, ids included."""
    database = url(tmp_path / "mock.db")
    with MockServer(database=database) as server:
        made = httpx.post(f"{server.url}/managed_users", headers=HEADERS, json=NEW).json()
    with MockServer(database=database, seed="empty") as server, httpx.Client(base_url=server.url) as client:
        assert client.get("/managed_users/Ekept", headers=HEADERS).json()["id"] == made["id"]
        more = client.post("/managed_users", headers=HEADERS, json={**NEW, "external_id": "more"}).json()
        assert more["id"] == made["id"] + 1


def test_two_servers_share_one_file(tmp_path: Path) -> None:
    """What one writes, the other reads, and ids never come twice."""
    database = url(tmp_path / "mock.db")
    with MockServer(database=database) as one, MockServer(database=database) as two:
        made = [
            httpx.post(f"{server.url}/managed_users", headers=HEADERS, json={**NEW, "external_id": str(number)}).json()
            for number, server in enumerate([one, two, one])
        ]
        assert len({user["id"] for user in made}) == 3
        for server in (one, two):
            assert httpx.get(f"{server.url}/managed_users", headers=HEADERS).json()["count"] == 5


@pytest.mark.parametrize("content", [b"not a database", b"\x00" * 5000, b"SQLite format 2\x00" + b"x" * 500])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    """And stays as it is."""
    path = tmp_path / "mock.db"
    path.write_bytes(content)
    assert "is not an SQLite database" in refusal(path)


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    """And stays as it is."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE namespaces (id INTEGER)")
    connection.close()
    assert "belongs to another program" in refusal(path)


def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    """Cut off, or overwritten in the middle."""
    path = tmp_path / "mock.db"
    open_database(url(path)).close()
    whole = path.read_bytes()
    for broken in (whole[: len(whole) // 2], whole[:4096] + b"\xff" * 8192 + whole[4096 + 8192 :], whole[:50]):
        path.write_bytes(broken)
        assert "damaged" in refusal(path)


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    """It is left as it is, and the sentence names both revisions."""
    path = tmp_path / "mock.db"
    database = open_database(url(path))
    with database.transaction(write=True) as connection:
        connection.execute(text("UPDATE workato_mock_version SET version_num = '9999'"))
    database.close()
    assert f"its tables have revision 9999; this program supports {HEAD} and older" in refusal(path)


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    """As a temporary file of a test would be."""
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
def test_a_url_that_leads_nowhere_is_refused(database: str, sentence: str) -> None:
    """In one sentence without a password."""
    with pytest.raises(StartError, match=sentence) as caught:
        open_database(database)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    """And the next one works."""
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
