"""Measures the client against bare httpx: `python -m bench.client [--rounds N] [--calls N]`. CPU time, by turns.

The two promises are kept in `TARGETS`; what is measured is printed beside them and judged by nobody, since machines
differ.
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

TARGETS = {"import": 1.3, "call": 1.5}
"""How much more than bare httpx the client should cost at the most."""

ADDRESS = "http://127.0.0.1:1/api"
_IMPORTS = {
    "client": "from workato_embedded import WorkatoEmbedded; WorkatoEmbedded('bench')",
    "httpx": "import httpx; httpx.Client()",
}
# httpx imports click and rich where it finds them, which the client does not bring along.
_TIMED = (
    "import sys, time; sys.modules.update(click=None, rich=None);"
    "start = time.process_time(); {}; print(time.process_time() - start)"
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.client", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="rounds, by turns with httpx")
    parser.add_argument("--calls", type=int, default=1000, help="calls in a round")
    arguments = parser.parse_args()
    show({"import": measure_import(arguments.rounds), "call": measure_call(arguments.rounds, arguments.calls)})


def measure_import(rounds: int) -> dict[str, float]:
    """Measure, each in a process of its own, what it costs to import and to make a client.

    Both are compiled before, as pip leaves what it installs; a checkout may not be, where Python writes no bytecode.
    """
    compileall.compile_dir(Path(workato_embedded.__file__).parent, quiet=1)
    return _summary([{name: _import_seconds(code) for name, code in _IMPORTS.items()} for _ in range(rounds)])


def measure_call(rounds: int, calls: int) -> dict[str, float]:
    """Measure what getting a customer costs over a transport that answers at once."""
    body = _customer()
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, content=body))) as http:
        client = WorkatoEmbedded("bench", base_url=ADDRESS, http_client=http)
        headers = {"Authorization": "Bearer bench", "Accept": "application/json"}

        def bare() -> Any:
            return json.loads(http.get(f"{ADDRESS}/managed_users/7", headers=headers).raise_for_status().content)

        actions: dict[str, Callable[[], Any]] = {"client": lambda: client.managed_users.get(7), "httpx": bare}
        for action in actions.values():
            _seconds_each(action, min(calls, 50))
        turns = [{name: _seconds_each(action, calls) for name, action in actions.items()} for _ in range(rounds)]
    return _summary(turns)


def _customer() -> bytes:
    """Return the document's own example of a customer, as the API would send it."""
    fixtures = json.loads((ROOT / "spec/dist/fixtures.json").read_text(encoding="utf-8"))
    return json.dumps(next(iter(fixtures["ManagedUser"].values()))["value"]).encode()


def _import_seconds(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", _TIMED.format(code)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _seconds_each(action: Callable[[], Any], times: int) -> float:
    before = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - before) / times


def _summary(turns: list[dict[str, float]]) -> dict[str, float]:
    """Return the median of each side in microseconds, and the ratio of the two with its spread."""
    ratios = [turn["client"] / turn["httpx"] for turn in turns]
    medians = {f"{side}_microseconds": statistics.median(turn[side] for turn in turns) * 1e6 for side in turns[0]}
    return {**medians, "ratio": statistics.median(ratios), "least": min(ratios), "most": max(ratios)}


def show(result: dict[str, dict[str, float]]) -> None:
    """Print the figures beside the targets."""
    table = Table("CPU", "client, µs", "httpx, µs", "ratio", "spread", "target")
    names = {"import": "import, and make a client", "call": "get one customer, in memory"}
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
