"""Imports a package into the project of each customer, and reports the status of each."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx2
from rich.progress import Progress
from workato_embedded import (
    APIConnectionError,
    APIResponseError,
    AsyncWorkatoEmbedded,
    InternalServerError,
    NotFoundError,
    PackageError,
    PackageFailedError,
    WorkatoEmbeddedError,
)
from workato_embedded.models import ManagedUser

from .commands import run_concurrently
from .report import COMPLETED, FAILED, STARTED, UNKNOWN, Report

_NOTHING_SENT: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


@dataclass(frozen=True)
class RollOut:
    """A package to import into the project of the same name of each customer.

    Attributes:
        client: The client to use.
        package: The zip file.
        project: The name of the project; it is created if it is missing.
        report: The report to resume from and to write.
        restart: Whether to update running recipes too.
        timeout: Seconds to wait for an import, as in `wait_for_import`.
        poll: Seconds between two polls, as in `wait_for_import`.
    """

    client: AsyncWorkatoEmbedded
    package: Path
    project: str
    report: Report
    restart: bool = False
    timeout: float = 600
    poll: float = 2

    async def to(self, customer: ManagedUser) -> None:
        """Import the package for a customer and report its status. Raises WorkatoEmbeddedError."""
        import_id = self.report.started_import(customer.id)
        if import_id is None or not await self._has_completed(customer.id, import_id):
            await self._wait(customer.id, await self._start(customer.id))
        self.report.note(customer.id, COMPLETED)

    async def _has_completed(self, customer: int, import_id: int) -> bool:
        """Wait for an import that an earlier run started, and return whether it succeeded."""
        try:
            await self._wait(customer, import_id)
        except (NotFoundError, PackageFailedError):
            return False
        return True

    async def _start(self, customer: int) -> int:
        """Start an import and return its id."""
        try:
            folder_id = await self._folder(customer)
        except WorkatoEmbeddedError as error:
            self.report.note(customer, FAILED, error=str(error))
            raise
        try:
            started = await self.client.packages.import_package(
                customer, folder_id=folder_id, package=self.package, restart_recipes=self.restart
            )
        except (asyncio.CancelledError, WorkatoEmbeddedError) as error:
            status = UNKNOWN if _may_be_accepted(error) else FAILED
            self.report.note(customer, status, error=str(error) or "interrupted")
            raise
        if not started.id:
            without_id = PackageError(f"the import of customer {customer} was accepted without an id", package=started)
            self.report.note(customer, UNKNOWN, error=str(without_id))
            raise without_id
        self.report.note(customer, STARTED, import_id=started.id)
        return started.id

    async def _wait(self, customer: int, import_id: int) -> None:
        try:
            await self.client.packages.wait_for_import(customer, import_id, timeout=self.timeout, poll=self.poll)
        except PackageFailedError as error:
            self.report.note(customer, FAILED, error=str(error))
            raise
        except WorkatoEmbeddedError as error:
            # The import continues even if polling failed; the next run waits for it.
            self.report.note(customer, STARTED, import_id=import_id, error=str(error))
            raise

    async def _folder(self, customer: int) -> int:
        async for folder in self.client.folders.list(customer):
            if folder.name == self.project:
                return folder.id
        return (await self.client.folders.create(customer, name=self.project)).id


def _may_be_accepted(error: BaseException) -> bool:
    """Return whether the API may have accepted the import although starting it raised this error."""
    if isinstance(error, APIConnectionError):
        return not isinstance(error.__cause__, _NOTHING_SENT)
    return isinstance(error, asyncio.CancelledError | APIResponseError | InternalServerError)


async def customers_of(client: AsyncWorkatoEmbedded, chosen: Sequence[str]) -> list[ManagedUser]:
    """Return the customers chosen by id or external id; all if none is chosen. Raises WorkatoEmbeddedError."""
    if not chosen:
        return [customer async for customer in client.managed_users.list()]
    found = [await client.managed_users.get(name) for name in chosen]
    # A customer may be named twice, by id and by external id, but can only run one import at a time.
    return list({customer.id: customer for customer in found}.values())


async def roll_out(plan: RollOut, customers: Sequence[ManagedUser], limit: int, progress: Progress) -> list[str]:
    """Import a package for customers that do not have it, `limit` at a time, and return the errors as sentences."""
    left = [customer for customer in customers if plan.report.status(customer.id) != COMPLETED]
    bar = progress.add_task("Rolling out", total=len(customers), completed=len(customers) - len(left))
    failures: list[str] = []
    async with aclosing(run_concurrently(left, plan.to, limit)) as outcomes:
        async for customer, outcome in outcomes:
            if isinstance(outcome, WorkatoEmbeddedError):
                unknown = " (the import may have been accepted)" if plan.report.status(customer.id) == UNKNOWN else ""
                failures.append(f"customer {customer.id}: {outcome}{unknown}")
            progress.advance(bar)
    return failures


def tally(report: Report, customers: Sequence[ManagedUser]) -> str:
    """Return a summary of how many customers have each status."""
    numbers = Counter(report.status(customer.id) for customer in customers)
    words = [f"{numbers[COMPLETED]} done", f"{numbers[FAILED]} failed"]
    words += [f"{numbers[UNKNOWN]} unknown"] if numbers[UNKNOWN] else []
    words += [f"{numbers[STARTED]} in progress"] if numbers[STARTED] else []
    return ", ".join([*words, f"{numbers[None]} left"])
