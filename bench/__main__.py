"""Benchmarks mock and client: `python -m bench` prints tables, and writes figures, a page and charts."""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import time
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.client import measure_client
from bench.fixtures import measure_fixtures, measure_workers
from bench.in_process import measure_in_process
from bench.install import measure_install
from bench.namespaces import measure_namespaces
from bench.per_request import measure_calls
from bench.report import page, show_report, write_charts
from bench.request_log import measure_request_log
from bench.scale import ROWS, measure_scale
from bench.tabs import measure_tabs
from bench.weight import (
    measure_first_calls,
    measure_import,
    measure_memory,
    measure_second_app,
    measure_start,
    peers,
)

Parts = dict[str, Callable[[Namespace], Any]]


def main() -> None:
    """Run the benchmarks, print the figures and write them to files."""
    arguments = _arguments()
    if not Path("/proc/self/stat").exists():
        raise SystemExit("this system has no /proc, from which the CPU time of processes is read")
    result = json.loads(arguments.output.read_text("utf-8")) if arguments.output.exists() else {}
    started, before = datetime.now(UTC), time.monotonic()
    measured = {part: measure(arguments) for part, measure in _parts(arguments).items()}
    run = {
        "started": f"{started:%Y-%m-%d %H:%M} UTC",
        "minutes": round((time.monotonic() - before) / 60),
        "rounds": arguments.rounds,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }
    result |= {part: {"run": run, "figures": figures} for part, figures in measured.items()}
    arguments.output.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    show_report(result)
    arguments.docs.mkdir(parents=True, exist_ok=True)
    (arguments.docs / "benchmarks.md").write_text(page(result), "utf-8")
    write_charts(result, arguments.docs / "charts")


def _arguments() -> Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--requests", type=int, default=1000, help="requests per round (default: 1000)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, alternating between the servers (default: 5)")
    parser.add_argument("--namespaces", type=int, default=10_000, help="namespaces in one server (default: 10000)")
    parser.add_argument("--offline", action="store_true", help="leave out peers and installs, which need a network")
    lists = parser.add_mutually_exclusive_group()
    lists.add_argument("--scale", action="store_true", help="only measure lists of up to a million rows")
    lists.add_argument("--no-scale", action="store_true", help="measure everything except these lists")
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS, help="rows of the long lists")
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("bench/results.json"),
        help="the file with the figures; parts that are not measured stay in it (default: bench/results.json)",
    )
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="folder of the page (default: docs)")
    return parser.parse_args()


def _parts(arguments: Namespace) -> Parts:
    """Return the functions that measure each part that the arguments choose."""
    lists: Parts = {"lists": lambda chosen: measure_scale(chosen.rounds, tuple(chosen.rows))}
    if arguments.scale:
        return lists
    parts: Parts = {
        "servers": _measure_servers,
        "request log": lambda chosen: measure_request_log(chosen.requests, chosen.rounds),
        "console": lambda chosen: measure_tabs(chosen.requests, chosen.rounds),
        "client": _measure_client,
    }
    if not arguments.offline:
        parts["install"] = lambda _: measure_install()
    return parts if arguments.no_scale else parts | lists


def _measure_client(chosen: Namespace) -> dict[str, Any]:
    # Its processes are short, and vary more.
    return measure_client(chosen.rounds * 3, chosen.requests)


def _measure_servers(chosen: Namespace) -> dict[str, Any]:
    rounds, others = chosen.rounds, not chosen.offline
    return {
        "start": measure_start(peers(others=others), rounds),
        "import": measure_import(rounds),
        "fixtures": measure_fixtures(rounds),
        "workers": measure_workers(rounds),
        "first_calls": measure_first_calls(),
        "memory": measure_memory(1000, chosen.namespaces),
        "second_app_mb": measure_second_app(),
        "calls": measure_calls(chosen.requests, rounds, others=others),
        "in_process": asyncio.run(measure_in_process(chosen.requests)),
        "namespace_milliseconds": measure_namespaces(rounds * 10),
    }


if __name__ == "__main__":
    main()
