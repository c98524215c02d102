"""A database file is checked before it is used, and keeps all acknowledged writes."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.store.database import open_database
from workato_embedded_mock.store.schema import HEAD
from workato_embedded_mock.store.sqlite_files import check_sqlite_file

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
        ("sqlite:////tmp/\udcff.db", r"invalid database URL 'sqlite:////tmp/\\udcff\.db'"),
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


def killed_before_its_tables(path: Path) -> None:
    """Leave the file of a first start that was killed before it created tables."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


def killed_before_its_commit(path: Path) -> None:
    """Leave the files of a first start that was killed before it committed its tables."""
    first = path.with_name("first.db")
    with closing(sqlite3.connect(first, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        # Without memory for the pages of the transaction, SQLite writes them to the journal.
        connection.execute("PRAGMA cache_size = 5")
        connection.execute("BEGIN IMMEDIATE")
        for number in range(100):
            connection.execute(f"CREATE TABLE table_{number} (id INTEGER)")
        for suffix in ("", "-wal"):
            shutil.copy(f"{first}{suffix}", f"{path}{suffix}")
    assert path.with_name("mock.db-wal").stat().st_size > 0


@pytest.mark.parametrize("leave", [killed_before_its_tables, killed_before_its_commit])
def test_the_file_of_a_killed_first_start_can_be_used(tmp_path: Path, leave: Callable[[Path], None]) -> None:
    """A file without tables, as a killed first start leaves it, becomes a new database."""
    path = tmp_path / "mock.db"
    leave(path)
    with MockServer(database=url(path)) as server:
        assert httpx2.get(f"{server.url}/managed_users", headers=HEADERS).json()["count"] == 2


@pytest.mark.parametrize("leave", [None, killed_before_its_tables])
def test_first_starts_at_once_all_succeed(tmp_path: Path, leave: Callable[[Path], None] | None) -> None:
    """Several servers can open one new file at the same time."""
    for attempt in range(5):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        if leave is not None:
            leave(folder / "mock.db")
        together = threading.Barrier(4)

        def start(database: str = url(folder / "mock.db"), together: threading.Barrier = together) -> int:
            together.wait()
            with closing(open_database(database)) as opened, opened.transaction(write=False) as connection:
                return int(connection.execute(text("SELECT count(*) FROM namespaces")).scalar_one())

        with ThreadPoolExecutor(4) as pool:
            assert [future.result() for future in [pool.submit(start) for _ in range(4)]] == [0, 0, 0, 0]


def test_a_check_ends_no_lock_of_the_same_process(tmp_path: Path) -> None:
    """A second server in a process cannot take away the lock that the first one has on their file.

    The locks of a file belong to the process, and end when it closes the file, however often it has opened it.
    """
    path = tmp_path / "mock.db"
    database = open_database(url(path))
    with database.transaction(write=True):
        held = locks_of(path)
        check_sqlite_file(path, {"namespaces"})
        assert locks_of(path) == held > 0
    database.close()


def locks_of(path: Path) -> int:
    """Return the number of locks that this process has on a file, or skip the test."""
    locks = Path("/proc/locks")
    if not locks.exists():
        pytest.skip("the system does not list locks")
    return locks.read_text().count(f":{path.stat().st_ino} ")


@pytest.mark.parametrize("suffix", ["", "-wal"])
@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_no_write_is_acknowledged_after_the_file_is_gone(tmp_path: Path, suffix: str, how: str) -> None:
    """If the file of the database, or that of its journal, is deleted or replaced, writes get a 503 with the reason."""
    path = tmp_path / "mock.db"
    lost = tmp_path / f"mock.db{suffix}"
    with MockServer(database=url(path)) as server, httpx2.Client(base_url=server.url, headers=HEADERS) as client:
        assert client.post("/managed_users", json=NEW).status_code == 200
        if how == "replaced":
            shutil.copy(lost, tmp_path / "copy")
            (tmp_path / "copy").replace(lost)
        else:
            lost.unlink()
        response = client.post("/managed_users", json={**NEW, "external_id": "lost"})
        assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
        assert response.json() == {"message": "Service unavailable"}
        sentence = f"the database is not available: the file {lost.name} was deleted, moved or replaced"
        assert sentence in response.headers["X-Mock-Reason"]
        control = client.post(f"{server.root_url}/_mock/reset")
        assert (control.status_code, sentence in control.json()["message"]) == (503, True)


def test_the_url_of_a_file_can_have_a_timeout(tmp_path: Path) -> None:
    """A transaction waits for the lock of another program as long as the URL says."""
    path = tmp_path / "mock.db"
    database = f"{url(path)}?timeout=0.01"
    with MockServer(database=database) as server, closing(sqlite3.connect(path, isolation_level=None)) as other:
        httpx2.get(f"{server.url}/managed_users", headers=HEADERS)
        other.execute("BEGIN IMMEDIATE")
        response = httpx2.post(f"{server.url}/managed_users", headers=HEADERS, json=NEW)
        assert response.status_code == 503
        assert "another transaction held its lock for too long" in response.headers["X-Mock-Reason"]
        other.execute("ROLLBACK")
        assert httpx2.post(f"{server.url}/managed_users", headers=HEADERS, json=NEW).status_code == 200
    with pytest.raises(StartError, match="invalid timeout 'soon'"):
        open_database(f"{url(path)}?timeout=soon")
