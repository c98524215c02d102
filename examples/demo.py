"""The demo: holds the spec and the client together, starts the mock, and spends a partner's day in a table."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from rich.console import Console
from rich.table import Table
from workato_embedded import WorkatoEmbedded

from examples.onboard_customer import day

TOKEN = "demo-token"


@dataclass
class Exchanges:
    """What went over the wire since the last step: operation and status of each answer."""

    seen: list[tuple[str, int]] = field(default_factory=list)

    def note(self, response: httpx.Response) -> None:
        """Note an answer; an httpx event hook."""
        operation = response.request.extensions["workato_embedded.operation_id"]
        self.seen.append((operation, response.status_code))

    def take(self) -> tuple[str, str]:
        """Return operations and statuses since the last call, repeated ones counted, and forget them."""
        counts = {exchange: self.seen.count(exchange) for exchange in self.seen}
        self.seen.clear()
        names = [f"{operation} ×{n}" if n > 1 else operation for (operation, _), n in counts.items()]
        return "\n".join(names), "\n".join(str(status) for _, status in counts)


def check_the_spec(console: Console) -> None:
    """Bundle, lint and regenerate; ends the demo where the repository is not what the spec gives."""
    console.print("[bold]1.[/] Bundling and linting the spec, generating the client again, comparing …")
    done = subprocess.run([sys.executable, "-m", "generator", "check"], check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


@contextmanager
def running_mock(console: Console) -> Iterator[str]:
    """Start the mock on a free port and yield its address; end it afterwards."""
    console.print("[bold]2.[/] Starting the mock server …")
    command = [sys.executable, "-m", "workato_embedded_mock", "serve", "--port", "0", "--token", TOKEN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            ready = server.stdout.readline() if server.stdout else ""
            if not ready:
                raise SystemExit("The mock server did not start.")
            console.print(ready.strip())
            yield ready.split()[-1]
        finally:
            server.terminate()


def spend_the_day(console: Console, base_url: str) -> bool:
    """Carry out the day, show it as a table, and say whether every step held."""
    console.print("[bold]3.[/] The generated client carries out a partner's day over HTTP:")
    exchanges = Exchanges()
    table = Table("", "operation", "status", "what was checked", "ms")
    table.columns[-1].justify = "right"
    with httpx.Client(timeout=30, event_hooks={"response": [exchanges.note]}) as http:
        partner, stranger = (WorkatoEmbedded(token, base_url=base_url, http_client=http) for token in (TOKEN, "wrong"))
        failure = _steps(table, exchanges, day(partner, stranger))
    console.print(table)
    if failure:
        console.print(f"[bold red]{failure}")
    return not failure


def _steps(table: Table, exchanges: Exchanges, steps: Iterator[str]) -> str | None:
    """Take the steps, a row of the table each, and return what stopped them, if anything did."""
    number = 0
    while True:
        started = time.perf_counter()
        try:
            checked = next(steps)
        except StopIteration:
            return None if number else "The day had no steps."
        except Exception as error:  # whatever went wrong belongs in the table, and the demo ends
            table.add_row("[red]✗", *exchanges.take(), repr(error), "")
            return f"Step {number + 1} failed: {error!r}"
        number += 1
        table.add_row("[green]✓", *exchanges.take(), checked, f"{(time.perf_counter() - started) * 1000:.0f}")


def main() -> int:
    """Run the demo; the exit code is 0 when every step held."""
    console = Console()
    check_the_spec(console)
    with running_mock(console) as base_url:
        held = spend_the_day(console, base_url)
    console.print("[bold green]Every step held." if held else "[bold red]The demo failed.")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
