"""What breaks since the last release needs a version that says so."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from click.testing import CliRunner, Result

from generator.cli import main
from generator.tests.conftest import Edit


def released(root: Path) -> Result:
    """Run `released` on a copy of the repository."""
    return CliRunner().invoke(main, ["released", "--root", str(root)])


def tagged(root: Path, tag: str) -> None:
    """Make a repository of a copy, with one release."""
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    for command in (["init", "-q"], ["add", "spec"], [*who, "commit", "-qm", "One"], ["tag", tag]):
        subprocess.run(["git", "-C", str(root), *command], check=True)


def test_without_a_release_nothing_can_be_broken(copied_root: Path) -> None:
    """And it is said."""
    subprocess.run(["git", "-C", str(copied_root), "init", "-q"], check=True)
    result = released(copied_root)
    assert (result.exit_code, result.stdout) == (0, "There is no release yet that the spec could break.\n")


def test_a_breaking_change_needs_a_version(copied_root: Path, edit: Edit) -> None:
    """What a caller must send more breaks; a new minor version, while it begins with 0, says so."""
    tagged(copied_root, "v0.1.0")
    assert released(copied_root).exit_code == 0
    edit("paths/managed_users.yaml", "operationId: list_managed_users", "operationId: index_managed_users")
    result = released(copied_root)
    assert result.exit_code == 1
    assert "the version 0.1.0 must become 0.2.0 at least" in result.output
    project = copied_root / "pyproject.toml"
    project.write_text(re.sub(r'(?m)^version = ".*"', 'version = "0.2.0"', project.read_text("utf-8")), "utf-8")
    result = released(copied_root)
    assert (result.exit_code, "since v0.1.0" in result.stdout) == (0, True)


def test_an_addition_needs_none(copied_root: Path, edit: Edit) -> None:
    """Until the next release."""
    tagged(copied_root, "v0.1.0")
    edit("schemas/roles.yaml", "    folder_ids:\n      type: array", "    colour:\n      type: string\n"
         "      description: Its colour.\n    folder_ids:\n      type: array")  # fmt: skip
    assert released(copied_root).exit_code == 0
