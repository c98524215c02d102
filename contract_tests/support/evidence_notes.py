"""Hold what tests note while they run, and carry it to the process that writes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest

from contract_tests.support.routes import operation_of

# Names of user properties in a test's report, which pytest-xdist sends to the main process.
EVIDENCE, MUTATION = "evidence", "mutation"

CLIENT, VALIDATED, ROUND_TRIP, REFUSALS, PAGING, FUZZED, OBSERVED = (
    "client",
    "validated",
    "round_trip",
    "refusals",
    "paging",
    "fuzzed",
    "observed",
)


class Notes:
    """What one test shows. It counts only if the test passes."""

    def __init__(self, item: pytest.Item) -> None:
        self._notes: list[list[str]] = []
        self._test = item.nodeid
        item.user_properties.append((EVIDENCE, self._notes))

    def note(self, operation_id: str, axis: str, value: str, detail: str = "") -> None:
        """Note that the test shows a value of an axis for an operation."""
        entry = [operation_id, axis, value, detail]
        if entry not in self._notes:
            self._notes.append(entry)

    def round_trip(self, claimed: Iterable[str], responses: Iterable[httpx2.Response]) -> None:
        """Note the operations that a test is marked with, if it called all of them with success.

        Raises:
            AssertionError: The test did not call one of the operations with success.
        """
        called = {operation_of(response.request) for response in responses if response.is_success}
        missing = set(claimed) - called
        assert not missing, f"the test is marked round_trip({', '.join(sorted(missing))}), but did not call it"
        for operation_id in claimed:
            self.note(operation_id, ROUND_TRIP, self._test)


@dataclass
class Gathered:
    """What all tests of a run have shown.

    Attributes:
        tests: The ids of the tests that passed and show something.
        notes: Operation, axis, value and detail of each note.
        mutations: The rows of the table of mutations.
    """

    tests: set[str] = field(default_factory=set)
    notes: set[tuple[str, str, str, str]] = field(default_factory=set)
    mutations: list[dict[str, str]] = field(default_factory=list)
    _passed: set[str] = field(default_factory=set)

    def add(self, report: pytest.TestReport) -> None:
        """Add what a test noted, once its call and its teardown have passed."""
        if report.when == "call" and report.passed:
            self._passed.add(report.nodeid)
        # Fixtures may note during teardown.
        if report.when != "teardown" or not report.passed or report.nodeid not in self._passed:
            return
        for name, value in report.user_properties:
            if name == EVIDENCE:
                self.tests.add(report.nodeid)
                self.notes.update(_entries(value))
            elif name == MUTATION:
                self.tests.add(report.nodeid)
                self.mutations.append(dict(value))  # type: ignore[call-overload]  # test_mutations.py puts a dict there

    def value(self) -> dict[str, Any]:
        """Return everything as JSON values, sorted, so that the order of the tests does not matter."""
        return {
            "tests": sorted(self.tests),
            "notes": sorted(list(note) for note in self.notes),
            "mutations": sorted(self.mutations, key=lambda row: (row["kind"], row["change"])),
        }


def _entries(value: Any) -> list[tuple[str, str, str, str]]:
    return [(entry[0], entry[1], entry[2], entry[3]) for entry in value]
