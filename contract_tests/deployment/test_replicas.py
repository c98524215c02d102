"""Several replicas with one database share one state, even when one of them is killed."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest
from workato_embedded_mock import MockServer, StartError

from contract_tests.support.load import NEW, Load
from contract_tests.support.postgres import Postgres
from contract_tests.support.processes import Replica, compose, load_balancer, replica

CLIENTS = 20
TOKEN = "control"
HEADERS = {"Authorization": "Bearer replicas"}


@pytest.fixture
def deployed(tmp_path: Path, postgres: Postgres) -> Iterator[tuple[str, dict[str, Replica]]]:
    """Run the replicas of the compose file with one database behind nginx; yield the address and the replicas."""
    services = compose()["services"]
    optional = [name for name, value in services["mock-1"]["environment"].items() if value.endswith(":-}")]
    environment = {"WORKATO_MOCK_DATABASE": postgres.new_database(), "WORKATO_MOCK_CONTROL_TOKEN": TOKEN}
    environment |= dict.fromkeys(optional, "")
    with ExitStack() as stack:
        replicas = {}
        for name in ("mock-1", "mock-2"):
            assert environment.keys() <= services[name]["environment"].keys()
            replicas[name] = stack.enter_context(replica(services[name]["command"], environment))
        yield stack.enter_context(load_balancer(tmp_path, replicas)), replicas


@pytest.mark.slow
@pytest.mark.parametrize("writes", [25, pytest.param(100, marks=pytest.mark.nightly)])
def test_no_acknowledged_write_is_lost_when_a_replica_is_killed(
    writes: int, deployed: tuple[str, dict[str, Replica]]
) -> None:
    """Of the writes of 20 clients, with one replica killed halfway, each acknowledged one is found exactly once."""
    address, replicas = deployed
    half = threading.Semaphore(0)

    def write(client_number: int) -> tuple[dict[str, int], list[int | None]]:
        acknowledged: dict[str, int] = {}
        failed: list[int | None] = []
        with httpx2.Client(base_url=f"{address}/api", headers=HEADERS, timeout=60) as client:
            for number in range(writes):
                name = f"c{client_number}-{number}"
                body = {"name": name, "notification_email": "many@example.com", "external_id": name}
                try:
                    response = client.post("/managed_users", json=body)
                except httpx2.TransportError:
                    failed.append(None)
                else:
                    if response.status_code == 200:
                        acknowledged[name] = response.json()["id"]
                    else:
                        failed.append(response.status_code)
                half.release()
        return acknowledged, failed

    with ThreadPoolExecutor(CLIENTS) as pool:
        running = [pool.submit(write, number) for number in range(CLIENTS)]
        for _ in range(CLIENTS * writes // 2):
            half.acquire()
        replicas["mock-1"].kill()
        results = [future.result() for future in running]
    acknowledged = {name: number for wrote, _ in results for name, number in wrote.items()}
    failures = [status for _, failed in results for status in failed]
    assert len(acknowledged) + len(failures) == CLIENTS * writes
    assert len(acknowledged) > CLIENTS * writes // 2
    # Failures are errors of nginx or of the connection, never responses of the API.
    assert set(failures) <= {None, 502, 504}
    found = _all_customers(address)
    assert len(found) == len({customer["id"] for customer in found})
    ids = {customer["external_id"]: customer["id"] for customer in found}
    assert {name: ids.get(name) for name in acknowledged} == acknowledged


@pytest.mark.nightly
def test_no_request_fails_while_replicas_are_restarted(tmp_path: Path, postgres: Postgres) -> None:
    """Of the requests of four clients, none fails while both replicas are stopped and started again in turn."""
    environment = {"WORKATO_MOCK_DATABASE": postgres.new_database(), "WORKATO_MOCK_GRACEFUL_TIMEOUT": "60"}
    with ExitStack() as stack:
        replicas = {
            name: stack.enter_context(replica(["serve", "--port", "0", "--quiet"], environment))
            for name in ("mock-1", "mock-2")
        }
        load = stack.enter_context(Load(stack.enter_context(load_balancer(tmp_path, replicas)), HEADERS))
        for one in replicas.values():
            load.wait_for(20)
            one.process.send_signal(signal.SIGTERM)
            assert one.process.wait() == 0
            stack.enter_context(replica(["serve", "--port", str(one.port), "--quiet"], environment))
        load.wait_for(20)
        assert load.stop() == []


def test_the_faults_of_a_test_take_no_replica_away(deployed: tuple[str, dict[str, Replica]]) -> None:
    """While connections of one account are reset on both replicas, requests of other accounts are served."""
    address, _ = deployed
    broken = {"Authorization": "Bearer broken"}
    rule = {"operation_id": "list_managed_users", "kind": "reset"}
    done = httpx2.put(
        f"{address}/_mock/faults", json={"rules": [rule]}, headers={"X-Mock-Control-Token": TOKEN, **broken}
    )
    assert done.status_code == 200
    for _ in range(4):
        assert httpx2.get(f"{address}/api/managed_users", headers=broken).status_code == 502
        assert httpx2.get(f"{address}/api/managed_users", headers=HEADERS).status_code == 200


def test_test_settings_are_shared_by_all_replicas(deployed: tuple[str, dict[str, Replica]]) -> None:
    """All replicas share the faults, limits, clock, snapshots and journal of a namespace."""
    _, replicas = deployed
    one, two = (httpx2.Client(base_url=each.url, headers=HEADERS) for each in replicas.values())
    control = {"X-Mock-Control-Token": TOKEN, **HEADERS}

    def call_control(client: httpx2.Client, method: str, path: str, body: object = None) -> httpx2.Response:
        root = str(client.base_url).removesuffix("/api/")
        response = client.request(method, f"{root}/_mock/{path}", json=body, headers=control)
        response.raise_for_status()
        return response

    with one, two:
        assert httpx2.get(f"{str(one.base_url).removesuffix('api/')}_mock/clock", headers=HEADERS).status_code == 401
        call_control(one, "PUT", "clock", {"now": "2026-01-05T12:00:00Z", "frozen": True})
        assert call_control(two, "GET", "clock").json()["frozen"] is True
        call_control(one, "PUT", "snapshots/here")
        call_control(
            one, "PUT", "faults", {"rules": [{"operation_id": "list_managed_users", "status": 500, "times": 2}]}
        )
        assert [client.get("/managed_users").status_code for client in (two, one, two)] == [500, 500, 200]
        call_control(two, "PUT", "limits", {"rate_limits": "2/min"})
        assert [client.get("/managed_users").status_code for client in (one, two, one)] == [200, 200, 429]
        assert one.delete("/managed_users/512044").status_code == 200
        assert two.get("/managed_users/512044").status_code == 404
        call_control(two, "POST", "snapshots/here/restore")
        assert one.get("/managed_users/512044").status_code == 200
        assert call_control(two, "GET", "journal").json()["count"] == 9
        call_control(two, "DELETE", "state")
        assert call_control(one, "GET", "journal").json()["count"] == 0


def test_all_replicas_accept_a_download_url(deployed: tuple[str, dict[str, Replica]]) -> None:
    """The URL of a zip file that one replica signed is valid for each, because the key is in the database."""
    _, replicas = deployed
    for signer in replicas.values():
        export = httpx2.get(f"{signer.url}/managed_users/512044/exports/6201", headers=HEADERS).json()["result"]
        url = httpx2.URL(export["download_url"])
        for each in replicas.values():
            there = url.copy_with(port=each.port)
            assert httpx2.get(there).content.startswith(b"PK")
            assert httpx2.get(there.copy_set_param("signature", "00" * 37)).status_code == 403


def test_no_request_fails_after_the_database_has_closed_its_connections(postgres: Postgres) -> None:
    """PostgreSQL closes idle connections, and all at a restart: the next request, read or write, does not notice."""
    with MockServer(database=postgres.new_database()) as server, httpx2.Client(headers=HEADERS, timeout=60) as client:
        for _ in range(3):
            postgres.drop_connections()
            assert client.get(f"{server.url}/managed_users").status_code == 200
            postgres.drop_connections()
            assert client.post(f"{server.url}/managed_users", json=NEW).status_code == 200
        assert client.get(f"{server.url}/managed_users").json()["count"] == 5


def test_a_missing_database_is_reported_without_its_password(postgres: Postgres) -> None:
    """A missing database raises StartError with one sentence, which does not contain the password."""
    address = postgres.new_database().replace("mock@", "mock:hush@") + "_none"
    with pytest.raises(StartError, match="cannot be used") as caught, MockServer(database=address):
        pass
    assert "hush" not in str(caught.value)
    assert "\n" not in str(caught.value)


def _all_customers(address: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    with httpx2.Client(base_url=f"{address}/api", headers=HEADERS, timeout=60) as client:
        page = 0
        while True:
            page += 1
            result = client.get("/managed_users", params={"page": page, "per_page": 100}).json()["result"]
            if not result:
                return found
            found += result
