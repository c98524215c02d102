"""Executes the guide docs/guides/when-the-docs-change.md, block by block, in a copy of the repository."""

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
from generator.tests.drift.sample_pages import ROWS, html

GUIDE = (ROOT / "docs/guides/when-the-docs-change.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
NEW = PrintedRow("GET", "/api/managed_users/:id/weather_reports/:report_id", "Weather")
OLD, CORRECTED = "/api/managed_users/:id/member_invitation", "/api/managed_users/:id/member_invitations"


@pytest.fixture
def checkout(copied_root: Path) -> Path:
    """Return a copy of the repository with a release, a saved page and a recording."""
    for name in ("generator", "mock_server"):
        shutil.copytree(ROOT / name, copied_root / name, ignore=shutil.ignore_patterns("__pycache__", "tests"))
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "One"], ["tag", "v0.1.0"]):
        subprocess.run(["git", "-C", str(copied_root), *command], check=True)
    rows = [PrintedRow(row.method, CORRECTED, row.section) if row.path == OLD else row for row in ROWS]
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
    """Run a command of the guide, check its documented exit code, and return its output."""
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


def apply_diff(text: str, diff: str) -> str:
    """Return a text with each `-` line of a diff replaced by the next `+` line, in order."""
    before: list[str] = []
    for line in diff.splitlines():
        if line.startswith("+"):
            old = before.pop(0)
            assert f"{old}\n" in text, old
            text = text.replace(f"{old}\n", f"{line[1:]}\n", 1)
        elif line.startswith("-"):
            before.append(line[1:])
    assert not before
    return text


def test_the_guide_works(checkout: Path) -> None:
    """Each command of the guide gives the documented exit code and output, and the client gets the new method."""
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
            target.write_text(apply_diff(target.read_text(encoding="utf-8"), text), encoding="utf-8")
    assert "green as glass" not in printed
    assert "98765432101" not in printed
    client = (checkout / "generated_client/workato_embedded/resources/weather_reports.py").read_text(encoding="utf-8")
    assert client.count("def get(") == 2  # synchronous and asynchronous
    assert "Get a weather report of a customer" in client


def test_the_guide_names_every_kind_of_change() -> None:
    """The table of the guide lists the kinds of change that the command prints."""
    assert set(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)) == {"new", "changed", "gone", "unread"}
