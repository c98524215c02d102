"""Measures the mock: `python -m bench [--requests N] [--rounds N] [--output FILE]` prints a table and keeps JSON."""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table
from workato_embedded_mock.document import load_document
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.schemas import SchemaCompiler
from workato_embedded_mock.seeds.planting import plant
from workato_embedded_mock.seeds.reading import read_seed
from workato_embedded_mock.store.database import open_database

from bench.servers import TICK, Served, serving

HEADERS = {"Authorization": "Bearer bench"}
NEW = {"name": "Bench", "notification_email": "bench@example.com"}
WARM_UP = 50


@dataclass(frozen=True)
class Call:
    """A request that is measured."""

    name: str
    method: str
    path: str
    body: Any = None

    def send(self, client: httpx.Client) -> bytes:
        """Send it, and answer the body of a success."""
        answer = client.request(self.method, self.path.removeprefix("/"), json=self.body)
        if not answer.is_success:
            raise SystemExit(f"{self.name} was answered {answer.status_code}: {answer.text}")
        return answer.content


CALLS = (
    Call("get one customer", "GET", "/managed_users/512044"),
    Call("list 100 customers", "GET", "/managed_users?per_page=100"),
    Call("look up by column", "GET", "/managed_users/512044/lookup_tables/4101/lookup?by%5Bcode%5D=TH"),
    # Last, since it makes the list longer.
    Call("create a customer", "POST", "/managed_users", NEW),
)


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--requests", type=int, default=1000, help="requests in a round")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, by turns with the peer")
    parser.add_argument("--output", type=Path, default=Path("bench/results.json"), help="where to keep the figures")
    arguments = parser.parse_args()
    if not Path("/proc/self/stat").exists():
        raise SystemExit("The CPU time of processes is read from /proc, which this system does not have.")
    result = {
        "machine": {"python": platform.python_version(), "system": f"{platform.system()} {platform.machine()}"},
        "calls": measure_calls(arguments.requests, arguments.rounds),
        "start_seconds": measure_start(arguments.rounds),
        "namespace_milliseconds": measure_namespaces(arguments.rounds * 10),
    }
    arguments.output.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    show(result)


def measure_calls(requests: int, rounds: int) -> list[dict[str, Any]]:
    """Measure the CPU time per request of each call, the mock and its peer by turns."""
    measured = []
    with (
        serving("workato_embedded_mock", "serve", "--port", "0") as mock,
        tempfile.TemporaryDirectory() as folder,
        httpx.Client(base_url=mock.url, headers=HEADERS) as client,
    ):
        for number in range(98):
            client.post("managed_users", json={**NEW, "external_id": f"bench-{number}"})
        for call in CALLS:
            path = Path(folder, "answer.json")
            path.write_bytes(call.send(client))
            with serving("bench.peer", str(path)) as peer:
                pairs = [(_cost(mock, call, requests), _cost(peer, call, requests)) for _ in range(rounds)]
            ratios = [ours / theirs for ours, theirs in pairs]
            measured.append(
                {
                    "name": call.name,
                    "mock_microseconds": round(statistics.median(ours for ours, _ in pairs) * 1e6),
                    "starlette_microseconds": round(statistics.median(theirs for _, theirs in pairs) * 1e6),
                    "ratio": round(statistics.median(ratios), 2),
                    "ratio_spread": [round(min(ratios), 2), round(max(ratios), 2)],
                }
            )
    return measured


def _cost(server: Served, call: Call, requests: int) -> float:
    """Answer the CPU seconds that a server takes for one request of a kind."""
    with httpx.Client(base_url=server.url, headers=HEADERS) as client:
        for _ in range(min(WARM_UP, requests)):
            call.send(client)
        before = server.cpu_seconds()
        for _ in range(requests):
            call.send(client)
        return max(server.cpu_seconds() - before, TICK) / requests


def measure_start(rounds: int) -> dict[str, float]:
    """Measure the time from spawn to the first answer, with all operations."""
    seconds = []
    for _ in range(rounds):
        with (
            serving("workato_embedded_mock", "serve", "--port", "0") as mock,
            httpx.Client(base_url=mock.url, headers=HEADERS) as client,
        ):
            before = time.perf_counter()
            CALLS[0].send(client)
            seconds.append(mock.ready_seconds + time.perf_counter() - before)
    return {"median": round(statistics.median(seconds), 3), "least": round(min(seconds), 3)}


def measure_namespaces(times: int) -> dict[str, float]:
    """Measure how long it takes to make and to reset a namespace with the default seed, in memory."""
    database = open_database("sqlite://")
    namespaces = Namespaces(database, plant(read_seed("default"), SchemaCompiler(load_document().content)))
    try:
        made = _median(times, lambda number: namespaces.number(f"bench-{number}"))
        reset = _median(times, lambda number: namespaces.reset(f"bench-{number}"))
        state = namespaces.state("bench-0")
    finally:
        database.close()
    return {"make": made, "reset": reset, "rows": sum(map(len, state["tables"].values()))}


def _median(times: int, action: Callable[[int], object]) -> float:
    spent = []
    for number in range(times):
        before = time.process_time()
        action(number)
        spent.append(time.process_time() - before)
    return round(statistics.median(spent) * 1e3, 3)


def show(result: dict[str, Any]) -> None:
    """Print the figures."""
    table = Table("CPU per request", "mock, µs", "Starlette, µs", "ratio", "spread")
    for call in result["calls"]:
        low, high = call["ratio_spread"]
        figures = (call["mock_microseconds"], call["starlette_microseconds"], call["ratio"], f"{low} to {high}")
        table.add_row(call["name"], *map(str, figures))
    console = Console(file=sys.stdout, width=100)
    console.print(table)
    start, namespace = result["start_seconds"], result["namespace_milliseconds"]
    console.print(f"From spawn to the first answer: {start['median']} s (least {start['least']} s).")
    made, reset, rows = namespace["make"], namespace["reset"], namespace["rows"]
    console.print(f"A namespace of {rows} rows: made in {made} ms, reset in {reset} ms of CPU.")


if __name__ == "__main__":
    main()
