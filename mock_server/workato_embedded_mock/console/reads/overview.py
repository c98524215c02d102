"""Reads the accounts, without creating or changing any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, bindparam, func, select

from workato_embedded_mock.console.accounts import Account
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.instruments.journal_entries import RequestSummary
from workato_embedded_mock.instruments.namespaces import NamespaceReader
from workato_embedded_mock.store import tables

PAGE = 25
# The charts of an account show this many requests at most.
CHARTED = 500

_N = tables.namespaces.c
_COLUMNS = (_N.id, _N.name, _N.created_at, _N.source)
_BEFORE = select(*_COLUMNS).where(_N.id < bindparam("before")).order_by(_N.id.desc()).limit(bindparam("limit"))
_ONE = select(*_COLUMNS).where(_N.id == bindparam("number"))
_TOTAL = select(func.count()).select_from(tables.namespaces)
# What is counted of each account, by its name on pages.
_COUNTED = {
    "customers": tables.metadata.tables["managed_users"],
    "recipes": tables.metadata.tables["recipes"],
    "connections": tables.metadata.tables["connections"],
}


def _count(table: Table) -> Select[Any]:
    namespace = table.c.namespace
    return select(namespace, func.count()).where(namespace.in_(bindparam("ids", expanding=True))).group_by(namespace)


# The environments of customers have rows in the table of customers, too; lists of customers omit them.
_OTHERS = {"environments": tables.metadata.tables["environments"], "requests": tables.journal}
_COUNTS = {name: _count(table) for name, table in (_COUNTED | _OTHERS).items()}


@dataclass(frozen=True, slots=True)
class AccountSummary:
    """What the list of accounts and the overview of one account show.

    Attributes:
        account: The account.
        created_at: When it was created, by the clock of the machine; None if an older version did it.
        source: Where its content came from; None if an older version wrote it.
        now: The time of its clock.
        clock: How its clock runs: `system`, `shifted` or `frozen`.
        counts: The numbers of its customers, recipes, connections, and requests in its journal.
    """

    account: Account
    created_at: datetime | None
    source: str | None
    now: datetime
    clock: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """What the overview of one account shows.

    Attributes:
        summary: Its summary.
        limits: Its rate limits: `off`, `documented` or `N/min`.
        as_of: The day whose edition it has; None for everything that is known.
        faults: The number of its fault rules.
        requests: Its latest requests, newest first.
    """

    summary: AccountSummary
    limits: str
    as_of: str | None
    faults: int
    requests: Sequence[RequestSummary]


def list_accounts(tools: Tools, before: int) -> tuple[int, list[AccountSummary]]:
    """Return the number of all accounts, and those before a number, newest first: one page, and one more if any."""
    with tools.namespaces.reading() as reader:
        rows = reader.connection.execute(_BEFORE, {"before": before, "limit": PAGE + 1}).all()
        total = reader.connection.execute(_TOTAL).scalar()
        return int(total or 0), _summaries(tools, reader, rows)


def read_account(tools: Tools, number: int) -> AccountDetails | None:
    """Return what the overview shows of one account; None if it does not exist."""
    with tools.namespaces.reading() as reader:
        rows = reader.connection.execute(_ONE, {"number": number}).all()
        found = _summaries(tools, reader, rows)
    if not found:
        return None
    # Nothing else runs on the event loop in the meantime, so the account still exists.
    name = found[0].account.name
    return AccountDetails(
        found[0],
        tools.limits.setting(name),
        tools.editions.get(name),
        len(tools.faults.rules(name)),
        tools.journal.summaries(name, CHARTED),
    )


def _summaries(tools: Tools, reader: NamespaceReader, rows: Sequence[Any]) -> list[AccountSummary]:
    ids = [row.id for row in rows]
    counts = {name: dict(map(tuple, reader.connection.execute(_COUNTS[name], {"ids": ids}))) for name in _COUNTS}
    return [_summary(tools, reader, row, {name: of.get(row.id, 0) for name, of in counts.items()}) for row in rows]


def _summary(tools: Tools, reader: NamespaceReader, row: Any, counts: dict[str, int]) -> AccountSummary:
    clock = tools.namespaces.clock(reader.session(row.id))
    return AccountSummary(
        account=Account(row.id, row.name),
        created_at=row.created_at and datetime.fromisoformat(row.created_at),
        source=row.source,
        now=clock.now(),
        clock="frozen" if clock.frozen else "shifted" if clock.moved else "system",
        counts=counts
        | {
            "customers": counts["customers"] - counts["environments"],
            "requests": tools.journal.kept(row.name, counts["requests"]),
        },
    )
