"""What tests note while they run, and how it gets from the process of a test to the one that writes it down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from contract_tests.tools.evidence.routes import operation_of

EVIDENCE, MUTATION = "evidence", "mutation"
"""The names of the user properties of a test's report, which pytest-xdist hands on."""

CLIENT, VALIDATED, ROUND_TRIP, REFUSALS, PAGING, FUZZED = (
    "client",
    "validated",
    "round_trip",
    "refusals",
    "paging",
    "fuzzed",
)


class Notes:
    """What one test shows. It counts only when the test has passed."""

    def __init__(self, item: pytest.Item) -> None:
        self._notes: list[list[str]] = []
        self._test = item.nodeid
        item.user_properties.append((EVIDENCE, self._notes))

    def note(self, operation_id: str, axis: str, value: str, detail: str = "") -> None:
        """Note that the test shows a value of an operation on an axis."""
        entry = [operation_id, axis, value, detail]
        if entry not in self._notes:
            self._notes.append(entry)

    def round_trip(self, claimed: Iterable[str], responses: Iterable[httpx.Response]) -> None:
        """Note the operations that a test claims to take to the state and back, once it has called them with success.

        Raises:
            AssertionError: It has not called one of them.
        """
        called = {operation_of(response.request) for response in responses if response.is_success}
        missing = set(claimed) - called
        assert not missing, f"the test claims to show the state by {', '.join(sorted(missing))}, which it did not call"
        for operation_id in claimed:
            self.note(operation_id, ROUND_TRIP, self._test)


@dataclass
class Gathered:
    """What all tests of a run have shown.

    Attributes:
        tests: The tests that passed and take part, by their ids.
        notes: Operation, axis, value and detail.
        mutations: The rows of the table of mutations.
    """

    tests: set[str] = field(default_factory=set)
    notes: set[tuple[str, str, str, str]] = field(default_factory=set)
    mutations: list[dict[str, str]] = field(default_factory=list)
    _passed: set[str] = field(default_factory=set)

    def take(self, report: pytest.TestReport) -> None:
        """Take what a test that has passed has noted; anything else is no evidence."""
        if report.when == "call" and report.passed:
            self._passed.add(report.nodeid)
        # Fixtures note at the end of a test, too.
        if report.when != "teardown" or not report.passed or report.nodeid not in self._passed:
            return
        for name, value in report.user_properties:
            if name == EVIDENCE:
                self.tests.add(report.nodeid)
                self.notes.update(_entries(value))
            elif name == MUTATION:
                self.tests.add(report.nodeid)
                self.mutations.append(dict(value))  # type: ignore[call-overload]  # what test_mutations puts there

    def value(self) -> dict[str, Any]:
        """Return everything as JSON has it, in one order whatever the order of the run."""
        return {
            "tests": sorted(self.tests),
            "notes": sorted(list(note) for note in self.notes),
            "mutations": sorted(self.mutations, key=lambda row: (row["kind"], row["change"])),
        }


def _entries(value: Any) -> list[tuple[str, str, str, str]]:
    return [(entry[0], entry[1], entry[2], entry[3]) for entry in value]
