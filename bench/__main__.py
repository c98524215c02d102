"""Benchmarks the mock: `python -m bench [--requests N] [--rounds N] [--output FILE]` prints tables and writes JSON."""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from rich.console import Console
from rich.table import Table
from starlette.types import ASGIApp, Message
from workato_embedded_mock.app import create_app
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.instruments.snapshots import load_snapshot, restore_snapshot, save_snapshot
from workato_embedded_mock.openapi.document import load_document
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.seeds.files import read_seed
from workato_embedded_mock.seeds.loading import load_seed
from workato_embedded_mock.store.database import open_database

from bench.baseline import fixed_response_app
from bench.servers import CLOCK_TICK, Server, has_prism, run_prism, run_server

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

    def send(self, client: httpx2.Client) -> bytes:
        """Send the request and return the body of a successful response."""
        response = client.request(self.method, self.path.removeprefix("/"), json=self.body)
        if not response.is_success:
            raise SystemExit(f"{self.name} failed with {response.status_code}: {response.text}")
        return response.content


CALLS = (
    Call("get one customer", "GET", "/managed_users/512044"),
    Call("list 100 customers", "GET", "/managed_users?per_page=100"),
    Call("look up by column", "GET", "/managed_users/512044/lookup_tables/4101/lookup?by%5Bcode%5D=TH"),
    # Last, because it makes the list longer.
    Call("create a customer", "POST", "/managed_users", NEW),
)

# The seed has two customers; with these there are 100.
FILLERS = [Call("fill", "POST", "/managed_users", {**NEW, "external_id": f"bench-{number}"}) for number in range(98)]


def main() -> None:
    """Run the benchmarks, print the figures and write them to a file."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--requests", type=int, default=1000, help="requests per round (default: 1000)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, alternating between the servers (default: 5)")
    parser.add_argument("--no-prism", action="store_true", help="do not measure Prism even if it is installed")
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("bench/results.json"),
        help="the file to write (default: bench/results.json)",
    )
    arguments = parser.parse_args()
    if not Path("/proc/self/stat").exists():
        raise SystemExit("this system has no /proc, from which the CPU time of processes is read")
    result = {
        "machine": {"python": platform.python_version(), "system": f"{platform.system()} {platform.machine()}"},
        "calls": measure_calls(arguments.requests, arguments.rounds, prism=has_prism() and not arguments.no_prism),
        "in_process": measure_in_process(arguments.requests),
        "start_seconds": measure_start(arguments.rounds),
        "namespace_milliseconds": measure_namespaces(arguments.rounds * 10),
    }
    arguments.output.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    show(result)


def measure_calls(requests: int, rounds: int, *, prism: bool) -> list[dict[str, Any]]:
    """Measure the CPU time per request of each call, alternating between the mock and the baselines."""
    with (
        run_server("workato_embedded_mock", "serve", "--port", "0") as mock,
        run_prism() if prism else nullcontext() as prism_server,
        tempfile.TemporaryDirectory() as folder,
        httpx2.Client(base_url=mock.url, headers=HEADERS) as client,
    ):
        for call in FILLERS:
            call.send(client)
        return [
            _measure_call(call, mock, prism_server, Path(folder, "response.json"), client, requests, rounds)
            for call in CALLS
        ]


def _measure_call(
    call: Call, mock: Server, prism: Server | None, path: Path, client: httpx2.Client, requests: int, rounds: int
) -> dict[str, Any]:
    """Measure one call; `path` is the file for the mock's response, which the Starlette app sends too."""
    path.write_bytes(call.send(client))
    with run_server("bench.baseline", str(path)) as starlette:
        servers = {"mock": mock, "starlette": starlette} | ({"prism": prism} if prism else {})
        turns = [
            {name: _cpu_seconds(server, call, requests) for name, server in servers.items()} for _ in range(rounds)
        ]
    figures: dict[str, Any] = {"name": call.name}
    for name in servers:
        figures[f"{name}_microseconds"] = round(statistics.median(turn[name] for turn in turns) * 1e6)
    for name in list(servers)[1:]:
        ratios = [turn["mock"] / turn[name] for turn in turns]
        figures[f"to_{name}"] = round(statistics.median(ratios), 2)
        figures[f"to_{name}_spread"] = [round(min(ratios), 2), round(max(ratios), 2)]
    return figures


def _cpu_seconds(server: Server, call: Call, requests: int) -> float:
    """Return the CPU time in seconds that a server takes for one request."""
    with httpx2.Client(base_url=server.url, headers=HEADERS) as client:
        for _ in range(min(WARM_UP, requests)):
            call.send(client)
        before = server.cpu_seconds()
        for _ in range(requests):
            call.send(client)
        return max(server.cpu_seconds() - before, CLOCK_TICK) / requests


def measure_in_process(requests: int) -> list[dict[str, Any]]:
    """Measure the CPU time of each call without a socket, for the mock and a minimal Starlette app."""
    return asyncio.run(_in_process(requests))


async def _in_process(requests: int) -> list[dict[str, Any]]:
    measured = []
    with create_app() as app:
        for call in FILLERS:
            await _send_asgi(app, call)
        for call in CALLS:
            body = await _send_asgi(app, call)
            baseline = fixed_response_app(body)
            ours, theirs = [await _in_process_seconds(each, call, requests) for each in (app, baseline)]
            figures = {"mock_microseconds": round(ours * 1e6), "starlette_microseconds": round(theirs * 1e6)}
            measured.append({"name": call.name, **figures, "to_starlette": round(ours / theirs, 2)})
    return measured


async def _in_process_seconds(app: ASGIApp, call: Call, requests: int) -> float:
    for _ in range(min(WARM_UP, requests)):
        await _send_asgi(app, call)
    before = time.process_time()
    for _ in range(requests):
        await _send_asgi(app, call)
    return (time.process_time() - before) / requests


async def _send_asgi(app: ASGIApp, call: Call) -> bytes:
    """Send a request to an ASGI app as a server would, and return the body of the response."""
    path, _, query = call.path.partition("?")
    content = b"" if call.body is None else json.dumps(call.body).encode()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": call.method,
        "scheme": "http",
        "path": f"/api{path}",
        "raw_path": f"/api{path}".encode(),
        "query_string": query.encode(),
        "headers": [(b"authorization", b"Bearer bench"), (b"content-type", b"application/json")],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }
    parts: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return b"".join(parts)


def measure_start(rounds: int) -> dict[str, float]:
    """Measure the time from starting the process to its first response."""
    seconds = []
    for _ in range(rounds):
        with (
            run_server("workato_embedded_mock", "serve", "--port", "0") as mock,
            httpx2.Client(base_url=mock.url, headers=HEADERS) as client,
        ):
            before = time.perf_counter()
            CALLS[0].send(client)
            seconds.append(mock.ready_seconds + time.perf_counter() - before)
    return {"median": round(statistics.median(seconds), 3), "least": round(min(seconds), 3)}


def measure_namespaces(times: int) -> dict[str, float]:
    """Measure creating, resetting, saving and restoring a namespace with the default seed, in memory."""
    database = open_database("sqlite://")
    namespaces = Namespaces(database, load_seed(read_seed("default"), SchemaCompiler(load_document().content)))

    def save(number: int) -> None:
        with namespaces.transaction(f"bench-{number}", write=True) as session:
            save_snapshot(session, "bench", "2023-11-20T12:00:00Z")

    def restore(number: int) -> None:
        with namespaces.transaction(f"bench-{number}", write=True) as session:
            restore_snapshot(session, load_snapshot(session, "bench"))

    try:
        figures = {
            "make": _median_cpu(times, lambda number: _create(namespaces, f"bench-{number}")),
            "reset": _median_cpu(times, lambda number: namespaces.reset(f"bench-{number}")),
            "snapshot": _median_cpu(times, save),
            "restore": _median_cpu(times, restore),
        }
        state = namespaces.state("bench-0")
    finally:
        database.close()
    return {**figures, "rows": sum(map(len, state["tables"].values()))}


def _create(namespaces: Namespaces, name: str) -> None:
    with namespaces.transaction(name, write=False):
        pass


def _median_cpu(times: int, action: Callable[[int], object]) -> float:
    spent = []
    for number in range(times):
        before = time.process_time()
        action(number)
        spent.append(time.process_time() - before)
    return round(statistics.median(spent) * 1e3, 3)


def show(result: dict[str, Any]) -> None:
    """Print the figures as tables."""
    console = Console(file=sys.stdout, width=120)
    baselines = [name for name in ("starlette", "prism") if f"to_{name}" in result["calls"][0]]
    heads = [
        head for name in baselines for head in (f"{name.capitalize()}, µs", f"mock / {name.capitalize()}", "range")
    ]
    table = Table("CPU time per request", "mock, µs", *heads)
    for call in result["calls"]:
        figures = [call["mock_microseconds"]]
        for name in baselines:
            low, high = call[f"to_{name}_spread"]
            figures += [call[f"{name}_microseconds"], call[f"to_{name}"], f"{low} to {high}"]
        table.add_row(call["name"], *map(str, figures))
    console.print(table)
    in_process = Table("CPU time per request, without a socket", "mock, µs", "Starlette, µs", "mock / Starlette")
    for call in result["in_process"]:
        in_process.add_row(*map(str, call.values()))
    console.print(in_process)
    start, namespace = result["start_seconds"], result["namespace_milliseconds"]
    console.print(f"Time from start to the first response: {start['median']} s (minimum {start['least']} s).")
    console.print(
        f"CPU time for a namespace of {namespace['rows']} rows, in ms: create {namespace['make']}, "
        f"reset {namespace['reset']}, save a snapshot {namespace['snapshot']}, restore it {namespace['restore']}."
    )


if __name__ == "__main__":
    main()
