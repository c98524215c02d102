"""List the members of all customers as CSV.

export WORKATO_EMBEDDED_API_TOKEN=... WORKATO_EMBEDDED_BASE_URL=http://127.0.0.1:8765
python -m examples.fleet.audit_members --output members.csv
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import aclosing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from rich.progress import Progress
from workato_embedded import AsyncWorkatoEmbedded, WorkatoEmbeddedError
from workato_embedded.models import ManagedUser, Member

from .commands import DONE, INTERRUPTED, SOME_FAILED, count, print_error, run, run_concurrently, text
from .progress import progress_bar

COLUMNS: Final = ("customer_id", "external_id", "customer", "member_id", "name", "email", "role")

Row = tuple[str, ...]


@dataclass
class Audit:
    """The progress of an audit.

    Attributes:
        customers: How many customers there are.
        checked: For how many of them the members were requested.
        failed: For how many of these the request failed.
    """

    customers: int = 0
    checked: int = 0
    failed: int = 0


async def audit(
    client: AsyncWorkatoEmbedded, limit: int, write: Callable[[Iterable[Row]], None], so_far: Audit, progress: Progress
) -> None:
    """Request the members of all customers, `limit` customers at a time, and write them as they arrive.

    An error of one customer is printed.

    Raises:
        WorkatoEmbeddedError: The customers could not be listed.
    """
    customers = [customer async for customer in client.managed_users.list()]
    so_far.customers = len(customers)
    write([COLUMNS])

    async def members(customer: ManagedUser) -> list[Member]:
        return (await client.managed_users.members.list(customer.id)).items

    bar = progress.add_task("Checking", total=len(customers))
    async with aclosing(run_concurrently(customers, members, limit)) as outcomes:
        async for customer, outcome in outcomes:
            if isinstance(outcome, WorkatoEmbeddedError):
                print_error(f"customer {customer.id}: {outcome}")
                so_far.failed += 1
            else:
                write(_row(customer, member) for member in outcome)
            so_far.checked += 1
            progress.advance(bar)


def _row(customer: ManagedUser, member: Member) -> Row:
    values = (customer.id, customer.external_id, customer.name, member.id, member.name, member.email, member.role_name)
    return tuple(text(value) for value in values)


async def _audit(options: argparse.Namespace, write: Callable[[Iterable[Row]], None], so_far: Audit) -> None:
    # Rows printed to a terminal show the progress themselves.
    shown = options.output is not None or not sys.stdout.isatty()
    async with AsyncWorkatoEmbedded(rate_limits="documented") as client:
        with progress_bar(shown) as progress:
            await audit(client, options.concurrency, write, so_far, progress)


def _work(options: argparse.Namespace) -> int:
    so_far = Audit()
    path: Path | None = options.output
    # Opened before the first request, to fail early; an older file is kept until there are new rows.
    with path.open("a", encoding="utf-8", newline="") if path else nullcontext(sys.stdout) as file:
        try:
            asyncio.run(_audit(options, _writer(file, path), so_far))
        except KeyboardInterrupt:
            if not so_far.customers:
                raise
            print_error(
                f"interrupted: {so_far.checked} of {so_far.customers} customers were checked; their rows are kept."
            )
            return INTERRUPTED
    return SOME_FAILED if so_far.failed else DONE


def _writer(file: TextIO, path: Path | None) -> Callable[[Iterable[Row]], None]:
    """Return a function that writes and flushes rows. Its first call empties the file."""
    rows = csv.writer(file)
    is_new = True

    def write(lines: Iterable[Row]) -> None:
        nonlocal is_new
        if is_new and path and path.is_file():
            file.truncate(0)
        is_new = False
        rows.writerows(lines)
        file.flush()

    return write


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="audit_members", description="List the members of all customers as CSV.")
    parser.add_argument("--output", type=Path, help="the file to write (default: standard output)")
    parser.add_argument("--concurrency", type=count, default=8, help="requests at a time (default: 8)")
    options = parser.parse_args(arguments)
    return run(lambda: _work(options))


if __name__ == "__main__":
    sys.exit(main())
