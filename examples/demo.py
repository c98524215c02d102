"""The demo: checks the client against the spec, starts the mock, and runs a partner workflow step by step."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2
from rich.console import Console
from rich.table import Table
from workato_embedded import WorkatoEmbedded

from examples.onboard_customer import workflow

TOKEN = "demo-token"


@dataclass
class Exchanges:
    """Operation and status of each response since the last step."""

    seen: list[tuple[str, int]] = field(default_factory=list)

    def record(self, response: httpx2.Response) -> None:
        """Record a response; an httpx2 event hook."""
        operation = response.request.extensions["workato_embedded.operation_id"]
        self.seen.append((operation, response.status_code))

    def take(self) -> tuple[str, str]:
        """Return and clear the recorded operations and statuses; equal ones are counted."""
        counts = {exchange: self.seen.count(exchange) for exchange in self.seen}
        self.seen.clear()
        names = [f"{operation} ×{n}" if n > 1 else operation for (operation, _), n in counts.items()]
        return "\n".join(names), "\n".join(str(status) for _, status in counts)


def check_the_spec(console: Console) -> None:
    """Bundle, lint and regenerate; exit if a generated file differs from the spec."""
    console.print("[bold]1.[/] Bundling and linting the spec, and checking that the generated client is up to date …")
    done = subprocess.run([sys.executable, "-m", "generator", "check"], check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


@contextmanager
def running_mock(console: Console) -> Iterator[str]:
    """Start the mock on a free port, yield its base URL, and stop it afterwards."""
    console.print("[bold]2.[/] Starting the mock server …")
    command = [sys.executable, "-m", "workato_embedded_mock", "serve", "--quiet", "--port", "0", "--token", TOKEN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            ready = server.stdout.readline() if server.stdout else ""
            if not ready:
                raise SystemExit("the mock server did not start")
            console.print(ready.strip())
            yield ready.split()[-1]
        finally:
            server.terminate()


def run_workflow(console: Console, base_url: str) -> bool:
    """Run the workflow, print it as a table, and return whether every step passed."""
    console.print("[bold]3.[/] Running a typical partner workflow with the generated client over HTTP:")
    exchanges = Exchanges()
    table = Table("", "operation", "status", "what was checked", "ms")
    table.columns[-1].justify = "right"
    with httpx2.Client(timeout=30, event_hooks={"response": [exchanges.record]}) as http:
        partner, unauthorized = (
            WorkatoEmbedded(token, base_url=base_url, http_client=http) for token in (TOKEN, "wrong")
        )
        failure = _steps(table, exchanges, workflow(partner, unauthorized))
    console.print(table)
    if failure:
        console.print(f"[bold red]{failure}")
    return not failure


def _steps(table: Table, exchanges: Exchanges, steps: Iterator[str]) -> str | None:
    """Run the steps, add a row to the table for each, and return the error that stopped them, or None."""
    number = 0
    while True:
        started = time.perf_counter()
        try:
            checked = next(steps)
        except StopIteration:
            return None if number else "The workflow had no steps."
        except Exception as error:  # any error is shown in the table and ends the demo
            table.add_row("[red]✗", *exchanges.take(), repr(error), "")
            return f"Step {number + 1} failed: {error!r}"
        number += 1
        table.add_row("[green]✓", *exchanges.take(), checked, f"{(time.perf_counter() - started) * 1000:.0f}")


def main() -> int:
    """Run the demo and return its exit code: 0 if every step passed."""
    console = Console()
    check_the_spec(console)
    with running_mock(console) as base_url:
        passed = run_workflow(console, base_url)
    console.print("[bold green]Every step passed." if passed else "[bold red]The demo failed.")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
