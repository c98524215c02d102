"""Executes the guide docs/guides/when-the-docs-change.md, block by block, in a copy of the repository."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from generator.drift import PrintedRow
from generator.tests.conftest import ROOT
from generator.tests.drift.sample_pages import ROWS, html

GUIDE = (ROOT / "docs/guides/when-the-docs-change.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
NEW = PrintedRow("GET", "/api/managed_users/:id/weather_reports/:report_id", "Weather")
OLD, CORRECTED = "/api/managed_users/:id/member_invitation", "/api/managed_users/:id/member_invitations"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of the repository with a release, a saved page and a recording."""
    files = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in files.stdout.splitlines():
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    user = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    for command in (["init", "-q"], ["add", "."], [*user, "commit", "-qm", "One"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    rows = [PrintedRow(row.method, CORRECTED, row.section) if row.path == OLD else row for row in ROWS]
    page = html([*rows, NEW]) + "<p>Last updated: 12/15/2023, 9:00:00 AM"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    report = {"id": 98765432101, "sky": "green as glass", "seen_at": "2024-01-11T10:00:00.000-07:00"}
    entry = {
        "request": {"method": "GET", "url": "https://www.workato.com/api/managed_users/E1/weather_reports/98765432101"},
        "response": {"status": 200, "content": {"mimeType": "application/json", "text": json.dumps(report)}},
    }
    (tmp_path / "traffic.har").write_text(json.dumps({"log": {"entries": [entry]}}), encoding="utf-8")
    return tmp_path


# Numbers that depend on what the repository has: of the next revision, and of lines.
_NUMBERS = re.compile(r"(?<=revision_)\d{4}|(?<=\.yaml:)\d+")


def run(line: str, folder: Path) -> str:
    """Run a command of the guide, check its documented exit code, and return its output."""
    command, _, note = line.partition("  # exit ")
    words = shlex.split(command)
    variables = dict(word.split("=", 1) for word in takewhile(lambda word: word != "python", words))
    words = words[len(variables) :]
    path = os.pathsep.join(str(folder / name) for name in (".", "generated_client", "mock_server"))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **variables}
    done = subprocess.run(
        [sys.executable, *words[1:]], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == int(note or 0), f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def apply_diff(text: str, diff: str) -> str:
    """Return a string with each group of `-` lines of a diff replaced by the `+` lines after it."""
    for removed, added in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", diff, re.MULTILINE):
        old, new = (re.sub(r"^[-+]", "", lines, flags=re.MULTILINE) for lines in (removed, added))
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def follow(checkout: Path) -> Iterator[str]:
    """Run all blocks of the guide: commands, expected output, edits, and whole files. Yield each output."""
    printed = ""
    for kind, file, text in BLOCKS:
        if kind == "sh":
            printed = "".join(run(line, checkout) for line in text.splitlines())
            yield printed
        elif kind == "text":
            for line in text.splitlines():
                assert _NUMBERS.sub("N", line) in _NUMBERS.sub("N", printed)
        elif kind == "diff":
            target = checkout / file
            target.write_text(apply_diff(target.read_text(encoding="utf-8"), text), encoding="utf-8")
        else:
            (checkout / file).write_text(text, encoding="utf-8")


@pytest.mark.nightly
def test_the_guide_works(checkout: Path) -> None:
    """Each command of the guide gives the documented exit code and output, up to green tests of the new resource."""
    printed = "".join(follow(checkout))
    assert "green as glass" not in printed
    assert "98765432101" not in printed
    client = (checkout / "generated_client/workato_embedded/resources/weather_reports.py").read_text(encoding="utf-8")
    assert client.count("def get(") == 2  # synchronous and asynchronous
    assert "Get a weather report of a customer" in client


@pytest.mark.nightly
def test_all_tests_pass_after_the_guide(checkout: Path) -> None:
    """The whole suite passes in the copy, except for this file."""
    for _ in follow(checkout):
        pass
    run("python -m pytest -q -n auto --ignore generator/tests/test_guide.py", checkout)


@pytest.mark.parametrize(("file", "text"), [(file, text) for kind, file, text in BLOCKS if kind == "diff"])
def test_an_edit_of_the_guide_fits_the_file(file: str, text: str) -> None:
    """The lines that an edit replaces are in the file, unless an earlier step of the guide wrote them."""
    for removed in re.findall(r"(?:^-.*\n)+", text, re.MULTILINE):
        lines = re.sub(r"^-", "", removed, flags=re.MULTILINE)
        written = re.search("weather|TODO", f"{file} {lines}")
        assert written or lines in (ROOT / file).read_text(encoding="utf-8")


def test_the_guide_names_every_kind_of_change() -> None:
    """The table of the guide lists the kinds of change that the command prints."""
    assert set(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)) == {"new", "changed", "gone", "unread"}
