"""Tries the mock at length: `python -m contract_tests.fuzzing [--max-examples N] [--at-least N]`, as `make fuzz` does."""

from __future__ import annotations

import argparse
import sys

from contract_tests.fuzzing.run import fuzz

AT_LEAST = 20_000


def main() -> int:
    """Run, say how much was tried, and answer the exit code."""
    parser = argparse.ArgumentParser(prog="python -m contract_tests.fuzzing", description=__doc__)
    parser.add_argument("--max-examples", type=int, default=250, help="cases per operation in free fuzzing")
    parser.add_argument("--at-least", type=int, default=AT_LEAST, help="with fewer cases in all the run has failed")
    arguments = parser.parse_args()
    outcome = fuzz(arguments.max_examples, quiet=False)
    print(f"{outcome.cases} cases were tried.")
    complaints = list(outcome.failures)
    if outcome.unreached:
        complaints.append(f"never answered with success: {', '.join(outcome.unreached)}")
    if outcome.cases < arguments.at_least:
        complaints.append(f"fewer than {arguments.at_least} cases")
    for complaint in complaints:
        print(f"Failed: {complaint}.")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
