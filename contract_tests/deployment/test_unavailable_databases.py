"""While the database is not available, each response is whole and says why, and no unstored write is acknowledged."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx2
from workato_embedded_mock import MockServer, WorkatoMock

from contract_tests.support.postgres import Postgres
from contract_tests.support.processes import replica

HEADERS = {"Authorization": "Bearer unavailable"}


def new(name: str) -> dict[str, str]:
    """Return the body that creates a customer."""
    return {"name": name, "notification_email": "new@example.com", "external_id": name}


def reasons_of(response: httpx2.Response) -> list[tuple[str, str]]:
    """Return keyword and text of the reasons in the header of a response."""
    return [(reason["keyword"], reason["text"]) for reason in json.loads(response.headers.get("X-Mock-Reason", "[]"))]


def test_reads_are_served_while_the_file_is_locked(tmp_path: Path) -> None:
    """While another program writes to the file, reads succeed and writes get a 503; the journal has them afterwards."""
    path = tmp_path / "mock.db"
    with MockServer(database=f"sqlite:///{path}?timeout=0.01") as server:
        client = httpx2.Client(base_url=server.url, headers=HEADERS)
        with client, closing(sqlite3.connect(path, isolation_level=None)) as other:
            assert client.get("/managed_users").json()["count"] == 2
            other.execute("BEGIN IMMEDIATE")
            read = client.get("/managed_users")
            assert (read.status_code, read.json()["count"]) == (200, 2)
            ((keyword, text),) = reasons_of(read)
            assert (keyword, "does not have the request yet" in text) == ("journal", True)
            written = client.post("/managed_users", json=new("lost"))
            assert (written.status_code, written.headers["Retry-After"]) == (503, "1")
            assert [keyword for keyword, _text in reasons_of(written)] == ["database", "journal"]
            journal = client.get(f"{server.root_url}/_mock/journal")
            assert (journal.status_code, "another transaction held its lock" in journal.text) == (503, True)
            other.execute("ROLLBACK")
            assert reasons_of(client.get("/managed_users/Elost")) == [
                ("exists", "no customer has the external id 'lost'")
            ]
            journal = client.get(f"{server.root_url}/_mock/journal").json()
            assert [entry["status"] for entry in journal["entries"]] == [200, 200, 503, 404]
            assert journal["lost"] == 0


def test_no_response_is_cut_when_the_disk_is_full(tmp_path: Path) -> None:
    """If the file cannot grow, reads succeed, and only writes that were acknowledged are found afterwards."""
    arguments = ["serve", "--port", "0", "--database", f"sqlite:///{tmp_path / 'mock.db'}"]
    acknowledged: set[str] = set()
    rejected: set[str] = set()
    with replica(arguments, {}) as server:
        # Then the account exists.
        assert httpx2.get(f"{server.url}/managed_users", headers=HEADERS).status_code == 200
    # The limit of a file's size is in units of 512 bytes.
    limited = ["sh", "-c", 'ulimit -f 6000; exec "$@"', "sh"]
    with (
        replica(arguments, {}, wrapper=limited) as server,
        httpx2.Client(base_url=server.url, headers=HEADERS) as client,
    ):
        for number in range(400):
            response = client.post("/managed_users", json=new(f"c{number}"))
            (acknowledged if response.status_code == 200 else rejected).add(f"c{number}")
            assert response.status_code == 200 or reasons_of(response)[0][0] == "database"
            read = client.get("/managed_users", params={"per_page": 1})
            assert (read.status_code, len(read.json()["result"])) == (200, 1)
            if len(rejected) > 20:
                break
    assert acknowledged
    assert rejected
    with replica(arguments, {}) as server, httpx2.Client(base_url=server.url, headers=HEADERS) as client:
        found = {name for name in acknowledged | rejected if client.get(f"/managed_users/E{name}").status_code == 200}
        assert found == acknowledged


def test_requests_without_a_database_get_503(postgres: Postgres) -> None:
    """While PostgreSQL accepts no connections, every request gets a whole 503 with the reason, and then all goes on."""
    address = postgres.new_database()
    with MockServer(database=address) as server, httpx2.Client(base_url=server.url, headers=HEADERS) as client:
        mock = WorkatoMock(server.root_url, "unavailable")
        assert client.get("/managed_users").status_code == 200
        with postgres.rejecting(address):
            for response in (client.get("/managed_users"), client.post("/managed_users", json=new("lost"))):
                assert (response.status_code, response.json()) == (503, {"message": "Service unavailable"})
                assert reasons_of(response)[0] == (
                    "database",
                    "the database is not available: the connection to it was lost, or it accepts none",
                )
        assert client.get("/managed_users/Elost").status_code == 404
        assert [entry["status"] for entry in mock.journal.entries()] == [200, 503, 503, 404]
        mock.close()
