"""Evidence counts only passed tests, does not depend on their order, and names what no test shows."""

from __future__ import annotations

import json
import random
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from contract_tests.support.evidence_notes import CLIENT, EVIDENCE, REFUSALS, Gathered
from contract_tests.support.validator import ROOT, operations
from contract_tests.tools.evidence import __main__ as command
from contract_tests.tools.evidence import axes, plugin
from contract_tests.tools.evidence.axes import (
    AXES,
    STATELESS,
    UNOBSERVED,
    evidence_of,
    not_shown,
    round_trip_problems,
    written,
)
from contract_tests.tools.evidence.files import EVIDENCE as EVIDENCE_FILE
from contract_tests.tools.evidence.files import OTHER_CLIENT, other_clients, read_evidence
from contract_tests.tools.evidence.report import report

RUN = {"id": "0" * 64, "commit": "0" * 40, "uncommitted_changes": False}
TESTS = ["test_a", "test_b"]
NOTHING: dict[str, Any] = {"tests": [], "notes": [], "mutations": []}


def add(gathered: Gathered, test: str, when: str, *, passed: bool, notes: list[list[str]]) -> None:
    """Add the report of a phase of a test, as pytest does."""
    made: Any = SimpleNamespace(nodeid=test, when=when, passed=passed, user_properties=[(EVIDENCE, notes)])
    gathered.add(made)


def test_only_passed_tests_count() -> None:
    """A test whose call or teardown failed records no evidence."""
    gathered = Gathered()
    for test, call, teardown in (("good", True, True), ("bad", False, True), ("late", True, False)):
        add(gathered, test, "call", passed=call, notes=[])
        add(gathered, test, "teardown", passed=teardown, notes=[["get_member", CLIENT, test, ""]])
    assert gathered.value()["tests"] == ["good"]
    assert gathered.value()["notes"] == [["get_member", CLIENT, "good", ""]]


def test_the_order_of_the_tests_does_not_matter() -> None:
    """The same notes in any order give the same file."""
    notes = [[name, CLIENT, kind, ""] for name in operations() for kind in ("sync", "async")]
    texts = set()
    for seed in range(3):
        gathered, shuffled = Gathered(), random.Random(seed).sample(notes, len(notes))
        for number, note in enumerate(shuffled):
            add(gathered, note[0] + note[2], "call", passed=True, notes=[note])
            add(gathered, note[0] + note[2], "teardown", passed=True, notes=[note, note])
            assert number < len(notes)
        texts.add(written(evidence_of(gathered.value(), {}, RUN)))
    assert len(texts) == 1


def test_what_no_test_shows_is_unobserved_and_listed() -> None:
    """Each axis without a note is `unobserved` and listed; `observed` only if the operation was recorded."""
    shown = evidence_of(NOTHING, {"other": []}, RUN)
    found = shown["operations"]["list_roles"]
    assert found.keys() == AXES.keys()
    assert {axis for axis, value in found.items() if value == UNOBSERVED} == AXES.keys() - {"known", "refusals"}
    assert set(found["refusals"].values()) == {UNOBSERVED}
    assert "list_roles: fuzzed" in not_shown(shown)
    assert "list_roles: refusals 404" in not_shown(shown)
    assert "list_roles: other_client" in not_shown(shown)
    assert "list_roles: observed" in not_shown(shown)
    assert shown["operations"]["copy_role"]["observed"] == "no recording"
    assert "copy_role: observed" not in not_shown(shown)


def test_another_client_is_optional() -> None:
    """If no other client ran, because Node is missing, its axis is not listed."""
    assert "list_roles: other_client" not in not_shown(evidence_of(NOTHING, {}, RUN))


def test_an_injected_error_is_not_met() -> None:
    """The evidence distinguishes an error of the mock's own rules from an injected one."""
    notes = [["get_member", REFUSALS, "404", "met"], ["get_member", REFUSALS, "500", "injected"]]
    shown = evidence_of({**NOTHING, "notes": notes}, {}, RUN)
    assert shown["operations"]["get_member"]["refusals"] == {"401": UNOBSERVED, "404": "met", "500": "injected"}


def test_every_operation_needs_a_round_trip_or_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing mark, a mark of an unknown operation and a needless reason are each a sentence."""
    marked = operations().keys() - STATELESS.keys()
    assert round_trip_problems(marked) == []
    assert round_trip_problems(marked - {"get_member"}) == ["No test is marked round_trip('get_member')."]
    assert round_trip_problems(marked | {"fly"}) == ["A test is marked round_trip('fly'), which is not an operation."]
    monkeypatch.setitem(axes.STATELESS, "get_member", "none")
    assert round_trip_problems(marked) == ["STATELESS has 'get_member', which has a round trip or is not an operation."]


def test_files_of_another_document_are_ignored(tmp_path: Path) -> None:
    """Evidence and the run of another client count only with the hash of the present document."""
    (tmp_path / "build").mkdir()
    called = {"client": "other", "version": "1", "operations": ["get_member"]}
    evidence = evidence_of(NOTHING, {}, RUN)
    assert read_evidence(tmp_path) is None
    (tmp_path / EVIDENCE_FILE).write_text(json.dumps(evidence), "utf-8")
    (tmp_path / OTHER_CLIENT).write_text(json.dumps({"spec_sha256": evidence["spec_sha256"], **called}), "utf-8")
    assert read_evidence(tmp_path) == evidence
    assert other_clients(tmp_path) == {"other 1": ["get_member"]}
    (tmp_path / EVIDENCE_FILE).write_text(json.dumps({**evidence, "spec_sha256": "0"}), "utf-8")
    (tmp_path / OTHER_CLIENT).write_text(json.dumps({"spec_sha256": "0", **called}), "utf-8")
    assert read_evidence(tmp_path) is None
    assert other_clients(tmp_path) == {}


@pytest.mark.parametrize(
    ("code", "tests", "problem"),
    [
        (1, TESTS, "The tests ended with exit code 1; no evidence was written."),
        (0, TESTS[:1], "1 tests did not run, such as test_b; no evidence was written."),
    ],
)
def test_a_failed_or_incomplete_run_writes_nothing(
    code: int,
    tests: list[str],
    problem: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A run that failed or left tests out prints the reason and does not change `build/`."""
    simulate_run(monkeypatch, tmp_path, code, tests)
    assert command.write(tmp_path) == 1
    assert capsys.readouterr().err == f"{problem}\n"
    assert not (tmp_path / "build").exists()


def test_a_complete_run_writes_both_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The evidence is written as JSON and as a page; the command fails if an axis has no evidence."""
    simulate_run(monkeypatch, tmp_path, 0, TESTS)
    assert command.write(tmp_path) == 1
    evidence = json.loads((tmp_path / EVIDENCE_FILE).read_text("utf-8"))
    assert evidence["operations"].keys() == operations().keys()
    assert (tmp_path / "build/evidence.md").read_text("utf-8") == report(evidence)
    assert "No test shows list_roles: client." in capsys.readouterr().err


def simulate_run(monkeypatch: pytest.MonkeyPatch, root: Path, code: int, tests: list[str]) -> None:
    """Replace the run of all tests with one that ends with a code, after some tests that note nothing."""

    def run(arguments: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        Path(arguments[-1]).write_text(json.dumps({**NOTHING, "tests": tests}), "utf-8")
        return subprocess.CompletedProcess(arguments, code)

    monkeypatch.setattr(command, "ROOT", root)
    monkeypatch.setattr(command, "collected", lambda _: {"tests": TESTS, "round_trips": []})
    monkeypatch.setattr(command, "run_of", lambda: RUN)
    monkeypatch.setattr(subprocess, "run", run)


# The arguments of runs, and whether they run all contract tests.
RUNS = [
    (["contract_tests"], True),
    ([], True),
    (["contract_tests", "--collect-only"], False),
    (["contract_tests", "-k", "roles"], False),
    (["contract_tests", "-m", "verified"], False),
    (["contract_tests", "--deselect", "contract_tests/mock"], False),
    (["contract_tests/contracts"], False),
    (["mock_server/tests"], False),
]


def test_only_a_run_of_all_contract_tests_is_complete() -> None:
    """A path below `contract_tests` or an option that leaves tests out makes a run incomplete."""
    code = (
        "import json, sys, pytest\n"
        "class Plugin:\n"
        "    def pytest_collection(self, session):\n"
        "        from contract_tests.tools.evidence.plugin import is_complete\n"
        "        print('complete:', is_complete(session.config))\n"
        "        return True\n"
        "for arguments in json.loads(sys.argv[1]):\n"
        "    pytest.main([*arguments, '-q', '-p', 'no:cacheprovider'], plugins=[Plugin()])"
    )
    command_line = [command.PYTEST[0], "-c", code, json.dumps([arguments for arguments, _ in RUNS])]
    done = subprocess.run(command_line, cwd=ROOT, capture_output=True, text=True, check=False)
    printed = re.findall("complete: (True|False)", done.stdout)
    assert printed == [str(complete) for _, complete in RUNS], done.stdout + done.stderr


def test_a_complete_run_fails_for_what_it_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """A complete run without evidence for an axis ends with an error; an incomplete run does not."""
    for complete, code in ((True, pytest.ExitCode.TESTS_FAILED), (False, pytest.ExitCode.OK)):
        config: Any = SimpleNamespace(getoption=lambda _: None)
        session: Any = SimpleNamespace(exitstatus=pytest.ExitCode.OK)
        monkeypatch.setattr(plugin, "is_complete", lambda _, complete=complete: complete)
        plugin._Gatherer(config).pytest_sessionfinish(session)
        assert session.exitstatus == code


def test_notes_come_from_every_process_of_a_run(tmp_path: Path) -> None:
    """The notes are the same whether the tests run in one process or in several."""
    tests = "".join(f"def test_{name}(evidence): evidence.note('{name}', 'client', 'sync')\n" for name in "abcdef")
    (tmp_path / "test_notes.py").write_text(tests, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p contract_tests.tools.evidence.plugin\n", "utf-8")
    noted = []
    for name, options in {"one": [], "two": ["-n", "2"]}.items():
        path = tmp_path / name
        arguments = ["-c", str(tmp_path / "pytest.ini"), str(tmp_path), "--evidence-notes", str(path), *options]
        done = subprocess.run([*command.PYTEST[:3], *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        noted.append(json.loads(path.read_text("utf-8")))
    assert noted[0] == noted[1]
    assert len(noted[0]["tests"]) == 6
    assert len(noted[0]["notes"]) == 6
