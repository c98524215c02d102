"""Write or check the evidence: `python -m contract_tests.tools.evidence write` and `check`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from contract_tests.support.validator import ROOT
from contract_tests.tools.evidence.axes import evidence_of, not_shown, round_trip_problems, written
from contract_tests.tools.evidence.files import EVIDENCE, PAGE, other_clients, read_evidence, run_of
from contract_tests.tools.evidence.report import report

PYTEST = [sys.executable, "-m", "pytest", "contract_tests"]


def main() -> int:
    """Run a command and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m contract_tests.tools.evidence", description=__doc__)
    parser.add_argument("command", choices=["write", "check"])
    with tempfile.TemporaryDirectory() as folder:
        return {"write": write, "check": check}[parser.parse_args().command](Path(folder))


def write(folder: Path) -> int:
    """Run all contract tests and write what they showed. A failed or incomplete run writes nothing."""
    expected, notes = collected(folder)["tests"], folder / "notes.json"
    run = run_of()
    code = subprocess.run(
        [*PYTEST, "-n", "auto", "--dist", "worksteal", "--evidence-notes", str(notes)], cwd=ROOT, check=False
    ).returncode
    if code:
        return _print_problems([f"The tests ended with exit code {code}; no evidence was written."])
    gathered: dict[str, Any] = json.loads(notes.read_text("utf-8"))
    if missing := sorted(set(expected) - set(gathered["tests"])):
        return _print_problems([f"{len(missing)} tests did not run, such as {missing[0]}; no evidence was written."])
    evidence = evidence_of(gathered, other_clients(), run)
    (ROOT / EVIDENCE).parent.mkdir(exist_ok=True)
    (ROOT / EVIDENCE).write_text(written(evidence), "utf-8")
    (ROOT / PAGE).write_text(report(evidence), "utf-8")
    sys.stdout.write(f"Wrote {EVIDENCE} and {PAGE}: {len(evidence['operations'])} operations.\n")
    return _print_problems([f"No test shows {axis}." for axis in not_shown(evidence)])


def check(folder: Path) -> int:
    """Check that each operation has a test that reads back what is written, and that evidence of this spec is complete.

    Evidence is a build output: where `build/` has none of this document, only the tests are checked.
    """
    evidence = read_evidence()
    problems = round_trip_problems(collected(folder)["round_trips"])
    problems += [f"{EVIDENCE}: no test shows {axis}." for axis in not_shown(evidence)] if evidence else []
    if not problems:
        state = "is complete" if evidence else "is missing or of another document; `make evidence` writes it"
        sys.stdout.write(f"each operation has a round trip or a reason for none; {EVIDENCE} {state}\n")
    return _print_problems(problems)


def collected(folder: Path) -> dict[str, list[str]]:
    """Return the ids of the tests that show something, and the operations marked `round_trip`, without running any.

    Raises:
        SystemExit: The tests cannot be collected.
    """
    path = folder / "tests.json"
    command = [*PYTEST, "--collect-only", "--quiet", "--evidence-tests", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not path.exists():
        raise SystemExit(f"the tests cannot be collected; `pytest` printed:\n{done.stdout}{done.stderr}")
    tests: dict[str, list[str]] = json.loads(path.read_text("utf-8"))
    return tests


def _print_problems(problems: list[str]) -> int:
    sys.stderr.write("".join(f"{problem}\n" for problem in problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
