"""Benchmarks the mock: `python -m bench` prints tables and writes JSON, a page and charts."""

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
from pathlib import Path
from typing import Any

import httpx2
from rich.console import Console
from rich.table import Table
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.instruments.snapshots import load_snapshot, restore_snapshot, save_snapshot
from workato_embedded_mock.openapi.document import load_document
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.seeds.files import read_seed
from workato_embedded_mock.seeds.loading import load_seed
from workato_embedded_mock.store.database import open_database

from bench.calls import CALLS, FILLERS, HEADERS, WARM_UP, Call
from bench.in_process import measure_in_process
from bench.report import show_report, write_report
from bench.scale import ROWS, measure_scale
from bench.servers import Server, has_prism, run_prism, run_server
from bench.weight import (
    measure_first_calls,
    measure_fixtures,
    measure_import,
    measure_memory,
    measure_second_app,
    measure_start,
    peers,
)


def main() -> None:
    """Run the benchmarks, print the figures and write them to files."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--requests", type=int, default=1000, help="requests per round (default: 1000)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, alternating between the servers (default: 5)")
    parser.add_argument("--namespaces", type=int, default=10_000, help="namespaces in one server (default: 10000)")
    parser.add_argument("--no-peers", action="store_true", help="do not install and measure moto_server and Prism")
    parser.add_argument("--scale", action="store_true", help="only measure lists of up to a million rows")
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS, help="rows of the lists of --scale")
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("bench/results.json"),
        help="the file with the figures; those of the other form stay (default: bench/results.json)",
    )
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="folder of the page (default: docs)")
    arguments = parser.parse_args()
    if not Path("/proc/self/stat").exists():
        raise SystemExit("this system has no /proc, from which the CPU time of processes is read")
    known = json.loads(arguments.output.read_text("utf-8")) if arguments.output.exists() else {}
    if arguments.scale:
        new = {"scale": measure_scale(arguments.rounds, tuple(arguments.rows))}
    else:
        new = _measure_all(arguments.requests, arguments.rounds, arguments.namespaces, others=not arguments.no_peers)
    result = known | new
    arguments.output.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    if "calls" in new:
        show(result)
    show_report(result)
    write_report(result, arguments.docs)


def _measure_all(requests: int, rounds: int, namespaces: int, *, others: bool) -> dict[str, Any]:
    return {
        "machine": {"python": platform.python_version(), "system": f"{platform.system()} {platform.machine()}"},
        "rounds": rounds,
        "start": measure_start(peers(others=others), rounds),
        "import": measure_import(rounds),
        "fixtures": measure_fixtures(rounds),
        "first_calls": measure_first_calls(),
        "memory": measure_memory(1000, namespaces),
        "second_app_mb": measure_second_app(),
        "calls": measure_calls(requests, rounds, prism=has_prism() and others),
        "in_process": asyncio.run(measure_in_process(requests)),
        "namespace_milliseconds": measure_namespaces(rounds * 10),
    }


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
        return (server.cpu_seconds() - before) / requests


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
    namespace = result["namespace_milliseconds"]
    console.print(
        f"CPU time for a namespace of {namespace['rows']} rows, in ms: create {namespace['make']}, "
        f"reset {namespace['reset']}, save a snapshot {namespace['snapshot']}, restore it {namespace['restore']}."
    )


if __name__ == "__main__":
    main()
