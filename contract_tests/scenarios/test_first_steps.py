"""The guide to the first steps works from top to bottom, in a new folder; `make dist-check` runs what needs Node."""

from __future__ import annotations

import sys
from pathlib import Path

from contract_tests.support.guides import run_first_steps


def test_the_first_steps_work(tmp_path: Path) -> None:
    """The commands of the guide run in order in one shell, with the files that it shows."""
    done = run_first_steps(tmp_path, Path(sys.executable).parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Northwind Tools" in done.stdout
    assert "1 passed" in done.stdout
