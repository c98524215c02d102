"""Fuzz a reader within bounded memory: `python -m contract_tests.tools.fuzzing.readers NAME CASES MIB`."""

from __future__ import annotations

import resource
import sys

from hypothesis import HealthCheck, given, settings

from contract_tests.tools.fuzzing.readers.targets import targets


def main(name: str, cases: str, mib: str) -> None:
    """Read generated input; an error that the reader does not document ends the program with a traceback."""
    target = targets()[name]
    limit = int(mib) * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    run = given(target.inputs)(target.read)
    settings(
        max_examples=int(cases), derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )(run)()


if __name__ == "__main__":
    main(*sys.argv[1:])
