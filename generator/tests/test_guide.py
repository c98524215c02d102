"""The guide for a change of the documentation is carried out as it is written, in a copy of the repository."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.drift import PrintedRow
from generator.tests.conftest import ROOT
from generator.tests.drift.pages_made import ROWS, html

GUIDE = (ROOT / "docs/guides/when-the-docs-change.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
NEW = PrintedRow("GET", "/api/managed_users/:id/weather_reports/:report_id", "Weather")
OLD, MENDED = "/api/managed_users/:id/member_invitation", "/api/managed_users/:id/member_invitations"


@pytest.fixture
def checkout(copied_root: Path) -> Path:
    """A copy of the repository with a release, the saved page and a recording."""
    for name in ("generator", "mock_server"):
        shutil.copytree(ROOT / name, copied_root / name, ignore=shutil.ignore_patterns("__pycache__", "tests"))
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "One"], ["tag", "v0.1.0"]):
        subprocess.run(["git", "-C", str(copied_root), *command], check=True)
    rows = [PrintedRow(row.method, MENDED, row.section) if row.path == OLD else row for row in ROWS]
    page = html([*rows, NEW]) + "<p>Last updated: 1/15/2024, 9:00:00 AM"
    (copied_root / "page.html").write_text(page, encoding="utf-8")
    report = {"id": 98765432101, "sky": "green as glass", "seen_at": "2024-01-11T10:00:00.000-07:00"}
    entry = {
        "request": {"method": "GET", "url": "https://www.workato.com/api/managed_users/E1/weather_reports/98765432101"},
        "response": {"status": 200, "content": {"mimeType": "application/json", "text": json.dumps(report)}},
    }
    (copied_root / "traffic.har").write_text(json.dumps({"log": {"entries": [entry]}}), encoding="utf-8")
    return copied_root


def run(line: str, folder: Path) -> str:
    """Run a line of the guide, which must end with the exit code that it names, and return what it printed."""
    command, _, note = line.partition("  # exit ")
    words = shlex.split(command)
    assert words[0] == "python"
    path = os.pathsep.join([str(folder), str(folder / "generated_client")])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *words[1:]], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == int(note or 0), f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def edited(text: str, edit: str) -> str:
    """Return a text after an edit: each line with `+` takes the place of one with `-` above it, in order."""
    before: list[str] = []
    for line in edit.splitlines():
        if line.startswith("+"):
            old = before.pop(0)
            assert f"{old}\n" in text, old
            text = text.replace(f"{old}\n", f"{line[1:]}\n", 1)
        elif line.startswith("-"):
            before.append(line[1:])
    assert not before
    return text


def test_the_guide_leads_from_a_page_to_a_client(checkout: Path) -> None:
    """Each command ends as the guide says, prints what it says, and in the end the client has the new method."""
    printed = ""
    for kind, file, text in BLOCKS:
        if kind == "sh":
            printed = "".join(run(line, checkout) for line in text.splitlines())
        elif kind == "text":
            for line in text.splitlines():
                assert line in printed
        elif kind == "yaml":
            (checkout / file).write_text(text, encoding="utf-8")
        else:
            assert kind == "diff"
            target = checkout / file
            target.write_text(edited(target.read_text(encoding="utf-8"), text), encoding="utf-8")
    assert "green as glass" not in printed
    assert "98765432101" not in printed
    client = (checkout / "generated_client/workato_embedded/resources/weather_reports.py").read_text(encoding="utf-8")
    assert client.count("def get(") == 2  # one that waits, one for asyncio
    assert "Get a weather report of a customer" in client


def test_the_guide_names_every_kind_of_change() -> None:
    """The table of the guide has the words that the command prints."""
    assert set(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)) == {"new", "changed", "gone", "unread"}
