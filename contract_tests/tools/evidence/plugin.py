"""The pytest plugin that gathers evidence during a run and prints the table of mutations at its end.

It writes what it gathered only if `--evidence-notes FILE` is given, as `make evidence` does. A run of all contract
tests fails if no test shows an axis of an operation.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_tests.support.evidence_notes import MUTATION, Gathered, Notes
from contract_tests.support.validator import ROOT
from contract_tests.tools.evidence.axes import evidence_of, not_shown
from contract_tests.tools.evidence.files import other_clients

# A test shows something if it uses one of these fixtures or is marked `round_trip`.
FIXTURES = {"evidence", "record_mutation"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of `make evidence`."""
    parser.addoption("--evidence-notes", metavar="FILE", type=Path, help="write what the tests showed to FILE")
    parser.addoption(
        "--evidence-tests",
        metavar="FILE",
        type=Path,
        help="write the ids of the tests that record evidence, and the operations with a round trip, to FILE",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, and gather in the process that receives the reports of all tests."""
    config.addinivalue_line(
        "markers",
        "round_trip(*operation_ids): the test reads back what these operations wrote, or wrote what they read",
    )
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Gatherer(config), "evidence-gatherer")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Write the tests that show something, if `--evidence-tests` is given."""
    path: Path | None = session.config.getoption("--evidence-tests")
    if path is not None:
        marks = [mark for item in session.items for mark in item.iter_markers("round_trip")]
        found = {
            "tests": sorted(item.nodeid for item in session.items if shows_something(item)),
            "round_trips": sorted({name for mark in marks for name in mark.args}),
        }
        path.write_text(json.dumps(found), "utf-8")


def shows_something(item: pytest.Item) -> bool:
    """Return whether a test notes what it shows of operations."""
    return bool(FIXTURES & set(getattr(item, "fixturenames", ()))) or item.get_closest_marker("round_trip") is not None


def is_complete(config: pytest.Config) -> bool:
    """Return whether a run has all contract tests: no path, `-k`, `-m` or other option leaves some out."""
    narrowing = ("keyword", "deselect", "ignore", "ignore_glob", "lf", "collectonly")
    narrowed = [config.getoption(name, None) for name in narrowing]
    # pyproject.toml leaves out the tests of other tasks, which note nothing.
    usual = f"-m={config.getoption('markexpr')}" in config.getini("addopts")
    narrowed.append(bool(config.getoption("markexpr")) and not usual)
    roots = [config.invocation_params.dir / argument for argument in config.args]
    return not any(narrowed) and any((ROOT / "contract_tests").is_relative_to(root.resolve()) for root in roots)


class _Gatherer:
    """Receives the reports of all tests of a run."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._gathered = Gathered()
        self._not_shown: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what a test noted."""
        self._gathered.add(report)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the mutations, and the check that reported each."""
        rows = self._gathered.value()["mutations"]
        if rows:
            terminalreporter.section("mutations, and the check that reported each")
        for row in rows:
            terminalreporter.write_line(f"{row['kind']}: {row['change']}")
            terminalreporter.write_line(f"    {row['check']}: {row['report']}")
        if self._not_shown:
            terminalreporter.section("evidence")
        for axis in self._not_shown:
            terminalreporter.write_line(f"No test shows {axis}.")

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write what was gathered, if `--evidence-notes` is given; else fail a complete run that leaves an axis out."""
        gathered = self._gathered.value()
        path: Path | None = self._config.getoption("--evidence-notes")
        if path is not None:
            path.write_text(json.dumps(gathered), "utf-8")
        elif session.exitstatus == pytest.ExitCode.OK and is_complete(self._config):
            self._not_shown = not_shown(evidence_of(gathered, other_clients(), {}))
            if self._not_shown:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def evidence(request: pytest.FixtureRequest) -> Notes:
    """Let a test note what it shows of operations."""
    return Notes(request.node)


@pytest.fixture
def record_mutation(request: pytest.FixtureRequest) -> Callable[[dict[str, str]], None]:
    """Let a test note a mutation that was reported, as a row of the table."""

    def record(row: dict[str, str]) -> None:
        request.node.user_properties.append((MUTATION, row))

    return record
