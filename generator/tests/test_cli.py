"""Tests of `build`, `check` and `lint`: atomic builds, detection of outdated files, error messages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.bundle import BANNER
from generator.cli import main
from generator.publish import CLIENT
from generator.tests.conftest import ROOT, Edit

Run = Callable[[str], Result]


@pytest.fixture
def run(copied_root: Path) -> Run:
    """Return a function that runs a generator command on the copy."""
    return lambda command: CliRunner().invoke(main, [command, "--root", str(copied_root)])


def tree(folder: Path) -> dict[str, bytes]:
    """Return the content of all files below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


OUTDATED: list[tuple[str, str]] = [
    (f"{CLIENT}/resources/managed_users.py", "differs"),
    (f"{CLIENT}/models/__init__.py", "is missing"),
    (f"{CLIENT}/py.typed", "is missing"),
    (f"{CLIENT}/resources/customers.py", "is extra"),
    (f"{CLIENT}/_commands/customers.py", "is extra"),
    ("spec/dist/openapi.json", "differs"),
    ("spec/dist/openapi.yaml", "is missing"),
    ("spec/dist/old.yaml", "is extra"),
]


def test_check_finds_outdated_files_and_build_restores_them(run: Run, copied_root: Path) -> None:
    """Check names exactly the edited, deleted and added files. Build restores them, and again changes nothing."""
    before = tree(copied_root)
    for path, kind in OUTDATED:
        target = copied_root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if kind == "is missing":
            target.unlink()
        else:
            target.write_text(f"# {BANNER}\n# edited by hand\n", encoding="utf-8")
    found = run("check")
    assert found.exit_code == 1
    *named, _ = found.stderr.splitlines()
    assert sorted(named) == sorted(f"{path} {kind}" for path, kind in OUTDATED)
    assert run("build").exit_code == 0
    assert tree(copied_root) == before
    assert run("build").stdout.splitlines()[0] == "no changes"
    assert tree(copied_root) == before


def test_check_finds_a_change_of_the_spec_and_writes_nothing(run: Run, edit: Edit, copied_root: Path) -> None:
    """After an edit of the spec, check reports the bundle and the client as outdated, and changes no file."""
    edit("schemas/managed_users.yaml", "description: Full name.", "description: The whole name.")
    before = tree(copied_root)
    found = run("check")
    assert found.exit_code == 1
    lines = found.stderr.splitlines()
    assert "spec/dist/openapi.yaml differs" in lines
    assert f"{CLIENT}/models/managed_users.py differs" in lines
    assert tree(copied_root) == before


def test_build_adds_a_new_property_to_the_client(run: Run, edit: Edit, copied_root: Path) -> None:
    """A property added to the spec is in the client after a build."""
    edit(
        "schemas/connections.yaml",
        "    parent_id:\n",
        "    colour:\n      type: string\n      description: Its colour.\n    parent_id:\n",
    )
    assert run("build").exit_code == 0
    model = (copied_root / CLIENT / "models/connections.py").read_text(encoding="utf-8")
    assert 'colour: str | Unset = UNSET\n    """Its colour."""' in model


BROKEN = [
    ("openapi.yaml", "paths:\n", "paths: [\n", "spec/openapi.yaml:"),
    ("paths/managed_users.yaml", "#/ManagedUserPage", "#/Nowhere", "(operation list_managed_users) [bundle]"),
    ("paths/managed_users.yaml", "operationId: get_member", "operationId: getMember", "[operation-id]"),
    (
        "schemas/connections.yaml",
        "      description: Key of the connector, such as `salesforce`.",
        "      description: Key.\n      enum: [jira, salesforce, slack, 7]",
        "[openapi-python-client]",
    ),
]


@pytest.mark.parametrize("command", ["build", "check", "lint"])
@pytest.mark.parametrize(("file", "old", "new", "words"), BROKEN)
def test_an_invalid_spec_changes_nothing(
    command: str, file: str, old: str, new: str, words: str, run: Run, edit: Edit, copied_root: Path
) -> None:
    """With an invalid spec, commands exit with code 1, print the location, and change no file."""
    edit(file, old, new)
    before = tree(copied_root)
    result = run(command)
    if command == "lint" and "openapi-python-client" in words:
        assert result.exit_code == 0  # the problem only affects the client
        return
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert tree(copied_root) == before


def test_a_folder_without_a_spec_is_reported(tmp_path: Path) -> None:
    """For a wrong folder, the generator names the missing file."""
    result = CliRunner().invoke(main, ["check", "--root", str(tmp_path)])
    assert result.exit_code == 1
    assert "openapi.yaml:1: cannot be read" in result.stderr


# `make check` runs the same command, in one process, with a hash seed that differs each time.
@pytest.mark.nightly
def test_the_output_is_deterministic() -> None:
    """Two processes with different hash seeds generate the same bytes."""
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "generator", "check"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
