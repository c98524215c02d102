"""`python -m contract_tests.tools.evidence write` and `check`: what `make evidence` and `make check` run."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from contract_tests.support.validator import ROOT
from contract_tests.tools.evidence.axes import evidence_of, unfilled, written
from contract_tests.tools.evidence.files import JSON, MARKDOWN, complaints, other_clients, run_of
from contract_tests.tools.evidence.report import report

PYTEST = [sys.executable, "-m", "pytest", "contract_tests"]


def main() -> int:
    """Do what is asked, and answer the exit code."""
    parser = argparse.ArgumentParser(prog="python -m contract_tests.tools.evidence", description=__doc__)
    parser.add_argument("command", choices=["write", "check"])
    with tempfile.TemporaryDirectory() as folder:
        return {"write": write, "check": check}[parser.parse_args().command](Path(folder))


def write(folder: Path) -> int:
    """Run the contract tests, all of them, and write down what they showed; a run that is not whole writes nothing."""
    expected, notes = collected(folder), folder / "notes.json"
    run = run_of()
    code = subprocess.run([*PYTEST, "-n", "auto", "--evidence-notes", str(notes)], cwd=ROOT, check=False).returncode
    if code:
        return _complain([f"The tests ended with {code}; nothing was written."])
    gathered: dict[str, Any] = json.loads(notes.read_text("utf-8"))
    if missing := sorted(set(expected) - set(gathered["tests"])):
        return _complain([f"{len(missing)} tests did not run, {missing[0]} among them; nothing was written."])
    evidence = evidence_of(gathered, other_clients(), run)
    (ROOT / JSON).write_text(written(evidence), "utf-8")
    (ROOT / MARKDOWN).write_text(report(evidence), "utf-8")
    sys.stdout.write(f"Wrote {JSON} and {MARKDOWN}: {len(evidence['operations'])} operations.\n")
    return _complain([f"Nothing was seen of {hole}." for hole in unfilled(evidence)])


def check(folder: Path) -> int:
    """Say what is stale in the evidence that is kept."""
    found = complaints(collected(folder))
    if not found:
        sys.stdout.write(f"{JSON} is of this document and these tests\n")
        return 0
    return _complain([*found, "Run `make evidence`, and commit what it writes."])


def collected(folder: Path) -> list[str]:
    """Return the ids of the tests that take part, without running any.

    Raises:
        SystemExit: They cannot be collected.
    """
    path = folder / "tests.json"
    command = [*PYTEST, "--collect-only", "--quiet", "--evidence-tests", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not path.exists():
        raise SystemExit(f"The tests cannot be collected; `pytest` says:\n{done.stdout}{done.stderr}")
    tests: list[str] = json.loads(path.read_text("utf-8"))
    return tests


def _complain(texts: list[str]) -> int:
    sys.stderr.write("".join(f"{text}\n" for text in texts))
    return 1 if texts else 0


if __name__ == "__main__":
    sys.exit(main())
