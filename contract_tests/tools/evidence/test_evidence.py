"""Evidence counts what passed, is the same whatever the order, and is found out when it is stale or not whole."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from contract_tests.support.validator import ROOT, operations
from contract_tests.tools.evidence import __main__ as command
from contract_tests.tools.evidence import files, plugin
from contract_tests.tools.evidence.axes import AXES, UNOBSERVED, evidence_of, unfilled, written
from contract_tests.tools.evidence.files import JSON, MARKDOWN, OTHERS, complaints
from contract_tests.tools.evidence.notes import CLIENT, EVIDENCE, REFUSALS, Gathered
from contract_tests.tools.evidence.report import report

RUN = {"id": "0" * 64, "commit": "0" * 40, "uncommitted_changes": False}
TESTS = ["test_a", "test_b"]


def told(gathered: Gathered, test: str, when: str, *, passed: bool, notes: list[list[str]]) -> None:
    """Tell about a phase of a test, as pytest does."""
    told: Any = SimpleNamespace(nodeid=test, when=when, passed=passed, user_properties=[(EVIDENCE, notes)])
    gathered.take(told)


def test_only_what_passed_counts() -> None:
    """A test that failed, or whose end did, shows nothing."""
    gathered = Gathered()
    for test, call, teardown in (("good", True, True), ("bad", False, True), ("late", True, False)):
        told(gathered, test, "call", passed=call, notes=[])
        told(gathered, test, "teardown", passed=teardown, notes=[["get_member", CLIENT, test, ""]])
    assert gathered.value()["tests"] == ["good"]
    assert gathered.value()["notes"] == [["get_member", CLIENT, "good", ""]]


def test_the_order_of_a_run_does_not_show() -> None:
    """The same tests in any order give the same text."""
    notes = [[name, CLIENT, way, ""] for name in operations() for way in ("sync", "async")]
    texts = set()
    for seed in range(3):
        gathered, shuffled = Gathered(), random.Random(seed).sample(notes, len(notes))
        for number, note in enumerate(shuffled):
            told(gathered, note[0] + note[2], "call", passed=True, notes=[note])
            told(gathered, note[0] + note[2], "teardown", passed=True, notes=[note, note])
            assert number < len(notes)
        texts.add(written(evidence_of(gathered.value(), {}, RUN)))
    assert len(texts) == 1


def test_what_no_test_shows_is_unobserved() -> None:
    """On every axis of every operation, and it is listed; `observed` is so always, and no hole of ours."""
    shown = evidence_of({"tests": [], "notes": [], "mutations": []}, {}, RUN)
    axes = shown["operations"]["list_roles"]
    assert axes.keys() == AXES.keys()
    assert {axis for axis, value in axes.items() if value == UNOBSERVED} == AXES.keys() - {"known", "refusals"}
    assert set(axes["refusals"].values()) == {UNOBSERVED}
    assert "list_roles: fuzzed" in unfilled(shown)
    assert "list_roles: refusals 404" in unfilled(shown)
    assert "list_roles: observed" not in unfilled(shown)


def test_a_refusal_that_was_injected_is_not_met() -> None:
    """The two ways stay apart."""
    notes = [["get_member", REFUSALS, "404", "met"], ["get_member", REFUSALS, "500", "injected"]]
    shown = evidence_of({"tests": [], "notes": notes, "mutations": []}, {}, RUN)
    assert shown["operations"]["get_member"]["refusals"] == {"401": UNOBSERVED, "404": "met", "500": "injected"}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose evidence is fresh, of a run of two tests; that these show little is not looked at."""
    for name in (JSON, OTHERS):
        (tmp_path / name).parent.mkdir(parents=True)
    shutil.copy(ROOT / OTHERS, tmp_path / OTHERS)
    gathered = {"tests": TESTS, "notes": [], "mutations": []}
    (tmp_path / JSON).write_text(written(evidence_of(gathered, files.other_clients(), RUN)), "utf-8")
    change(tmp_path)
    monkeypatch.setattr(files, "unfilled", lambda _: [])
    return tmp_path


def change(root: Path, **values: Any) -> None:
    """Change what is kept, and write the page anew."""
    evidence = {**json.loads((root / JSON).read_text("utf-8")), **values}
    (root / JSON).write_text(json.dumps(evidence), "utf-8")
    (root / MARKDOWN).write_text(report(evidence), "utf-8")


def test_fresh_evidence_has_no_complaints(kept: Path) -> None:
    """Of the same document, operations and tests, in whatever order these come."""
    assert complaints(reversed(TESTS), kept) == []


def test_stale_evidence_is_found_out(kept: Path) -> None:
    """Another document, other operations, other tests, and nothing at all: each in a sentence."""
    fresh = (kept / JSON).read_text("utf-8")
    change(kept, spec_sha256="0", operations={})
    first, second, *_ = complaints([*TESTS, "test_c"], kept)
    assert first == "The document has changed since the run."
    assert second.startswith("The operations are not those of the run: ")
    assert "The tests that show something are not those of the run." in complaints(["test_c"], kept)
    (kept / JSON).write_text(fresh, "utf-8")
    (kept / OTHERS).unlink()
    assert f"{OTHERS} is not the one of the run." in complaints(TESTS, kept)
    (kept / JSON).write_text('{"operations": []}', "utf-8")
    assert complaints(TESTS, kept) == [f"{JSON} has not the form that is written now."]
    (kept / JSON).unlink()
    assert complaints(TESTS, kept) == [f"There is no {JSON}."]


def test_a_page_that_was_edited_is_found_out(kept: Path) -> None:
    """It says what the JSON says, and nothing else."""
    (kept / MARKDOWN).write_text("All is well.", "utf-8")
    assert complaints(TESTS, kept) == [f"{MARKDOWN} does not say what {JSON} says."]


@pytest.mark.parametrize(
    ("code", "tests", "says"),
    [
        (1, TESTS, "The tests ended with 1; nothing was written."),
        (0, TESTS[:1], "1 tests did not run, test_b among them; nothing was written."),
    ],
)
def test_a_run_that_is_not_whole_writes_nothing(
    code: int,
    tests: list[str],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Neither one that failed nor one that left tests out."""

    def run(arguments: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        Path(arguments[-1]).write_text(json.dumps({"tests": tests, "notes": [], "mutations": []}), "utf-8")
        return subprocess.CompletedProcess(arguments, code)

    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command, "collected", lambda _: TESTS)
    monkeypatch.setattr(command, "run_of", lambda: RUN)
    monkeypatch.setattr(subprocess, "run", run)
    assert command.write(tmp_path) == 1
    assert capsys.readouterr().err == f"{says}\n"
    assert not (tmp_path / "docs").exists()


def test_a_whole_run_is_held_to_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the tests of the evidence but another outcome the run fails; a part of a run says nothing."""
    gathered = {"tests": TESTS, "notes": [], "mutations": []}
    evidence = evidence_of(gathered, files.other_clients(), RUN)
    evidence["operations"]["get_member"]["fuzzed"] = True
    monkeypatch.setattr(plugin, "read_evidence", lambda: evidence)
    assert plugin.differing(gathered) == ["get_member"]
    assert plugin.differing({**gathered, "tests": TESTS[:1]}) == []


def test_notes_come_from_every_process_of_a_run(tmp_path: Path) -> None:
    """The same, whether the tests run in one process or are spread over several."""
    noted = []
    for name, options in {"one": [], "two": ["-n", "2"]}.items():
        path = tmp_path / name
        arguments = [
            "contract_tests/contracts/test_triangle.py",
            "-k",
            "list_projects",
            "--evidence-notes",
            str(path),
            *options,
        ]
        done = subprocess.run([*command.PYTEST[:3], *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        noted.append(json.loads(path.read_text("utf-8")))
    assert noted[0] == noted[1]
    assert len(noted[0]["tests"]) == 5
