"""Benchmarks the client against plain httpx2, in CPU time: `python -m bench.client [--rounds N] [--calls N]`.

The first request is measured in new processes, from the import to the result of a request to a server on this machine.
`GOALS` are printed with the figures but are not enforced, since machines differ.
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
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx2
import workato_embedded
from rich.console import Console
from rich.table import Table
from workato_embedded import WorkatoEmbedded

from bench.servers import ROOT

_IMPORT, _FIRST_CALL, _CALL = (
    "import and create a client",
    "import, create a client and get one customer",
    "get one customer, in memory",
)
# The highest intended ratio of the client to plain httpx2.
GOALS = {_IMPORT: 1.3, _FIRST_CALL: 1.3, _CALL: 1.5}

ADDRESS = "http://127.0.0.1:1/api"
_IMPORTS = {
    "client": "from workato_embedded import WorkatoEmbedded; WorkatoEmbedded('bench')",
    "httpx2": "import httpx2; httpx2.Client()",
}
# Each gets one customer; {!r} is the address of the server.
_FIRST = {
    "client": "from workato_embedded import WorkatoEmbedded as W; W('bench', base_url={!r}).managed_users.get(7)",
    "httpx2": "import httpx2; httpx2.Client(base_url={!r}).get('managed_users/7', headers={{'A': 'b'}}).json()",
}
_TIMED = "import time; start = time.process_time(); {}; print(time.process_time() - start)"


def main() -> None:
    """Run the benchmarks and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.client", description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=15, help="rounds, alternating between client and httpx2 (default: 15)"
    )
    parser.add_argument("--calls", type=int, default=1000, help="calls per round (default: 1000)")
    arguments = parser.parse_args()
    show(measure_client(arguments.rounds, arguments.calls))


def measure_client(rounds: int, calls: int) -> dict[str, dict[str, float]]:
    """Measure the client and plain httpx2; return the figures of each program or call, with the goal."""
    found = {
        _IMPORT: measure_import(rounds),
        _FIRST_CALL: measure_first(rounds),
        _CALL: measure_call(rounds, calls),
    }
    return {name: {**figures, "goal": GOALS[name]} for name, figures in found.items()}


def measure_import(rounds: int) -> dict[str, float]:
    """Measure importing the package and creating a client, each in a new process."""
    return _measure_processes(_IMPORTS, rounds)


def measure_first(rounds: int) -> dict[str, float]:
    """Measure importing the package, creating a client and getting a customer from a server, each in a new process."""
    body = _customer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is inherited
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            address = f"http://127.0.0.1:{server.server_port}/api"
            return _measure_processes({name: code.format(address) for name, code in _FIRST.items()}, rounds)
        finally:
            server.shutdown()
            thread.join()


def _measure_processes(programs: dict[str, str], rounds: int) -> dict[str, float]:
    """Measure programs, each in a new process.

    The client is compiled first, as pip compiles what it installs: a checkout may have no bytecode.
    """
    compileall.compile_dir(Path(workato_embedded.__file__).parent, quiet=1)
    return _summary([{name: _process_seconds(code) for name, code in programs.items()} for _ in range(rounds)])


def measure_call(rounds: int, calls: int) -> dict[str, float]:
    """Measure a request for a customer over a transport that responds immediately."""
    body = _customer()
    with httpx2.Client(transport=httpx2.MockTransport(lambda _: httpx2.Response(200, content=body))) as http:
        client = WorkatoEmbedded("bench", base_url=ADDRESS, http_client=http)
        headers = {"Authorization": "Bearer bench", "Accept": "application/json"}

        def plain_httpx2() -> Any:
            return json.loads(http.get(f"{ADDRESS}/managed_users/7", headers=headers).raise_for_status().content)

        actions: dict[str, Callable[[], Any]] = {"client": lambda: client.managed_users.get(7), "httpx2": plain_httpx2}
        for action in actions.values():
            _seconds_per_call(action, min(calls, 50))
        turns = [{name: _seconds_per_call(action, calls) for name, action in actions.items()} for _ in range(rounds)]
    return _summary(turns)


def _customer() -> bytes:
    """Return the specification's example of a customer, as JSON."""
    fixtures = json.loads((ROOT / "spec/dist/fixtures.json").read_text(encoding="utf-8"))
    return json.dumps(next(iter(fixtures["ManagedUser"].values()))["value"]).encode()


def _process_seconds(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", _TIMED.format(code)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _seconds_per_call(action: Callable[[], Any], times: int) -> float:
    before = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - before) / times


def _summary(turns: list[dict[str, float]]) -> dict[str, float]:
    """Return the median of each side in microseconds, and their ratio with its range."""
    ratios = [turn["client"] / turn["httpx2"] for turn in turns]
    medians = {f"{side}_microseconds": statistics.median(turn[side] for turn in turns) * 1e6 for side in turns[0]}
    found = {**medians, "ratio": statistics.median(ratios), "least": min(ratios), "most": max(ratios)}
    return {name: round(figure, 3) for name, figure in found.items()}


def show(result: dict[str, dict[str, float]]) -> None:
    """Print the figures and the goals."""
    table = Table("CPU time", "client, µs", "httpx2, µs", "client / httpx2", "range", "goal")
    for what, found in result.items():
        figures = [
            f"{found['client_microseconds']:,.0f}",
            f"{found['httpx2_microseconds']:,.0f}",
            f"{found['ratio']:.2f}",
        ]
        table.add_row(what, *figures, f"{found['least']:.2f} to {found['most']:.2f}", f"{found['goal']}")
    Console(file=sys.stdout, width=120).print(table)


if __name__ == "__main__":
    main()
