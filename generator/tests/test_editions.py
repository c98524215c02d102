"""Tests of the list of editions and of the command `bundle`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from generator.cli import main
from generator.editions import Edition, edition_of, load_editions
from generator.findings import GeneratorError
from generator.tests.conftest import ROOT, Edit


def run(*arguments: str) -> Result:
    """Run the command `bundle`."""
    return CliRunner().invoke(main, ["bundle", *arguments])


def test_a_day_belongs_to_the_last_edition_before_it() -> None:
    """A day belongs to the edition that began on it, or last before it."""
    two = (Edition("2023-11-20", True, "One"), Edition("2025-06-01", False, "Two"))
    for day, title in (
        (date(2023, 11, 20), "One"),
        (date(2025, 5, 31), "One"),
        (date(2025, 6, 1), "Two"),
        (date(2030, 1, 1), "Two"),
    ):
        assert edition_of(two, day).title == title
    with pytest.raises(GeneratorError, match="2023-11-19: expected a day from 2023-11-20 on"):
        edition_of(two, date(2023, 11, 19))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("exact: false", "exact: perhaps", "is not of type 'boolean'"),
        ("'2024-01-01'", "'2023-01-01'", "the dates must be in order"),
        ("'2024-01-01'", "'2023-11-20'", "the dates must be in order, each once"),
        ("'2024-01-01'", "'2024-13-01'", "cannot be read"),
        ("'2024-01-01'", "spring", "does not match"),
        ("editions:", "edition:", "cannot be read"),
        ("editions:", "editions: [", "cannot be read"),
    ],
)
def test_a_malformed_list_is_rejected(copied_root: Path, edit: Edit, old: str, new: str, message: str) -> None:
    """A list of editions that is malformed or not in order is rejected with one sentence."""
    edit("sources/editions.yaml", old, new)
    with pytest.raises(GeneratorError, match=message):
        load_editions(copied_root / "spec")


def test_a_missing_list_is_rejected(copied_root: Path) -> None:
    """A spec without a list of editions is rejected."""
    (copied_root / "spec/sources/editions.yaml").unlink()
    with pytest.raises(GeneratorError, match="No such file"):
        load_editions(copied_root / "spec")


def test_bundle_prints_the_whole_document() -> None:
    """Without a day, `bundle` prints the document with everything that is known."""
    result = run()
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (ROOT / "spec/dist/openapi.yaml").read_text(encoding="utf-8")


def test_bundle_prints_the_document_of_a_day() -> None:
    """With a day, `bundle` prints the document of its edition, and names the edition on standard error."""
    result = run("--as-of", "2023-12-24", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "edition 2023-11-20: The index of 20 November 2023\n")
    assert result.stdout == (ROOT / "spec/dist/openapi-2023-11-20.json").read_text(encoding="utf-8")
    written = yaml.safe_load((ROOT / "spec/dist/openapi-2023-11-20.yaml").read_text(encoding="utf-8"))
    assert json.loads(result.stdout) == written


def test_bundle_writes_a_file(tmp_path: Path) -> None:
    """`--output` writes the document into a file."""
    result = run("--as-of", "2026-11-29", "--output", str(tmp_path / "openapi.yaml"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert yaml.safe_load((tmp_path / "openapi.yaml").read_text(encoding="utf-8"))["info"]["version"] == "2026.07.01"


def test_bundle_rejects_a_day_before_the_first_edition() -> None:
    """A day before the first edition is an error, and nothing is printed."""
    result = run("--as-of", "2020-01-01")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "no edition is known for 2020-01-01: expected a day from 2023-11-20 on\n"


@pytest.mark.parametrize("day", ["20240630", "2024-W26-7", "2024-6-30", "2024-02-30", "yesterday", ""])
@pytest.mark.parametrize("command", [["bundle"], ["client", "folder"]])
def test_other_forms_of_a_day_are_rejected(command: list[str], day: str) -> None:
    """`--as-of` accepts only days as YYYY-MM-DD."""
    result = CliRunner().invoke(main, [*command, "--as-of", day])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"invalid day {day!r}: expected a day as YYYY-MM-DD, such as 2024-06-30\n"


def test_bundle_names_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    """A file that cannot be written is an error with its name."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    result = run("--output", str(tmp_path / "taken" / "openapi.yaml"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "taken/openapi.yaml" in result.stderr
