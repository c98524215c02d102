"""Tests of the `released` command: breaking changes need a higher version."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from click.testing import CliRunner, Result

from generator.cli import main
from generator.tests.conftest import Edit, commit_and_tag


def released(root: Path) -> Result:
    """Run `released` on a copy of the repository."""
    return CliRunner().invoke(main, ["released", "--root", str(root)])


def test_without_a_release_the_check_passes(copied_root: Path) -> None:
    """Without a release, the command succeeds and reports that there is none."""
    subprocess.run(["git", "-C", str(copied_root), "init", "-q"], check=True)
    result = released(copied_root)
    assert (result.exit_code, result.stdout) == (0, "There is no release to compare with.\n")


def test_a_breaking_change_needs_a_higher_version(copied_root: Path, edit: Edit) -> None:
    """A breaking change fails until the version is raised; in 0.x the minor version is enough."""
    commit_and_tag(copied_root, "v0.1.0")
    assert released(copied_root).exit_code == 0
    edit("paths/managed_users.yaml", "operationId: get_task_usage", "operationId: read_task_usage")
    result = released(copied_root)
    assert result.exit_code == 1
    assert "raise the version from 0.1.0 to 0.2.0 or higher" in result.output
    project = copied_root / "pyproject.toml"
    project.write_text(re.sub(r'(?m)^version = ".*"', 'version = "0.2.0"', project.read_text("utf-8")), "utf-8")
    result = released(copied_root)
    assert (result.exit_code, "since v0.1.0" in result.stdout) == (0, True)


def test_an_additive_change_needs_no_version(copied_root: Path, edit: Edit) -> None:
    """An additive change passes without a new version."""
    commit_and_tag(copied_root, "v0.1.0")
    edit("schemas/roles.yaml", "    folder_ids:\n      type: array", "    colour:\n      type: string\n"
         "      description: Its colour.\n    folder_ids:\n      type: array")  # fmt: skip
    assert released(copied_root).exit_code == 0
