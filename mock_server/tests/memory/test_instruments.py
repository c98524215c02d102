"""Faults that match bodies, and snapshots, need bounded memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import ControlError, WorkatoMock
from workato_embedded_mock.instruments import snapshots

from .conftest import StartServer

HEADERS = {"Authorization": "Bearer memory"}
PATH = "/managed_users/Ecust-0042"


def _endless(size: int) -> Iterator[bytes]:
    for _ in range(size // 2**20):
        yield b"x" * 2**20


@pytest.mark.parametrize("operation", ["create_managed_user", "import_package"])
def test_a_fault_that_matches_bodies_reads_no_huge_one(start_server: StartServer, operation: str) -> None:
    """With a fault rule that matches bodies, a body of 200 MiB is rejected within 256 MiB."""
    server = start_server()
    rule = {"match": {"body": {"name": "x"}}, "status": 500, "operation_id": operation}
    httpx2.put(f"{server.root}/_mock/faults", json={"rules": [rule]}, headers=HEADERS).raise_for_status()
    path = "/managed_users" if operation == "create_managed_user" else f"{PATH}/imports?folder_id=1"
    for _ in range(2):
        try:
            status = server.http.post(path, content=_endless(200 * 2**20)).status_code
        except httpx2.TransportError:
            # The server closes the connection without reading the rest.
            status = 400
        assert status == 400
    server.check()


def test_many_snapshots_need_bounded_memory(start_server: StartServer) -> None:
    """Snapshots of a large state are saved until their limit is reached, which the response names, within 256 MiB."""
    server = start_server()
    state: Any = httpx2.get(f"{server.root}/_mock/state", headers=HEADERS).json()
    row = state["tables"]["properties"][0]
    state["tables"]["properties"] = [{**row, "name": f"p{number}", "value": "x" * 1000} for number in range(5500)]
    httpx2.put(f"{server.root}/_mock/state", json=state, headers=HEADERS).raise_for_status()
    responses = [httpx2.put(f"{server.root}/_mock/snapshots/{number}", headers=HEADERS) for number in range(10)]
    saved = [response.status_code for response in responses].count(200)
    assert 3 < saved < 8
    assert "delete some first" in responses[-1].json()["message"]
    exported = httpx2.get(f"{server.root}/_mock/snapshots/0", headers=HEADERS).content
    for name in ("state", "snapshots/0"):
        put = httpx2.put(f"{server.root}/_mock/{name}", content=exported, headers=HEADERS)
        assert put.status_code == 200
    server.check()


def test_the_number_of_snapshots_is_limited(workato_mock: WorkatoMock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A namespace with the most snapshots can replace one, but not add another."""
    monkeypatch.setattr(snapshots, "MOST_SNAPSHOTS", 2)
    for name in ("one", "two", "two"):
        workato_mock.snapshot(name)
    with pytest.raises(ControlError, match="at most 2 snapshots"):
        workato_mock.snapshot("three")


def test_a_state_that_is_too_large_for_a_snapshot_is_rejected(
    workato_mock: WorkatoMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be imported again is not saved."""
    monkeypatch.setattr(snapshots, "LARGEST_SNAPSHOT", 100)
    with pytest.raises(ControlError, match="too large for a snapshot"):
        workato_mock.snapshot("one")


def test_the_largest_snapshot_can_be_imported_again(start_server: StartServer) -> None:
    """A snapshot of almost the largest size is saved, exported, imported and restored within 256 MiB."""
    server = start_server()
    state: Any = httpx2.get(f"{server.root}/_mock/state", headers=HEADERS).json()
    row = state["tables"]["properties"][0]
    size = len(json.dumps(row)) + 20
    count = min((snapshots.LARGEST_SNAPSHOT * 9 // 10) // size, snapshots.MOST_VALUES * 9 // 10 // (len(row) + 1))
    state["tables"]["properties"] = [{**row, "name": f"p{number}"} for number in range(count)]
    sent = json.dumps(state)
    del state
    url = f"{server.root}/_mock/snapshots/large"
    for content in (sent, None):
        assert httpx2.put(url, content=content, headers=HEADERS, timeout=120).status_code == 200
    exported = httpx2.get(url, headers=HEADERS, timeout=120).content
    assert httpx2.put(f"{server.root}/_mock/state", content=exported, headers=HEADERS, timeout=120).status_code == 200
    assert httpx2.post(f"{url}/restore", headers=HEADERS, timeout=120).status_code == 200
    server.check()
