"""The pytest plugin that gathers evidence during a run, and prints the table of mutations at its end.

It writes down what it gathered only where it is told to (`--evidence-notes FILE`), which `make evidence` does; whether
a run was whole is not for it to say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from contract_tests.tools.evidence.axes import evidence_of, tests_sha256
from contract_tests.tools.evidence.files import other_clients, read_evidence
from contract_tests.tools.evidence.notes import MUTATION, Gathered, Notes

FIXTURES = {"evidence", "record_mutation"}
"""A test takes part if it uses one of these, or is marked `round_trip`."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of `make evidence`."""
    parser.addoption("--evidence-notes", metavar="FILE", type=Path, help="write what the tests showed into FILE")
    parser.addoption("--evidence-tests", metavar="FILE", type=Path, help="write the ids of the tests that take part")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and gather in the process that hears of all tests."""
    config.addinivalue_line(
        "markers", "round_trip(*operation_ids): the test takes these operations to the state and back"
    )
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Gatherer(config), "evidence-gatherer")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Write the ids of the tests that take part, where that is asked for."""
    path: Path | None = session.config.getoption("--evidence-tests")
    if path is not None:
        path.write_text(json.dumps(sorted(item.nodeid for item in session.items if takes_part(item))), "utf-8")


def takes_part(item: pytest.Item) -> bool:
    """Tell whether a test shows something of operations."""
    return bool(FIXTURES & set(getattr(item, "fixturenames", ()))) or item.get_closest_marker("round_trip") is not None


def differing(gathered: Mapping[str, Any]) -> list[str]:
    """Return the operations of which a run shows something else than is kept; none where it was only a part."""
    kept = read_evidence()
    if kept is None or kept["tests"]["sha256"] != tests_sha256(gathered["tests"]):
        return []
    shown = evidence_of(gathered, other_clients(), kept["run"])["operations"]
    return [name for name, axes in shown.items() if axes != kept["operations"].get(name)]


class _Gatherer:
    """Hears of all tests of a run."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._gathered = Gathered()
        self._differing: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take what a test noted."""
        self._gathered.take(report)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the mutations that were tried, and what reported each."""
        rows = self._gathered.value()["mutations"]
        if rows:
            terminalreporter.section("mutations, and the gate that reported each")
        for row in rows:
            terminalreporter.write_line(f"{row['kind']}: {row['change']}")
            terminalreporter.write_line(f"    {row['gate']}: {row['report']}")

        if self._differing:
            terminalreporter.section("evidence")
            terminalreporter.write_line(
                f"This run shows something else than docs/evidence.json of {', '.join(self._differing)}. "
                "Run `make evidence`, and commit what it writes."
            )

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write down what was gathered, where that is asked for; else hold a whole run to what is written down."""
        gathered = self._gathered.value()
        path: Path | None = self._config.getoption("--evidence-notes")
        if path is not None:
            path.write_text(json.dumps(gathered), "utf-8")
            return
        self._differing = differing(gathered)
        if self._differing and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def evidence(request: pytest.FixtureRequest) -> Notes:
    """Where a test notes what it shows of operations."""
    return Notes(request.node)


@pytest.fixture
def record_mutation(request: pytest.FixtureRequest) -> Callable[[dict[str, str]], None]:
    """Where a test notes a mutation that was reported, as a row of the table."""

    def record(row: dict[str, str]) -> None:
        request.node.user_properties.append((MUTATION, row))

    return record
