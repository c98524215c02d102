"""Tests of the `diff` command: input forms, exit codes, changelog fragments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.tests.conftest import Edit, commit_and_tag, set_version


def run(root: Path, *arguments: str) -> Result:
    """Run `diff` on a copy of the repository."""
    return CliRunner().invoke(main, ["diff", *arguments, "--root", str(root)])


def test_a_revision_is_compared_with_the_spec(copied_root: Path, edit: Edit) -> None:
    """Without a second edition, a revision is compared with the edited spec."""
    set_version(copied_root, "1.2.3")
    commit_and_tag(copied_root, "monday")
    assert run(copied_root, "monday").exit_code == 0
    edit("schemas/roles.yaml", "    folder_ids:\n      type: array", "    colour:\n      type: string\n"
         "      description: Its colour.\n    folder_ids:\n      type: array")  # fmt: skip
    result = run(copied_root, "monday", "--fragment", "colour")
    assert result.exit_code == 0
    assert "Role.colour: property added in responses (copy_role, list_roles)" in result.stdout
    assert result.stdout.endswith("the next version is 1.3.0\nwrote changes/colour.added.md\n")
    assert "Role.colour" in (copied_root / "changes/colour.added.md").read_text("utf-8")


def test_a_breaking_change_exits_with_1(copied_root: Path, tmp_path: Path) -> None:
    """Files and folders are accepted; a breaking change gives exit code 1 and its own fragment."""
    text = (copied_root / "spec/dist/openapi.json").read_text("utf-8")
    document = json.loads(text)
    del document["paths"]["/integrations"]
    (tmp_path / "new.json").write_text(json.dumps(document), "utf-8")
    result = run(copied_root, str(copied_root), str(tmp_path / "new.json"), "--fragment", "less")
    assert result.exit_code == 1
    assert "operation removed" in result.stdout
    assert (copied_root / "changes/less.changed.md").is_file()
    assert run(copied_root, str(copied_root / "spec/dist/openapi.yaml"), str(copied_root)).exit_code == 0


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "a: b", "openapi: 3.1.0", "openapi: 3.0.3\npaths: 7", "\x00", "[" * 9999]
)
def test_an_invalid_document_gives_one_line(text: str, copied_root: Path, tmp_path: Path) -> None:
    """A file that is not an OpenAPI document gives a one-line error and exit code 2."""
    (tmp_path / "old.json").write_text(text, "utf-8")
    result = run(copied_root, str(tmp_path / "old.json"))
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(
    "arguments", [["v9.9.9"], ["--", "-x"], ["spec", "--fragment", "x"], [".", ".", "--fragment", "../x"]]
)
def test_an_invalid_argument_gives_one_line(arguments: list[str], copied_root: Path) -> None:
    """An unknown edition and an invalid fragment name give a one-line error and exit code 2."""
    named = [str(copied_root) if argument == "." else argument for argument in arguments]
    result = CliRunner().invoke(main, ["diff", "--root", str(copied_root), *named])
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert isinstance(result.exception, SystemExit)


def test_days_are_compared_by_their_editions() -> None:
    """Both editions are printed on standard error if two days are compared."""
    result = CliRunner().invoke(main, ["diff", "2025-10-08", "2025-10-13"])
    assert (result.exit_code, result.stderr) == (0, "edition 2025-10-07: Rate limits of each endpoint apply\n" * 2)


@pytest.mark.parametrize("day", ["2024-02-30", "2020-01-01"])
def test_a_day_without_an_edition_gives_one_line(day: str) -> None:
    """A day that does not exist, or before the first edition, gives a one-line error and exit code 2."""
    result = CliRunner().invoke(main, ["diff", day])
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert f"{day}" in result.stderr
    assert "expected a day" in result.stderr
