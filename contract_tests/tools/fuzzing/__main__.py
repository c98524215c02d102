"""Fuzz the mock for `make fuzz`: `python -m contract_tests.tools.fuzzing [--cases N] [--max-examples N] [--seed N]`."""

from __future__ import annotations

import argparse
import sys

from contract_tests.tools.fuzzing.run import fuzz_until

CASES = 20_000


def main() -> int:
    """Fuzz the mock, print the result and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m contract_tests.tools.fuzzing", description=__doc__)
    cases = "how many requests to send at least; more rounds have other seeds (default: %(default)s)"
    parser.add_argument("--cases", type=int, default=CASES, help=cases)
    examples = "random requests per operation, and number of sequences of calls, of a round (default: %(default)s)"
    parser.add_argument("--max-examples", type=int, default=60, help=examples)
    parser.add_argument("--seed", type=int, default=20231120, help="the first random seed (default: %(default)s)")
    arguments = parser.parse_args()
    try:
        outcome = fuzz_until(arguments.cases, arguments.max_examples, seed=arguments.seed)
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    problems = list(outcome.failures)
    if outcome.unreached:
        problems.append(f"never succeeded: {', '.join(outcome.unreached)}")
    lines = [
        f"{outcome.cases} requests were sent to {outcome.operations} operations.",
        *(f"Failed: {problem}." for problem in problems),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
