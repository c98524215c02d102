"""Fuzz the mock for `make fuzz`: `python -m contract_tests.tools.fuzzing [--max-examples N] [--at-least N]`."""

from __future__ import annotations

import argparse
import sys

from contract_tests.tools.fuzzing.run import fuzz

AT_LEAST = 20_000


def main() -> int:
    """Run, say how much was tried, and answer the exit code."""
    parser = argparse.ArgumentParser(prog="python -m contract_tests.tools.fuzzing", description=__doc__)
    parser.add_argument("--max-examples", type=int, default=180, help="cases per operation, and chains of calls")
    parser.add_argument("--at-least", type=int, default=AT_LEAST, help="with fewer cases in all the run has failed")
    parser.add_argument("--seed", type=int, help="where made-up values begin, in the place of the fixed one")
    arguments = parser.parse_args()
    try:
        outcome = fuzz(arguments.max_examples, seed=arguments.seed, quiet=False)
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    complaints = list(outcome.failures)
    if outcome.unreached:
        complaints.append(f"never answered with success: {', '.join(outcome.unreached)}")
    if outcome.cases < arguments.at_least:
        complaints.append(f"fewer than {arguments.at_least} cases")
    lines = [
        f"{outcome.cases} cases of {outcome.operations} operations were tried.",
        *(f"Failed: {c}." for c in complaints),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
