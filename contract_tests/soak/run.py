"""Runs the load against one store, and disturbs the store meanwhile."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from contract_tests.soak.account import Account
from contract_tests.soak.callers import ClientCaller, RawCaller
from contract_tests.soak.ledger import CUT, DOUBLED, LOST, UNEXPLAINED
from contract_tests.soak.load import Worker, load
from contract_tests.soak.server import SoakServer
from contract_tests.soak.stores import Store

SEED = 20231120
# The peak of resident memory that one server must stay below.
BUDGET_MIB = 256

# How many seconds the requests before and after each disturbance may take.
_SECONDS = 30
_MUST_BE_ZERO = (LOST, DOUBLED, CUT, UNEXPLAINED)


@dataclass(frozen=True)
class Outcome:
    """The result of one store.

    Attributes:
        store: The name of the store.
        counts: What was counted, by the names in `ledger`.
        peak_mib: The most memory of a server.
        disturbances: How often each disturbance happened.
        skipped: What did not happen, with the reason.
        problems: What must not have happened, a line for each.
    """

    store: str
    counts: Counter[str]
    peak_mib: float
    disturbances: Counter[str]
    skipped: tuple[str, ...]
    problems: tuple[str, ...]


def soak(opened: AbstractContextManager[Store], *, seed: int = SEED, seconds: float = 0, requests: int = 40) -> Outcome:
    """Run the load against a store.

    Args:
        opened: The store.
        seed: The seed of all choices.
        seconds: How long to go on; each disturbance happens at least once.
        requests: How many requests end before and after each disturbance.
    """
    with opened as store, SoakServer(store.url) as server:
        run = _Run(store, server, seed, requests)
        deadline = time.monotonic() + seconds
        for disturbance in _order(list(store.disturbances), seed):
            if run.happened.total() >= len(store.disturbances) and time.monotonic() > deadline:
                break
            run.round(disturbance)
    return run.outcome()


def _order(names: Sequence[str], seed: int) -> Iterator[str]:
    """Yield the names again and again, each time in another order."""
    choices = random.Random(seed)
    while True:
        yield from choices.sample(names, len(names))


class _Run:
    """The accounts and workers of a run."""

    def __init__(self, store: Store, server: SoakServer, seed: int, requests: int) -> None:
        self._store = store
        self._server = server
        self._requests = requests
        self._accounts = [
            Account("soak-steady", has_faults=False, seed=seed),
            Account("soak-faults", has_faults=True, seed=seed),
        ]
        self._workers = [
            (account, Worker(f"w{number}", account, make, f"{seed}:{store.name}:{number}"))
            for number, (account, make) in enumerate(
                (account, make) for account in self._accounts for make in (RawCaller, RawCaller, ClientCaller)
            )
        ]
        self.happened: Counter[str] = Counter()
        self._problems: list[str] = []
        self._prepare()

    def round(self, disturbance: str) -> None:
        """Send requests, disturb the store meanwhile, and compare what it has afterwards."""
        before = self._server.life
        with load([worker for _account, worker in self._workers], self._server) as progress:
            progress.wait(self._requests, _SECONDS)
        self._compare()
        with load([worker for _account, worker in self._workers], self._server) as progress:
            progress.wait(self._requests // 2, _SECONDS)
            self._store.disturbances[disturbance](self._server, progress)
            if self._store.is_durable:
                progress.wait(self._requests, _SECONDS)
        self.happened[disturbance] += 1
        if self._server.life != before and not self._store.is_durable:
            for account in self._accounts:
                account.ledger.forget()
            for _account, worker in self._workers:
                worker.adopt({}, forget=True)
            self._prepare()
        else:
            self._compare()

    def outcome(self) -> Outcome:
        """Return the result."""
        counts: Counter[str] = Counter()
        for account in self._accounts:
            counts.update(account.ledger.counts)
        problems = [*self._problems, *self._server.problems]
        problems += [f"{name}: {counts[name]}, expected 0" for name in _MUST_BE_ZERO if counts[name]]
        peak = self._server.peak_mib
        if peak > BUDGET_MIB:
            problems.append(f"peak memory: {peak:.0f} MiB, expected at most {BUDGET_MIB}")
        return Outcome(self._store.name, counts, peak, self.happened, self._store.skipped, tuple(problems))

    def _prepare(self) -> None:
        for account in self._accounts:
            account.prepare(self._server.port)

    def _compare(self) -> None:
        for account in self._accounts:
            found, problems = account.compare(self._server.port)
            self._problems += problems
            for owner, worker in self._workers:
                if owner is account:
                    worker.adopt(found)
