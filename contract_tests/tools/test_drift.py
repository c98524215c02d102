"""Drift between the spec and what was generated from it is found, from the outside, by the command that CI runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from contract_tests.support.validator import ROOT


def check(root: Path) -> subprocess.CompletedProcess[str]:
    """Run `python -m generator check` on a folder."""
    command = [sys.executable, "-m", "generator", "check", "--root", str(root)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_copy_is_clean(copied_root: Path) -> None:
    """What is committed is what the spec gives, wherever it lies."""
    assert check(copied_root).returncode == 0


def test_an_edited_spec_is_drift(copied_root: Path) -> None:
    """A changed type in the spec shows in the bundle and in the client that it would give."""
    schema = copied_root / "spec/schemas/managed_users.yaml"
    text = schema.read_text(encoding="utf-8")
    schema.write_text(
        text.replace("    in_trial:\n      type: boolean", "    in_trial:\n      type: string", 1), encoding="utf-8"
    )
    done = check(copied_root)
    assert done.returncode == 1
    assert "spec/fixtures/managed_users.yaml" in done.stderr  # the fixtures no longer fit, and are named
    assert "in_trial" in done.stderr


def test_an_edited_client_is_drift(copied_root: Path) -> None:
    """A single changed line of generated code is named."""
    module = copied_root / "generated_client/workato_embedded/_operations/managed_users.py"
    module.write_text(module.read_text(encoding="utf-8").replace('"GET"', '"POST"', 1), encoding="utf-8")
    done = check(copied_root)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "generated_client/workato_embedded/_operations/managed_users.py differs"
