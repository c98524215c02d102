"""The guide to the first steps works from top to bottom, in a new folder."""

from __future__ import annotations

import sys
from pathlib import Path

from contract_tests.support.guides import blocks, run_first_steps
from contract_tests.support.validator import ROOT


def test_the_first_steps_work(tmp_path: Path) -> None:
    """The commands of the guide run in order in one shell, with the files that it shows."""
    done = run_first_steps(tmp_path, Path(sys.executable).parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Sync orders to Jira" in done.stdout
    assert "4 passed" in done.stdout


def test_the_guide_installs_as_the_readme_does() -> None:
    """The guide installs the wheels as the README does, with the console and pytest."""
    (lines,) = [text for language, word, text in blocks("first-steps.md") if (language, word) == ("sh", "install")]
    command = lines.splitlines()[-1].replace(",console]'", "]'").removesuffix(" pytest")
    assert f"\n{command}\n" in (ROOT / "README.md").read_text("utf-8")
