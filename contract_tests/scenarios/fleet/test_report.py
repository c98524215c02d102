"""The report that a roll-out writes and reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from workato_embedded_mock.testing.workato_mock import WorkatoMock

from contract_tests.contracts.cases.packages import PACKAGE
from examples.fleet import roll_out_package
from examples.fleet.report import COMPLETED, STARTED, Report


def write_report(path: Path, package: Path, *entries: dict[str, Any]) -> bytes:
    """Write a report with entries and return its bytes."""
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
def test_a_file_that_is_not_a_report_is_rejected(content: bytes, package: Path, tmp_path: Path) -> None:
    """A file that is not a report is rejected and not changed."""
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
def test_an_invalid_line_of_a_report_is_reported(
    line: str, mock: WorkatoMock, package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An invalid line is reported with file and line before a request is sent, and the file is not changed."""
    report = tmp_path / "report.jsonl"
    content = write_report(report, package, {"customer": 1, "status": "completed"}) + f"{line}\n{{".encode()
    report.write_bytes(content)
    assert roll_out_package.main([str(package), "--project", "P", "--report", str(report)]) == 2
    words = f"{report}:3: invalid line of a report; fix or delete it\n"
    assert capsys.readouterr().err == words
    assert report.read_bytes() == content
    assert mock.journal.count() == 0


def test_an_incomplete_last_line_is_repaired(package: Path, tmp_path: Path) -> None:
    """An incomplete last line of a killed run is removed; a complete one without newline is kept."""
    report = tmp_path / "report.jsonl"
    started = {"customer": 7, "status": STARTED, "import_id": 70}
    whole = write_report(report, package, {"customer": 7, "status": COMPLETED}, started)
    report.write_bytes(whole[:-9])
    assert Report(report, package, "P").status(7) == COMPLETED
    assert whole.startswith(report.read_bytes())
    assert report.read_bytes().endswith(b"\n")
    report.write_bytes(whole[:-1])
    assert Report(report, package, "P").started_import(7) == 70
    assert report.read_bytes() == whole


def test_an_empty_file_is_used_as_report(package: Path, tmp_path: Path) -> None:
    """An empty file is accepted and becomes the report."""
    report = tmp_path / "report.jsonl"
    report.touch()
    Report(report, package, "P").note(7, COMPLETED)
    assert Report(report, package, "P").status(7) == COMPLETED


def test_a_report_of_another_package_or_project_is_rejected(package: Path, tmp_path: Path) -> None:
    """A report of another package or project is rejected, since its customers are not done."""
    report = tmp_path / "report.jsonl"
    Report(report, package, "P")
    with pytest.raises(ValueError, match="of another package or project"):
        Report(report, package, "Q")
    package.write_bytes(b"PK")
    with pytest.raises(ValueError, match="of another package or project"):
        Report(report, package, "P")
