"""Writes the results of a soak run as a table."""

from __future__ import annotations

from collections.abc import Sequence

from contract_tests.soak.ledger import (
    ACKNOWLEDGED,
    BY_FAULTS,
    CUT,
    DOUBLED,
    IN_FLIGHT,
    KEPT,
    LOST,
    REJECTED,
    UNEXPLAINED,
)
from contract_tests.soak.run import Outcome

_COLUMNS = (ACKNOWLEDGED, LOST, DOUBLED, CUT, REJECTED, UNEXPLAINED, KEPT, IN_FLIGHT, BY_FAULTS)
_MOST_PROBLEMS = 20


def report(outcomes: Sequence[Outcome], missing: Sequence[str] = ()) -> str:
    """Return the table, what happened, what was skipped, and what must not have happened.

    Args:
        outcomes: The results.
        missing: The names of stores whose programs are not installed.
    """
    rows = [["store", *_COLUMNS, "peak MiB"]]
    rows += [
        [outcome.store, *(str(outcome.counts[name]) for name in _COLUMNS), f"{outcome.peak_mib:.0f}"]
        for outcome in outcomes
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    for outcome in outcomes:
        happened = ", ".join(f"{name} ×{count}" for name, count in sorted(outcome.disturbances.items()))
        lines.append(f"{outcome.store}: {happened}")
        lines += [f"{outcome.store}: skipped {reason}" for reason in outcome.skipped]
        lines += [f"{outcome.store}: {problem}" for problem in outcome.problems[:_MOST_PROBLEMS]]
    lines += [f"{name}: skipped, it is not installed" for name in missing]
    return "\n".join(lines) + "\n"
