"""Run the mock under load for `make soak`: `python -m contract_tests.soak [--minutes N] [--store NAME] [--seed N]`."""

from __future__ import annotations

import argparse
import signal
import sys

from contract_tests.soak.report import report
from contract_tests.soak.run import SEED, soak
from contract_tests.soak.stores import STORES, available_stores

# How many requests end before and after each disturbance: ten times as many as in the tests.
_REQUESTS = 400


def main() -> int:
    """Run the load against each store, print the result and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m contract_tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=3, help="minutes for all stores (default: %(default)s)")
    parser.add_argument("--store", action="append", choices=list(STORES), help="only this store; repeatable")
    parser.add_argument("--seed", type=int, default=SEED, help="the random seed (default: %(default)s)")
    arguments = parser.parse_args()
    # SIGTERM ends the databases and file systems, too.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    wanted = arguments.store or list(STORES)
    stores = {name: store for name, store in available_stores().items() if name in wanted}
    missing = [name for name in wanted if name not in stores]
    sys.stdout.write(f"Seed {arguments.seed}; {arguments.minutes:g} minutes for {', '.join(stores)}.\n")
    seconds = arguments.minutes * 60 / len(stores)
    outcomes = [soak(store(), seed=arguments.seed, seconds=seconds, requests=_REQUESTS) for store in stores.values()]
    sys.stdout.write(report(outcomes, missing))
    return 1 if any(outcome.problems for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
