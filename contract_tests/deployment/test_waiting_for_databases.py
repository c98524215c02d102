"""A server that waits for its database serves other accounts, responds to probes, and can be stopped."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx2
import pytest
from workato_embedded_mock import MockServer
from workato_embedded_mock.instruments import journal

from contract_tests.support.postgres import Postgres
from contract_tests.support.processes import replica

NEW = {"name": "New", "notification_email": "new@example.com"}
# The server decides when a request has waited long enough.
TIMEOUT = 600
# For tests in which a lock is released in the end.
LONG = "?options=-c%20lock_timeout%3D600s"


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Return threads for requests that wait."""
    with ThreadPoolExecutor(16) as pool:
        yield pool


def client_of(url: str, account: str) -> httpx2.Client:
    """Return a client of an account that waits for the server."""
    return httpx2.Client(base_url=url, headers={"Authorization": f"Bearer {account}"}, timeout=TIMEOUT)


def create(url: str, account: str) -> httpx2.Response:
    """Create a customer."""
    with client_of(url, account) as client:
        return client.post("/managed_users", json=NEW)


def probes(root: str) -> list[int]:
    """Return the status of each probe."""
    return [httpx2.get(f"{root}/_mock/{name}", timeout=TIMEOUT).status_code for name in ("health", "version", "ready")]


def test_a_lock_delays_only_its_account(postgres: Postgres, threads: ThreadPoolExecutor) -> None:
    """While a write waits for the lock of its account, probes and other accounts are served, and then the write is."""
    address = postgres.new_database()
    with MockServer(database=f"{address}{LONG}") as server:
        assert create(server.url, "one").status_code == 200
        with postgres.locking(address, "one") as until_waiting:
            waiting = threads.submit(create, server.url, "one")
            until_waiting()
            assert probes(server.root_url) == [200, 200, 200]
            assert create(server.url, "two").status_code == 200
            page = httpx2.get(f"{server.root_url}/_mock/console/", timeout=TIMEOUT)
            assert page.status_code == 200
            assert not waiting.done()
        assert waiting.result().status_code == 200


def test_more_requests_wait_than_the_server_has_connections(postgres: Postgres, threads: ThreadPoolExecutor) -> None:
    """If many requests wait for one lock, probes and other accounts are served, and in the end each request is."""
    address = postgres.new_database()
    with MockServer(database=f"{address}{LONG}") as server:
        assert create(server.url, "one").status_code == 200
        with postgres.locking(address, "one") as until_waiting:
            waiting = [threads.submit(create, server.url, "one") for _ in range(16)]
            until_waiting()
            assert probes(server.root_url) == [200, 200, 200]
            assert create(server.url, "two").status_code == 200
        assert [future.result().status_code for future in waiting] == [200] * 16
        with client_of(server.url, "one") as client:
            assert client.get("/managed_users").json()["count"] == 2 + 17


def test_waiting_ends(postgres: Postgres) -> None:
    """A write that waits too long for a lock gets a 503 with the reason; connections that hang are replaced."""
    address = postgres.new_database()
    options = "?options=-c%20lock_timeout%3D50%20-c%20statement_timeout%3D500"
    with MockServer(database=f"{address}{options}") as server:
        assert create(server.url, "one").status_code == 200
        with postgres.locking(address, "one"):
            response = create(server.url, "one")
            assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
            assert "another transaction held its lock for too long" in response.headers["X-Mock-Reason"]
        with postgres.hanging(address):
            assert httpx2.get(f"{server.root_url}/_mock/version", timeout=TIMEOUT).status_code == 200
            assert create(server.url, "one").status_code == 200


def test_a_locked_file_delays_no_read(tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    """While a write waits for a file that another program has locked, probes are served; then the write is."""
    path = tmp_path / "mock.db"
    with MockServer(database=f"sqlite:///{path}?timeout=600") as server:
        assert create(server.url, "one").status_code == 200
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = threads.submit(create, server.url, "one")
            assert probes(server.root_url) == [200, 200, 200]
            other.execute("ROLLBACK")
        assert waiting.result().status_code == 200


def test_the_journal_lets_no_read_wait_for_a_locked_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program has locked the file, a read is served although it cannot be journaled yet."""
    monkeypatch.setattr(journal, "MAX_WAIT", 0.01)
    path = tmp_path / "mock.db"
    with MockServer(database=f"sqlite:///{path}?timeout=600") as server, client_of(server.url, "one") as client:
        assert client.get("/managed_users").status_code == 200
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            read = client.get("/managed_users")
            assert (read.status_code, "does not have the request yet" in read.headers["X-Mock-Reason"]) == (200, True)
            other.execute("ROLLBACK")
        entries = client.get(f"{server.root_url}/_mock/journal").json()["entries"]
        assert [entry["status"] for entry in entries] == [200, 200]


def test_the_journal_lets_no_read_wait_for_the_lock_of_its_account(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another replica has the lock of the account, a read is served although it cannot be journaled yet."""
    monkeypatch.setattr(journal, "MAX_WAIT", 0.01)
    address = postgres.new_database()
    with MockServer(database=f"{address}{LONG}") as server, client_of(server.url, "one") as client:
        assert client.get("/managed_users").status_code == 200
        with postgres.locking(address, "one"):
            read = client.get("/managed_users")
            assert (read.status_code, "does not have the request yet" in read.headers["X-Mock-Reason"]) == (200, True)
        assert client.get("/managed_users").headers.get("X-Mock-Reason") is None


def test_a_server_that_waits_can_be_stopped(postgres: Postgres, threads: ThreadPoolExecutor) -> None:
    """SIGTERM ends a server whose requests wait for the database longer than its graceful timeout."""
    address = postgres.new_database()
    arguments = ["serve", "--port", "0", "--database", f"{address}{LONG}", "--quiet", "--graceful-timeout", "0"]
    with replica(arguments, {}, stderr=subprocess.PIPE) as server:
        assert create(server.url, "one").status_code == 200
        with postgres.locking(address, "one") as until_waiting:
            waiting = threads.submit(create, server.url, "one")
            until_waiting()
            server.process.send_signal(signal.SIGTERM)
            _, errors = server.process.communicate()
            assert (server.process.returncode, errors) == (0, "")
            assert isinstance(waiting.exception(), httpx2.TransportError)


def test_readiness_says_that_the_database_is_gone(postgres: Postgres, tmp_path: Path) -> None:
    """Without its database a server is healthy and not ready."""
    address, path = postgres.new_database(), tmp_path / "mock.db"
    with MockServer(database=address) as server, postgres.rejecting(address):
        postgres.drop_connections()
        assert probes(server.root_url) == [200, 200, 503]
    with MockServer(database=f"sqlite:///{path}") as server:
        assert create(server.url, "one").status_code == 200
        path.unlink()
        assert probes(server.root_url) == [200, 200, 503]
        assert "was deleted" in httpx2.get(f"{server.root_url}/_mock/ready").json()["message"]
