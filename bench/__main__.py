"""Measures the mock: `python -m bench [--requests N] [--rounds N] [--output FILE]` prints a table and keeps JSON."""

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

import httpx
from rich.console import Console
from rich.table import Table
from starlette.types import ASGIApp, Message
from workato_embedded_mock.app import create_app
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.instruments.snapshots import put_back, save_snapshot, snapshot
from workato_embedded_mock.openapi.document import load_document
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.seeds.planting import plant
from workato_embedded_mock.seeds.reading import read_seed
from workato_embedded_mock.store.database import open_database

from bench.peer import answering
from bench.servers import TICK, Served, has_prism, serving, serving_prism

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

FILLING = [Call("fill", "POST", "/managed_users", {**NEW, "external_id": f"bench-{number}"}) for number in range(98)]
"""What makes a list of 100 customers of the seed's two."""


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--requests", type=int, default=1000, help="requests in a round")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, by turns with the peers")
    parser.add_argument("--no-prism", action="store_true", help="leave Prism out where it is installed")
    parser.add_argument("--output", type=Path, default=Path("bench/results.json"), help="where to keep the figures")
    arguments = parser.parse_args()
    if not Path("/proc/self/stat").exists():
        raise SystemExit("The CPU time of processes is read from /proc, which this system does not have.")
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
    """Measure the CPU time per request of each call, the mock and its peers by turns."""
    with (
        serving("workato_embedded_mock", "serve", "--port", "0") as mock,
        serving_prism() if prism else nullcontext() as other,
        tempfile.TemporaryDirectory() as folder,
        httpx.Client(base_url=mock.url, headers=HEADERS) as client,
    ):
        for call in FILLING:
            call.send(client)
        return [_measured(call, mock, other, Path(folder, "answer.json"), client, requests, rounds) for call in CALLS]


def _measured(
    call: Call, mock: Served, prism: Served | None, path: Path, client: httpx.Client, requests: int, rounds: int
) -> dict[str, Any]:
    """Measure one call; `path` is where the answer of the mock is kept for the peer that repeats it."""
    path.write_bytes(call.send(client))
    with serving("bench.peer", str(path)) as starlette:
        servers = {"mock": mock, "starlette": starlette} | ({"prism": prism} if prism else {})
        turns = [{name: _cost(server, call, requests) for name, server in servers.items()} for _ in range(rounds)]
    figures: dict[str, Any] = {"name": call.name}
    for name in servers:
        figures[f"{name}_microseconds"] = round(statistics.median(turn[name] for turn in turns) * 1e6)
    for name in list(servers)[1:]:
        ratios = [turn["mock"] / turn[name] for turn in turns]
        figures[f"to_{name}"] = round(statistics.median(ratios), 2)
        figures[f"to_{name}_spread"] = [round(min(ratios), 2), round(max(ratios), 2)]
    return figures


def _cost(server: Served, call: Call, requests: int) -> float:
    """Answer the CPU seconds that a server takes for one request of a kind."""
    with httpx.Client(base_url=server.url, headers=HEADERS) as client:
        for _ in range(min(WARM_UP, requests)):
            call.send(client)
        before = server.cpu_seconds()
        for _ in range(requests):
            call.send(client)
        return max(server.cpu_seconds() - before, TICK) / requests


def measure_in_process(requests: int) -> list[dict[str, Any]]:
    """Measure the CPU time of each call without a socket: what the app costs, and what a bare Starlette app would."""
    return asyncio.run(_in_process(requests))


async def _in_process(requests: int) -> list[dict[str, Any]]:
    measured = []
    with create_app() as app:
        for call in FILLING:
            await _asked(app, call)
        for call in CALLS:
            body = await _asked(app, call)
            peer = answering(body)
            ours, theirs = [await _spent(each, call, requests) for each in (app, peer)]
            figures = {"mock_microseconds": round(ours * 1e6), "starlette_microseconds": round(theirs * 1e6)}
            measured.append({"name": call.name, **figures, "to_starlette": round(ours / theirs, 2)})
    return measured


async def _spent(app: ASGIApp, call: Call, requests: int) -> float:
    for _ in range(min(WARM_UP, requests)):
        await _asked(app, call)
    before = time.process_time()
    for _ in range(requests):
        await _asked(app, call)
    return (time.process_time() - before) / requests


async def _asked(app: ASGIApp, call: Call) -> bytes:
    """Hand a request to an app as a server would, and answer the body of the answer."""
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
    """Measure what a namespace with the default seed takes, in memory: to make, reset, save as a snapshot, restore."""
    database = open_database("sqlite://")
    namespaces = Namespaces(database, plant(read_seed("default"), SchemaCompiler(load_document().content)))

    def save(number: int) -> None:
        with namespaces.transaction(f"bench-{number}", write=True) as space:
            save_snapshot(space, "bench", "2023-11-20T12:00:00Z")

    def restore(number: int) -> None:
        with namespaces.transaction(f"bench-{number}", write=True) as space:
            put_back(space, snapshot(space, "bench"))

    try:
        figures = {
            "make": _median(times, lambda number: _made(namespaces, f"bench-{number}")),
            "reset": _median(times, lambda number: namespaces.reset(f"bench-{number}")),
            "snapshot": _median(times, save),
            "restore": _median(times, restore),
        }
        state = namespaces.state("bench-0")
    finally:
        database.close()
    return {**figures, "rows": sum(map(len, state["tables"].values()))}


def _made(namespaces: Namespaces, name: str) -> None:
    with namespaces.transaction(name, write=False):
        pass


def _median(times: int, action: Callable[[int], object]) -> float:
    spent = []
    for number in range(times):
        before = time.process_time()
        action(number)
        spent.append(time.process_time() - before)
    return round(statistics.median(spent) * 1e3, 3)


def show(result: dict[str, Any]) -> None:
    """Print the figures."""
    console = Console(file=sys.stdout, width=120)
    peers = [peer for peer in ("starlette", "prism") if f"to_{peer}" in result["calls"][0]]
    heads = [head for peer in peers for head in (f"{peer.capitalize()}, µs", "ratio", "spread")]
    table = Table("CPU per request", "mock, µs", *heads)
    for call in result["calls"]:
        figures = [call["mock_microseconds"]]
        for peer in peers:
            low, high = call[f"to_{peer}_spread"]
            figures += [call[f"{peer}_microseconds"], call[f"to_{peer}"], f"{low} to {high}"]
        table.add_row(call["name"], *map(str, figures))
    console.print(table)
    inside = Table("CPU in process, without a socket", "mock, µs", "Starlette, µs", "ratio")
    for call in result["in_process"]:
        inside.add_row(*map(str, call.values()))
    console.print(inside)
    start, namespace = result["start_seconds"], result["namespace_milliseconds"]
    console.print(f"From spawn to the first answer: {start['median']} s (least {start['least']} s).")
    console.print(
        f"A namespace of {namespace['rows']} rows, in ms of CPU: made {namespace['make']}, reset {namespace['reset']}, "
        f"snapshot {namespace['snapshot']}, restore {namespace['restore']}."
    )


if __name__ == "__main__":
    main()
