"""Several replicas on one database serve one state, whatever happens to one of them."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from workato_embedded_mock import MockServer, StartError

from contract_tests.support.postgres import Postgres
from contract_tests.support.processes import Replica, compose, load_balancer, replica

CLIENTS, WRITES = 20, 100
TOKEN = "control"
HEADERS = {"Authorization": "Bearer replicas"}


@pytest.fixture
def deployed(tmp_path: Path, postgres: Postgres) -> Iterator[tuple[str, dict[str, Replica]]]:
    """Run the services of the compose file: its replicas with their commands, on one database, behind nginx."""
    services = compose()["services"]
    environment = {"WORKATO_MOCK_DATABASE": postgres.new_database(), "WORKATO_MOCK_CONTROL_TOKEN": TOKEN}
    with ExitStack() as stack:
        replicas = {}
        for name in ("mock-1", "mock-2"):
            assert environment.keys() <= services[name]["environment"].keys()
            replicas[name] = stack.enter_context(replica(services[name]["command"], environment))
        yield stack.enter_context(load_balancer(tmp_path, replicas)), replicas


def test_no_acknowledged_write_is_lost_when_a_replica_is_killed(
    deployed: tuple[str, dict[str, Replica]],
) -> None:
    """Of 2,000 writes from 20 clients, with a kill -9 in the middle, all that were acknowledged are there once."""
    address, replicas = deployed
    half = threading.Semaphore(0)

    def write(client_number: int) -> tuple[dict[str, int], list[int | None]]:
        acknowledged: dict[str, int] = {}
        failed: list[int | None] = []
        with httpx.Client(base_url=f"{address}/api", headers=HEADERS, timeout=60) as client:
            for number in range(WRITES):
                name = f"c{client_number}-{number}"
                body = {"name": name, "notification_email": "many@example.com", "external_id": name}
                try:
                    answer = client.post("/managed_users", json=body)
                except httpx.TransportError:
                    failed.append(None)
                else:
                    if answer.status_code == 200:
                        acknowledged[name] = answer.json()["id"]
                    else:
                        failed.append(answer.status_code)
                half.release()
        return acknowledged, failed

    with ThreadPoolExecutor(CLIENTS) as pool:
        running = [pool.submit(write, number) for number in range(CLIENTS)]
        for _ in range(CLIENTS * WRITES // 2):
            half.acquire()
        replicas["mock-1"].kill()
        results = [future.result() for future in running]
    acknowledged = {name: number for wrote, _ in results for name, number in wrote.items()}
    failures = [status for _, failed in results for status in failed]
    assert len(acknowledged) + len(failures) == CLIENTS * WRITES
    assert len(acknowledged) > CLIENTS * WRITES // 2
    # What failed was told by nginx, or by the end of a connection; never by an answer of the API.
    assert set(failures) <= {None, 502, 504}
    found = _all_customers(address)
    assert len(found) == len({customer["id"] for customer in found})
    ids = {customer["external_id"]: customer["id"] for customer in found}
    assert {name: ids.get(name) for name in acknowledged} == acknowledged


def test_what_one_replica_is_told_all_of_them_do(deployed: tuple[str, dict[str, Replica]]) -> None:
    """Faults, limits, the clock, snapshots and the journal of a namespace are one, whoever serves."""
    _, replicas = deployed
    one, two = (httpx.Client(base_url=each.url, headers=HEADERS) for each in replicas.values())
    control = {"X-Mock-Control-Token": TOKEN, **HEADERS}

    def tell(client: httpx.Client, method: str, path: str, body: object = None) -> httpx.Response:
        root = str(client.base_url).removesuffix("/api/")
        answer = client.request(method, f"{root}/_mock/{path}", json=body, headers=control)
        answer.raise_for_status()
        return answer

    with one, two:
        assert httpx.get(f"{str(one.base_url).removesuffix('api/')}_mock/clock", headers=HEADERS).status_code == 401
        tell(one, "PUT", "clock", {"now": "2026-01-05T12:00:00Z", "frozen": True})
        assert tell(two, "GET", "clock").json()["frozen"] is True
        tell(one, "PUT", "snapshots/here")
        tell(one, "PUT", "faults", {"rules": [{"operation_id": "list_managed_users", "status": 500, "times": 2}]})
        assert [client.get("/managed_users").status_code for client in (two, one, two)] == [500, 500, 200]
        tell(two, "PUT", "limits", {"rate_limits": "2/min"})
        assert [client.get("/managed_users").status_code for client in (one, two, one)] == [200, 200, 429]
        assert one.delete("/managed_users/512044").status_code == 200
        assert two.get("/managed_users/512044").status_code == 404
        tell(two, "POST", "snapshots/here/restore")
        assert one.get("/managed_users/512044").status_code == 200
        assert tell(two, "GET", "journal").json()["count"] == 9
        tell(two, "DELETE", "state")
        assert tell(one, "GET", "journal").json()["count"] == 0


def test_a_replica_outlives_a_restart_of_its_database(postgres: Postgres) -> None:
    """The request that finds the connection broken fails; the next one is served."""
    with MockServer(database=postgres.new_database()) as server:
        assert httpx.get(f"{server.url}/managed_users", headers=HEADERS).status_code == 200
        postgres.drop_connections()
        statuses = [httpx.get(f"{server.url}/managed_users", headers=HEADERS).status_code for _ in range(3)]
        assert statuses[1:] == [200, 200]


def test_a_database_that_is_not_there_is_refused_without_its_password(postgres: Postgres) -> None:
    """In one sentence."""
    address = postgres.new_database().replace("mock@", "mock:hush@") + "_none"
    with pytest.raises(StartError, match="cannot be used") as caught, MockServer(database=address):
        pass
    assert "hush" not in str(caught.value)
    assert "\n" not in str(caught.value)


def _all_customers(address: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    with httpx.Client(base_url=f"{address}/api", headers=HEADERS, timeout=60) as client:
        page = 0
        while True:
            page += 1
            result = client.get("/managed_users", params={"page": page, "per_page": 100}).json()["result"]
            if not result:
                return found
            found += result
