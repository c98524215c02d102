"""`python -m generator check` finds generated files that differ from the spec."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from contract_tests.support.validator import ROOT


def check(root: Path) -> subprocess.CompletedProcess[str]:
    """Run `python -m generator check` on a folder and return what it printed."""
    command = [sys.executable, "-m", "generator", "check", "--root", str(root)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_an_edited_spec_is_reported(copied_root: Path) -> None:
    """A changed type in the spec is reported with its property and with the fixtures that no longer fit."""
    schema = copied_root / "spec/schemas/managed_users.yaml"
    text = schema.read_text(encoding="utf-8")
    schema.write_text(
        text.replace("    in_trial:\n      type: boolean", "    in_trial:\n      type: string", 1), encoding="utf-8"
    )
    done = check(copied_root)
    assert done.returncode == 1
    assert "spec/fixtures/managed_users.yaml" in done.stderr
    assert "in_trial" in done.stderr


# A mutation checks the same without a process.
@pytest.mark.nightly
def test_an_edited_client_is_reported(copied_root: Path) -> None:
    """A changed line in generated code is reported with its file, and no other file is, in any folder."""
    module = copied_root / "generated_client/workato_embedded/_operations/managed_users.py"
    module.write_text(module.read_text(encoding="utf-8").replace('"GET"', '"POST"', 1), encoding="utf-8")
    done = check(copied_root)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "generated_client/workato_embedded/_operations/managed_users.py differs",
        "These generated files are out of date; run `python -m generator build`.",
    ]
