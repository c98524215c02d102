"""Fuzz the mock for `make fuzz`: `python -m contract_tests.tools.fuzzing [--max-examples N] [--at-least N]`."""

from __future__ import annotations

import argparse
import sys

from contract_tests.tools.fuzzing.run import fuzz

AT_LEAST = 20_000


def main() -> int:
    """Fuzz the mock, print the result and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m contract_tests.tools.fuzzing", description=__doc__)
    examples = "random requests per operation, and number of sequences of calls (default: %(default)s)"
    parser.add_argument("--max-examples", type=int, default=180, help=examples)
    at_least = "fail if fewer requests are sent in total (default: %(default)s)"
    parser.add_argument("--at-least", type=int, default=AT_LEAST, help=at_least)
    parser.add_argument("--seed", type=int, help="the random seed (default: the one in schemathesis.toml)")
    arguments = parser.parse_args()
    try:
        outcome = fuzz(arguments.max_examples, seed=arguments.seed, quiet=False)
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    problems = list(outcome.failures)
    if outcome.unreached:
        problems.append(f"never succeeded: {', '.join(outcome.unreached)}")
    if outcome.cases < arguments.at_least:
        problems.append(f"fewer than {arguments.at_least} requests")
    lines = [
        f"{outcome.cases} requests were sent to {outcome.operations} operations.",
        *(f"Failed: {problem}." for problem in problems),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
