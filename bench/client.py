"""Benchmarks the client against plain httpx, in CPU time: `python -m bench.client [--rounds N] [--calls N]`.

`TARGETS` are printed with the figures but are not enforced, since machines differ.
"""

from __future__ import annotations

import argparse
import compileall
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import workato_embedded
from rich.console import Console
from rich.table import Table
from workato_embedded import WorkatoEmbedded

from bench.servers import ROOT

# The highest intended ratio of the client to plain httpx.
TARGETS = {"import": 1.3, "call": 1.5}

ADDRESS = "http://127.0.0.1:1/api"
_IMPORTS = {
    "client": "from workato_embedded import WorkatoEmbedded; WorkatoEmbedded('bench')",
    "httpx": "import httpx; httpx.Client()",
}
# httpx imports click and rich if they are installed; the client does not depend on them.
_TIMED = (
    "import sys, time; sys.modules.update(click=None, rich=None);"
    "start = time.process_time(); {}; print(time.process_time() - start)"
)


def main() -> None:
    """Run the benchmarks and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.client", description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=15, help="rounds, alternating between client and httpx (default: 15)"
    )
    parser.add_argument("--calls", type=int, default=1000, help="calls per round (default: 1000)")
    arguments = parser.parse_args()
    show({"import": measure_import(arguments.rounds), "call": measure_call(arguments.rounds, arguments.calls)})


def measure_import(rounds: int) -> dict[str, float]:
    """Measure importing the package and creating a client, each in a new process.

    The client is compiled first, as pip compiles what it installs: a checkout may have no bytecode.
    """
    compileall.compile_dir(Path(workato_embedded.__file__).parent, quiet=1)
    return _summary([{name: _import_seconds(code) for name, code in _IMPORTS.items()} for _ in range(rounds)])


def measure_call(rounds: int, calls: int) -> dict[str, float]:
    """Measure a request for a customer over a transport that responds immediately."""
    body = _customer()
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, content=body))) as http:
        client = WorkatoEmbedded("bench", base_url=ADDRESS, http_client=http)
        headers = {"Authorization": "Bearer bench", "Accept": "application/json"}

        def plain_httpx() -> Any:
            return json.loads(http.get(f"{ADDRESS}/managed_users/7", headers=headers).raise_for_status().content)

        actions: dict[str, Callable[[], Any]] = {"client": lambda: client.managed_users.get(7), "httpx": plain_httpx}
        for action in actions.values():
            _seconds_per_call(action, min(calls, 50))
        turns = [{name: _seconds_per_call(action, calls) for name, action in actions.items()} for _ in range(rounds)]
    return _summary(turns)


def _customer() -> bytes:
    """Return the specification's example of a customer, as JSON."""
    fixtures = json.loads((ROOT / "spec/dist/fixtures.json").read_text(encoding="utf-8"))
    return json.dumps(next(iter(fixtures["ManagedUser"].values()))["value"]).encode()


def _import_seconds(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", _TIMED.format(code)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _seconds_per_call(action: Callable[[], Any], times: int) -> float:
    before = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - before) / times


def _summary(turns: list[dict[str, float]]) -> dict[str, float]:
    """Return the median of each side in microseconds, and their ratio with its range."""
    ratios = [turn["client"] / turn["httpx"] for turn in turns]
    medians = {f"{side}_microseconds": statistics.median(turn[side] for turn in turns) * 1e6 for side in turns[0]}
    return {**medians, "ratio": statistics.median(ratios), "least": min(ratios), "most": max(ratios)}


def show(result: dict[str, dict[str, float]]) -> None:
    """Print the figures and the targets."""
    table = Table("CPU time", "client, µs", "httpx, µs", "client / httpx", "range", "target")
    names = {"import": "import and create a client", "call": "get one customer, in memory"}
    for what, found in result.items():
        figures = [
            f"{found['client_microseconds']:,.0f}",
            f"{found['httpx_microseconds']:,.0f}",
            f"{found['ratio']:.2f}",
        ]
        table.add_row(names[what], *figures, f"{found['least']:.2f} to {found['most']:.2f}", f"{TARGETS[what]}")
    Console(file=sys.stdout, width=120).print(table)


if __name__ == "__main__":
    main()
