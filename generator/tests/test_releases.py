"""Tests of the records of releases: what is written, and what `released`, `record` and `diff` make of it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.outputs import package_version
from generator.publish import OWNED
from generator.releases import checks
from generator.releases.records import current_files, record_of, write_record
from generator.tests.conftest import ROOT, Edit, set_version

COLOUR = (
    "schemas/roles.yaml",
    "    folder_ids:\n      type: array",
    "    colour:\n      type: string\n      description: Its colour.\n    folder_ids:\n      type: array",
)
RENAMED = ("paths/managed_users.yaml", "operationId: get_task_usage", "operationId: read_task_usage")


def run(root: Path, command: str, *arguments: str) -> Result:
    """Run a command on a copy of the repository."""
    return CliRunner().invoke(main, [command, *arguments, "--root", str(root)])


def publish(root: Path) -> None:
    """Write the whole document of the edited spec, as `build` does."""
    (root / "spec/dist/openapi.json").write_text(run(root, "bundle", "--format", "json").stdout, encoding="utf-8")


@pytest.fixture
def released_root(copied_root: Path) -> Path:
    """Return a copy of the repository whose version 1.0.0 is recorded."""
    set_version(copied_root, "1.0.0")
    write_record(record_of("1.0.0", copied_root), current_files(copied_root))
    return copied_root


def test_without_a_release_the_check_passes(copied_root: Path) -> None:
    """Without a release, the command succeeds and reports that there is none."""
    result = run(copied_root, "released")
    assert (result.exit_code, result.stdout) == (0, "There is no release to compare with.\n")


def test_a_breaking_change_needs_a_major_version(released_root: Path, edit: Edit) -> None:
    """After version 1.0.0, a breaking change fails until the version is 2.0.0."""
    edit(*RENAMED)
    for version in ("1.0.0", "1.1.0"):
        set_version(released_root, version)
        result = run(released_root, "released")
        assert result.exit_code == 1
        assert f"raise the version from {version} to 2.0.0 or higher" in result.stderr
    set_version(released_root, "2.0.0")
    result = run(released_root, "released")
    assert (result.exit_code, "breaking changes since 1.0.0" in result.stdout) == (0, True)


def test_an_additive_change_needs_no_version_before_the_release(released_root: Path, edit: Edit) -> None:
    """An additive change passes without a new version, and the command says what the next one is."""
    edit(*COLOUR)
    result = run(released_root, "released")
    assert (result.exit_code, result.stdout) == (
        0,
        "0 breaking changes since 1.0.0; the version is 1.0.0; the next release is 1.1.0 or higher\n",
    )


def test_a_version_older_than_the_last_release_fails(released_root: Path) -> None:
    """A version that is lower than that of a record fails with one sentence, for the check and for a new record."""
    set_version(released_root, "0.9.0")
    for command in ("released", "record"):
        result = run(released_root, command)
        assert (result.exit_code, result.stderr) == (
            1,
            "the version 0.9.0 is older than the last release, 1.0.0: raise it to 1.0.0 or higher\n",
        )


def test_the_newest_record_is_compared(released_root: Path, edit: Edit) -> None:
    """Of several records, the one with the highest version counts: 1.10.0 is newer than 1.9.0."""
    edit(*COLOUR)
    publish(released_root)
    for version in ("1.10.0", "1.9.0"):
        write_record(record_of(version, released_root), current_files(released_root))
    set_version(released_root, "1.10.0")
    assert run(released_root, "released").stdout == "0 breaking changes since 1.10.0; the version is 1.10.0\n"


@pytest.fixture
def unreleased_root(copied_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the repository without records, where the committed files stand for the generated ones.

    To generate them takes seconds.
    """
    paths = [path for owned in OWNED for path in (ROOT / owned, *(ROOT / owned).rglob("*")) if path.is_file()]
    committed = {path.relative_to(ROOT).as_posix(): path for path in paths if "__pycache__" not in path.parts}
    generated = {name: path.read_text("utf-8") for name, path in committed.items()}
    monkeypatch.setattr(checks, "generate", lambda *_, **__: generated)
    return copied_root


def test_a_release_is_recorded(unreleased_root: Path) -> None:
    """A record has the document, the typing tests and their sums, and recording a release again changes nothing."""
    version = package_version(unreleased_root)
    result = run(unreleased_root, "record", "--check")
    assert (result.exit_code, result.stderr) == (
        1,
        f"there is no record of {version}: run `python -m generator record`\n",
    )
    assert run(unreleased_root, "record").exit_code == 0
    folder = unreleased_root / "releases" / version
    assert (folder / "openapi.json").read_bytes() == (unreleased_root / "spec/dist/openapi.json").read_bytes()
    assert (folder / "typing/every_method.py").is_file()
    if sums := shutil.which("sha256sum"):
        subprocess.run([sums, "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    for options in ([], ["--check"]):
        result = run(unreleased_root, "record", *options)
        assert (result.exit_code, result.stdout) == (0, f"releases/{version} is up to date\n")


def test_a_record_with_other_content_needs_an_option(unreleased_root: Path) -> None:
    """A record is not overwritten by other typing tests without an option; with it, no old file is left."""
    version = package_version(unreleased_root)
    typing = unreleased_root / "contract_tests/client/typing"
    (typing / "client.py").write_text("1\n", encoding="utf-8")
    assert run(unreleased_root, "record").exit_code == 0
    (typing / "client.py").rename(typing / "other.py")
    for options in ([], ["--check"]):
        result = run(unreleased_root, "record", *options)
        assert (result.exit_code, result.stderr) == (
            1,
            f"releases/{version} differs from the current document or typing tests: raise the version and record that, "
            f"or replace the record with --replace if {version} is not published\n",
        )
    folder = unreleased_root / "releases" / version / "typing"
    assert sorted(path.name for path in folder.iterdir()) == ["client.py", "every_method.py"]
    assert run(unreleased_root, "record", "--replace").exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["every_method.py", "other.py"]
    assert [path.name for path in (unreleased_root / "releases").iterdir()] == [version]


def test_generated_files_that_are_out_of_date_are_not_recorded(unreleased_root: Path) -> None:
    """A document that the spec does not give is not recorded."""
    with (unreleased_root / "spec/dist/openapi.json").open("a", encoding="utf-8") as file:
        file.write("\n")
    result = run(unreleased_root, "record")
    assert (result.exit_code, result.stderr) == (
        1,
        "generated files are out of date: run `python -m generator build` first\n",
    )
    assert not (unreleased_root / "releases").exists()


def test_a_changed_document_is_not_the_recorded_one(released_root: Path, edit: Edit) -> None:
    """If the document has changed since its release was recorded, the message says what the next version is."""
    edit(*COLOUR)
    publish(released_root)
    for options in ([], ["--check"]):
        result = run(released_root, "record", *options)
        assert result.exit_code == 1
        assert "raise the version to 1.1.0 and record that" in result.stderr


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("1.0.1", "the changes since 1.0.0 require the version 1.1.0 or higher, not 1.0.1"),
        ("1.1.0rc1", "cannot record the version '1.1.0rc1': expected a release such as 1.0.0"),
        ("1.1", "cannot record the version '1.1': expected a release such as 1.0.0"),
        ("next", "pyproject.toml: invalid version 'next': expected a version such as 1.0.0"),
    ],
)
def test_a_version_that_does_not_fit_is_not_recorded(
    version: str, message: str, released_root: Path, edit: Edit
) -> None:
    """An additive change needs a new minor version at its release, and only releases are recorded."""
    edit(*COLOUR)
    set_version(released_root, version)
    result = run(released_root, "record")
    assert (result.exit_code, result.stderr) == (1, f"{message}\n")
    assert [path.name for path in (released_root / "releases").iterdir()] == ["1.0.0"]


def test_diff_reads_a_record(released_root: Path, edit: Edit) -> None:
    """A release is compared by its version, without a repository of git; the next version follows from it."""
    edit(*COLOUR)
    set_version(released_root, "1.5.0")
    result = run(released_root, "diff", "1.0.0")
    assert result.exit_code == 0
    assert "Role.colour: property added in responses" in result.stdout
    assert result.stdout.endswith("after 1.0.0, the next version is 1.1.0\n")
    result = run(released_root, "diff", "2023-11-20", "v1.0.0")
    assert "operation added" in result.stdout


def test_diff_prefers_a_record_to_a_folder_of_the_same_name(
    released_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder called 1.0.0 does not hide the release, also inside of the folder of the records."""
    monkeypatch.chdir(released_root / "releases")
    assert run(released_root, "diff", "1.0.0").exit_code == 0


def test_diff_lists_the_recorded_releases(released_root: Path) -> None:
    """An unknown version gives one sentence that lists the known ones."""
    result = run(released_root, "diff", "v9.9.9")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert result.stderr.startswith("v9.9.9 is neither a file nor a git revision of ")
    assert result.stderr.endswith("; recorded releases: 1.0.0\n")


@pytest.mark.parametrize("command", [["released"], ["record"], ["record", "--check"], ["diff", "1.0.0"]])
def test_an_edited_record_is_rejected(command: list[str], released_root: Path) -> None:
    """A record that was edited by hand is rejected by each command that reads it, with one sentence."""
    path = released_root / "releases/1.0.0/openapi.json"
    document = json.loads(path.read_text("utf-8"))
    document["paths"].clear()
    path.write_text(json.dumps(document), encoding="utf-8")
    result = run(released_root, *command)
    assert result.exit_code
    assert result.stderr.startswith("releases/1.0.0 is not what SHA256SUMS in it says: restore it")


@pytest.mark.parametrize("name", ["v2.0.0", "2.0", "latest", "02.0.0"])
def test_a_folder_that_is_not_a_record_is_reported(name: str, released_root: Path) -> None:
    """A folder that is not named by a version is reported, so that no record is overlooked."""
    (released_root / "releases" / name).mkdir()
    result = run(released_root, "released")
    assert (result.exit_code, result.stderr) == (
        1,
        f"releases/{name} is not a record: expected a folder such as releases/1.0.0\n",
    )


def test_an_incomplete_record_is_reported(released_root: Path) -> None:
    """A record without its document gives one sentence."""
    (released_root / "releases/1.0.0/openapi.json").unlink()
    result = run(released_root, "released")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert result.stderr.startswith("cannot read the record of 1.0.0: ")


def test_the_committed_records_can_be_read() -> None:
    """The records of this repository are whole, and the current version is not older than the newest one."""
    assert run(ROOT, "released").exit_code == 0
