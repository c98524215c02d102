"""A database file keeps all acknowledged writes when its server is killed."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from contract_tests.support.processes import Replica, replica

HEADERS = {"Authorization": "Bearer crash"}
WRITERS = 4


@pytest.mark.slow
def test_no_acknowledged_write_is_lost_by_kill_9(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """After each kill under load, the file can be opened and has all acknowledged writes.

    `--crashes N` kills the server N times; the default is 5.
    """
    times = request.config.getoption("--crashes")
    draw = random.Random(20231120)
    database = f"sqlite:///{tmp_path / 'mock.db'}"
    acknowledged: set[str] = set()
    for round_number in range(times):
        with replica(["serve", "--port", "0", "--seed", "empty", "--database", database], {}) as server:
            assert acknowledged <= set(_names(server)), f"round {round_number}"
            enough = draw.randrange(1, 60)
            acknowledged |= _write_until_killed(server, round_number, enough)
    with replica(["serve", "--port", "0", "--seed", "empty", "--database", database], {}) as server:
        names = list(_names(server))
        assert acknowledged <= set(names)
        assert len(names) == len(set(names))
    assert len(acknowledged) >= times


def _write_until_killed(server: Replica, round_number: int, enough: int) -> set[str]:
    """Write from several threads, and kill the server after the given number of acknowledged writes."""
    acknowledged: set[str] = set()
    lock = threading.Lock()

    def write(writer: int) -> None:
        with httpx2.Client(base_url=server.url, headers=HEADERS, timeout=30) as client:
            for number in range(10_000):
                name = f"r{round_number}-w{writer}-{number}"
                body = {"name": name, "notification_email": "crash@example.com", "external_id": name}
                try:
                    response = client.post("/managed_users", json=body)
                except httpx2.TransportError:
                    return
                assert response.status_code == 200, response.text
                with lock:
                    acknowledged.add(name)
                    if len(acknowledged) == enough:
                        server.kill()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return acknowledged


def _names(server: Replica) -> Iterator[str]:
    with httpx2.Client(base_url=server.url, headers=HEADERS, timeout=30) as client:
        page = 1
        while result := client.get("/managed_users", params={"page": page, "per_page": 100}).json()["result"]:
            yield from (customer["name"] for customer in result)
            page += 1
