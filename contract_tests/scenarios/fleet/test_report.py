"""The report of a roll-out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from workato_embedded_mock.testing.workato_mock import WorkatoMock

from contract_tests.contracts.cases.packages import PACKAGE
from examples.fleet import roll_out_package
from examples.fleet.report import COMPLETED, STARTED, Report


def kept(path: Path, package: Path, *entries: dict[str, Any]) -> bytes:
    """Write a report with entries, and return its bytes."""
    Report(path, package, "P")
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(entry)}\n" for entry in entries)
    return path.read_bytes()


@pytest.mark.parametrize(
    "content",
    [
        b"no report\n",
        b"a\nb\nc-no-newline",
        b"no newline at all",
        b"\n",
        b'["a"]\n',
        b'{"package": "p", "project": "P"}\n{"status": "failed"}\n',
        b'{"package": "p"',
        PACKAGE,
        b"[" * 100_000,
    ],
    ids=["line", "cut", "text", "blank", "list", "heads", "half", "zip", "deep"],
)
def test_a_file_that_is_no_report_is_refused(content: bytes, package: Path, tmp_path: Path) -> None:
    """A file that is something else is left as it is, to its last byte."""
    report = tmp_path / "report.jsonl"
    report.write_bytes(content)
    with pytest.raises(ValueError, match="is not a report of a roll-out"):
        Report(report, package, "P")
    assert report.read_bytes() == content


@pytest.mark.parametrize(
    "line",
    [
        '{"customer": 512102, "status": "started"}',
        '{"customer": 512102, "status": "started", "import_id": "7"}',
        '{"customer": 512102, "status": "resting"}',
        '{"customer": 512102}',
        '{"customer": [1], "status": "failed"}',
        '{"customer": true, "status": "failed"}',
        "[]",
        "",
        "half of a li",
    ],
)
def test_a_damaged_report_is_refused_by_its_line(
    line: str, mock: WorkatoMock, package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a sentence with file and line, before anything is asked, and the file stays as it is."""
    report = tmp_path / "report.jsonl"
    content = kept(report, package, {"customer": 1, "status": "completed"}) + f"{line}\n{{".encode()
    report.write_bytes(content)
    assert roll_out_package.main([str(package), "--project", "P", "--report", str(report)]) == 2
    words = f"{report}:3: invalid line of a report; fix or delete it\n"
    assert capsys.readouterr().err == words
    assert report.read_bytes() == content
    assert mock.journal.count() == 0


def test_the_end_of_a_report_is_mended(package: Path, tmp_path: Path) -> None:
    """Half a line is what a killed run leaves, and goes; a whole one without its end, as editors leave it, stays."""
    report = tmp_path / "report.jsonl"
    started = {"customer": 7, "status": STARTED, "import_id": 70}
    whole = kept(report, package, {"customer": 7, "status": COMPLETED}, started)
    report.write_bytes(whole[:-9])
    assert Report(report, package, "P").status(7) == COMPLETED
    assert whole.startswith(report.read_bytes())
    assert report.read_bytes().endswith(b"\n")
    report.write_bytes(whole[:-1])
    assert Report(report, package, "P").started_import(7) == 70
    assert report.read_bytes() == whole


def test_an_empty_file_becomes_a_report(package: Path, tmp_path: Path) -> None:
    """There is nothing in it to lose."""
    report = tmp_path / "report.jsonl"
    report.touch()
    Report(report, package, "P").note(7, COMPLETED)
    assert Report(report, package, "P").status(7) == COMPLETED


def test_a_report_is_of_one_package_and_project(package: Path, tmp_path: Path) -> None:
    """Another package, or another project, would take customers for done that are not."""
    report = tmp_path / "report.jsonl"
    Report(report, package, "P")
    with pytest.raises(ValueError, match="of another package or project"):
        Report(report, package, "Q")
    package.write_bytes(b"PK")
    with pytest.raises(ValueError, match="of another package or project"):
        Report(report, package, "P")
