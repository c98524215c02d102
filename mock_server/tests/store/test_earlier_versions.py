"""Databases, snapshots and exported states that an earlier version wrote can still be used."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from workato_embedded_mock.testing import MockServer

EARLIER = Path(__file__).parent / "earlier"
STATES = sorted(path.name for path in EARLIER.glob("state-version-*.json"))
DATABASES = sorted(path.name for path in EARLIER.glob("database-revision-*.sql"))
CUSTOMERS = [512044, 512101, 512102]


def state_of(name: str) -> Any:
    """Return an exported state of an earlier version."""
    return json.loads((EARLIER / name).read_text(encoding="utf-8"))


def customers(server: MockServer, client: httpx2.Client) -> list[int]:
    """Return the ids of the customers."""
    return [each["id"] for each in client.get(f"{server.url}/managed_users").json()["result"]]


def folders(server: MockServer, client: httpx2.Client) -> list[str]:
    """Return the names of the folders of the first customer."""
    response = client.get(f"{server.url}/managed_users/512044/folders", params={"parent_id": 5500})
    return [each["name"] for each in response.json()["result"]]


@pytest.fixture
def client() -> Iterator[httpx2.Client]:
    """Return an HTTP client with the token of the account in the databases."""
    with httpx2.Client(headers={"Authorization": "Bearer team-a"}) as client:
        yield client


@pytest.mark.parametrize("name", STATES)
def test_an_exported_state_of_an_earlier_version_is_imported(client: httpx2.Client, name: str) -> None:
    """The state becomes the state of the account, with the objects that its version had written."""
    with MockServer() as server:
        response = client.put(f"{server.root_url}/_mock/state", json=state_of(name))
        assert response.status_code == 200, response.text
        assert customers(server, client) == CUSTOMERS
        assert "Kept" in folders(server, client)


@pytest.mark.parametrize("name", STATES)
def test_an_exported_snapshot_of_an_earlier_version_is_restored(client: httpx2.Client, name: str) -> None:
    """The state can be stored as a snapshot, and the account can be restored to it."""
    with MockServer() as server:
        response = client.put(f"{server.root_url}/_mock/snapshots/earlier", json=state_of(name))
        assert response.status_code == 200, response.text
        assert client.post(f"{server.root_url}/_mock/snapshots/earlier/restore").status_code == 200
        assert customers(server, client) == CUSTOMERS


@pytest.mark.parametrize("name", DATABASES)
def test_a_database_of_an_earlier_version_is_opened(client: httpx2.Client, tmp_path: Path, name: str) -> None:
    """The server reads and writes the account in the database, and restores the snapshot in it."""
    file = tmp_path / "earlier.db"
    with sqlite3.connect(file) as connection:
        connection.executescript((EARLIER / name).read_text(encoding="utf-8"))
    connection.close()
    with MockServer(database=f"sqlite:///{file}") as server:
        assert customers(server, client) == CUSTOMERS
        created = client.post(
            f"{server.url}/managed_users", json={"name": "Soylent", "notification_email": "a@example.com"}
        )
        assert created.json()["id"] == 512103
        assert client.post(f"{server.root_url}/_mock/snapshots/kept/restore").status_code == 200
        assert customers(server, client) == CUSTOMERS


@pytest.mark.parametrize("name", [*STATES, *DATABASES])
def test_recipes_of_an_earlier_version_have_their_current_version(
    client: httpx2.Client, tmp_path: Path, name: str
) -> None:
    """Each recipe that had no versions has its current one, and a change adds the next, also in a database."""
    file = tmp_path / "earlier.db"
    if name in DATABASES:
        with sqlite3.connect(file) as connection:
            connection.executescript((EARLIER / name).read_text(encoding="utf-8"))
        connection.close()
    with MockServer(database=f"sqlite:///{file}") as server:
        if name in STATES:
            assert client.put(f"{server.root_url}/_mock/state", json=state_of(name)).status_code == 200
        path = "managed_users/512044/recipes/9002"
        assert client.put(f"{server.url}/{path}/stop").json() == {"success": True}
        recipe = client.get(f"{server.url}/{path}").json()
        changed = client.put(f"{server.url}/{path}", json={"recipe": {"name": "Changed"}})
        assert changed.json() == {"success": True}
        versions = client.get(f"{server.url}/v2/{path}/versions").json()["data"]
        assert [one["version_no"] for one in versions] == [recipe["version_no"] + 1, recipe["version_no"]]
        assert versions[1]["created_at"] == recipe["updated_at"]
        assert versions[0]["id"] > versions[1]["id"]
