"""Import a package into a project of many customers. Run it again to retry those that failed.

export WORKATO_EMBEDDED_API_TOKEN=... WORKATO_EMBEDDED_BASE_URL=http://127.0.0.1:8765
python -m examples.fleet.roll_out_package order-to-cash.zip --project "Order to cash"
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from workato_embedded import AsyncWorkatoEmbedded
from workato_embedded.models import ManagedUser

from .commands import DONE, INTERRUPTED, SOME_FAILED, count, print_error, run, seconds
from .progress import progress_bar
from .report import Report
from .roll_out import RollOut, customers_of, roll_out, tally


def check_package(path: Path) -> None:
    """Raise ValueError if a file is not a zip file, and OSError if it cannot be read.

    The API may accept any file and fail later, after a project was created for each customer.
    """
    with path.open("rb") as file:
        if not zipfile.is_zipfile(file):
            raise ValueError(f"{path} is not a package: it is not a zip file; nothing was sent")


async def _roll_out(options: argparse.Namespace, report: Report, customers: list[ManagedUser]) -> list[str]:
    """Roll out the package, and add its customers to `customers`, so that they are known after an interruption."""
    async with AsyncWorkatoEmbedded(rate_limits="documented") as client:
        customers += await customers_of(client, options.customers)
        plan = RollOut(
            client, options.package, options.project, report, options.restart_recipes, options.timeout, options.poll
        )
        with progress_bar() as progress:
            return await roll_out(plan, customers, options.concurrency, progress)


def _work(options: argparse.Namespace) -> int:
    check_package(options.package)
    report = Report(options.report, options.package, options.project)
    customers: list[ManagedUser] = []
    try:
        failures = asyncio.run(_roll_out(options, report, customers))
    except KeyboardInterrupt:
        if not customers:
            raise
        print_error(f"interrupted: {tally(report, customers)}; run it again to resume from {options.report}.")
        return INTERRUPTED
    for failure in failures:
        print_error(failure)
    if failures:
        print_error(f"{tally(report, customers)}; run it again to retry these (report: {options.report}).")
        return SOME_FAILED
    print(f"{tally(report, customers)}. Report: {options.report}")
    return DONE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="roll_out_package", description="Import a package into many customers.")
    parser.add_argument("package", type=Path, help="the zip file of an export")
    parser.add_argument("customers", nargs="*", help="ids, or E and the external id (default: all customers)")
    parser.add_argument("--project", required=True, help="the project to import into; it is created if it is missing")
    parser.add_argument(
        "--report",
        type=Path,
        default=Path("roll-out.jsonl"),
        help="the file with the status of each customer (default: roll-out.jsonl)",
    )
    parser.add_argument("--concurrency", type=count, default=8, help="imports at a time (default: 8)")
    parser.add_argument(
        "--restart-recipes", action="store_true", help="also update running recipes: stop, update and start them"
    )
    parser.add_argument("--timeout", type=seconds, default=600, help="seconds to wait for an import (default: 600)")
    parser.add_argument("--poll", type=seconds, default=2, help="seconds between two polls of an import (default: 2)")
    options = parser.parse_intermixed_args(arguments)
    return run(lambda: _work(options))


if __name__ == "__main__":
    sys.exit(main())
