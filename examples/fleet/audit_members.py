"""List who is a member of which customer, over all customers, as CSV.

export WORKATO_EMBEDDED_API_TOKEN=... WORKATO_EMBEDDED_BASE_URL=http://127.0.0.1:8765
python -m examples.fleet.audit_members --output members.csv
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from workato_embedded import AsyncWorkatoEmbedded, WorkatoEmbeddedError
from workato_embedded.models import ManagedUser, Member

from examples.fleet.commands import DONE, SOME_FAILED, complain, count, run, side_by_side, text

COLUMNS: Final = ("customer_id", "external_id", "customer", "member_id", "name", "email", "role")


@dataclass
class Audit:
    """Who is a member of which customer, and which customers could not be asked."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


async def audit(client: AsyncWorkatoEmbedded, most: int) -> Audit:
    """Ask for the members of all customers, `most` customers at a time. Raises WorkatoEmbeddedError."""
    customers = [customer async for customer in client.managed_users.list()]
    found: dict[int, list[Member] | WorkatoEmbeddedError] = {}

    async def members(customer: ManagedUser) -> list[Member]:
        return (await client.managed_users.members.list(customer.id)).items

    async for customer, outcome in side_by_side(customers, members, most):
        found[customer.id] = outcome
    made = Audit()
    for customer in customers:
        outcome = found[customer.id]
        if isinstance(outcome, WorkatoEmbeddedError):
            made.failures.append(f"customer {customer.id}: {outcome}")
        else:
            made.rows.extend(_row(customer, member) for member in outcome)
    return made


def _row(customer: ManagedUser, member: Member) -> tuple[str, ...]:
    values = (customer.id, customer.external_id, customer.name, member.id, member.name, member.email, member.role_name)
    return tuple(text(value) for value in values)


async def _audit(most: int) -> Audit:
    async with AsyncWorkatoEmbedded(rate_limits="documented") as client:
        return await audit(client, most)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit code."""
    parser = argparse.ArgumentParser(prog="audit_members", description="List the members of all customers as CSV.")
    parser.add_argument("--output", type=Path, help="the file to write; standard output without it")
    parser.add_argument("--concurrency", type=count, default=8, help="customers to ask at a time (default: 8)")
    options = parser.parse_args(arguments)

    def work() -> int:
        made = asyncio.run(_audit(options.concurrency))
        opened = options.output.open("w", encoding="utf-8", newline="") if options.output else nullcontext(sys.stdout)
        with opened as file:
            csv.writer(file).writerows([COLUMNS, *made.rows])
        for failure in made.failures:
            complain(failure)
        return SOME_FAILED if made.failures else DONE

    return run(work)


if __name__ == "__main__":
    sys.exit(main())
