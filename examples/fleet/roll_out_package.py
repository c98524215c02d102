"""Import a package into a project of many customers, some at a time; run it again to do what failed.

export WORKATO_EMBEDDED_API_TOKEN=... WORKATO_EMBEDDED_BASE_URL=http://127.0.0.1:8765
python -m examples.fleet.roll_out_package order-to-cash.zip --project "Order to cash"
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from workato_embedded import (
    AsyncWorkatoEmbedded,
    NotFoundError,
    PackageFailedError,
    PackageTimeoutError,
    WorkatoEmbeddedError,
)
from workato_embedded.models import ManagedUser

from .commands import DONE, SOME_FAILED, complain, count, run, side_by_side
from .report import COMPLETED, FAILED, STARTED, Report


@dataclass(frozen=True)
class RollOut:
    """One package for the project of one name at each customer.

    `restart` updates running recipes too. `timeout` and `poll` are seconds, as in `wait_for_import`.
    """

    client: AsyncWorkatoEmbedded
    package: Path
    project: str
    report: Report
    restart: bool = False
    timeout: float = 600
    poll: float = 2

    async def to(self, customer: ManagedUser) -> None:
        """Bring the package to a customer, and write into the report how far it came. Raises WorkatoEmbeddedError."""
        try:
            if not await self._was_only_to_be_waited_for(customer.id):
                await self._import(customer.id)
            self.report.note(customer.id, COMPLETED)
        except PackageTimeoutError as error:
            # It goes on without us; the next run waits for it.
            self.report.note(customer.id, STARTED, import_id=error.package.id, error=str(error))
            raise
        except WorkatoEmbeddedError as error:
            self.report.note(customer.id, FAILED, error=str(error))
            raise

    async def _import(self, customer: int) -> None:
        folder_id = await self._folder(customer)
        begun = await self.client.packages.import_package(
            customer, folder_id=folder_id, package=self.package, restart_recipes=self.restart
        )
        self.report.note(customer, STARTED, import_id=begun.id)
        await self._wait(customer, begun.id)

    async def _was_only_to_be_waited_for(self, customer: int) -> bool:
        """Wait for an import that a run before has started, and say whether it has brought the package."""
        import_id = self.report.started_import(customer)
        if import_id is None:
            return False
        try:
            await self._wait(customer, import_id)
        except (NotFoundError, PackageFailedError):
            return False
        return True

    async def _wait(self, customer: int, import_id: int) -> None:
        await self.client.packages.wait_for_import(customer, import_id, timeout=self.timeout, poll=self.poll)

    async def _folder(self, customer: int) -> int:
        async for folder in self.client.folders.list(customer):
            if folder.name == self.project:
                return folder.id
        return (await self.client.folders.create(customer, name=self.project)).id


async def customers_of(client: AsyncWorkatoEmbedded, chosen: Sequence[str]) -> list[ManagedUser]:
    """Return the customers that were named, by id or external id, else all. Raises WorkatoEmbeddedError."""
    if not chosen:
        return [customer async for customer in client.managed_users.list()]
    found = [await client.managed_users.get(name) for name in chosen]
    # Who was named twice, by id and by external id, takes one import at a time all the same.
    return list({customer.id: customer for customer in found}.values())


async def roll_out(plan: RollOut, customers: Sequence[ManagedUser], most: int, progress: Progress) -> list[str]:
    """Bring a package to customers that do not have it, `most` at a time, and return what failed, in words."""
    left = [customer for customer in customers if not plan.report.is_completed(customer.id)]
    bar = progress.add_task("Rolling out", total=len(customers), completed=len(customers) - len(left))
    failures: list[str] = []
    async for customer, outcome in side_by_side(left, plan.to, most):
        if isinstance(outcome, WorkatoEmbeddedError):
            failures.append(f"customer {customer.id}: {outcome}")
        progress.advance(bar)
    return failures


async def _roll_out(options: argparse.Namespace) -> list[str]:
    report = Report(options.report, options.package, options.project)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    async with AsyncWorkatoEmbedded(rate_limits="documented") as client:
        customers = await customers_of(client, options.customers)
        plan = RollOut(
            client, options.package, options.project, report, options.restart_recipes, options.timeout, options.poll
        )
        with Progress(*columns, console=Console(stderr=True)) as progress:
            return await roll_out(plan, customers, options.concurrency, progress)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit code."""
    parser = argparse.ArgumentParser(prog="roll_out_package", description="Import a package into many customers.")
    parser.add_argument("package", type=Path, help="the zip file of an export")
    parser.add_argument("customers", nargs="*", help="ids, or E and the external id; all customers without any")
    parser.add_argument("--project", required=True, help="the folder to import into, made where it is missing")
    parser.add_argument("--report", type=Path, default=Path("roll-out.jsonl"), help="what became of each customer")
    parser.add_argument("--concurrency", type=count, default=8, help="customers at a time (default: 8)")
    parser.add_argument("--restart-recipes", action="store_true", help="stop, update and start running recipes")
    parser.add_argument("--timeout", type=float, default=600, help="seconds to wait for an import (default: 600)")
    parser.add_argument("--poll", type=float, default=2, help="seconds between two looks at an import (default: 2)")
    options = parser.parse_intermixed_args(arguments)

    def work() -> int:
        failures = asyncio.run(_roll_out(options))
        for failure in failures:
            complain(failure)
        if failures:
            complain(f"{len(failures)} failed; run the same command again to try only these. Report: {options.report}")
        return SOME_FAILED if failures else DONE

    return run(work)


if __name__ == "__main__":
    sys.exit(main())
