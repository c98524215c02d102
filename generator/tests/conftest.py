"""Fixtures of the generator's tests."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# The hand-written files outside of spec/ that a new operation changes.
_MOCK = tuple(f"mock_server/workato_embedded_mock/{name}" for name in ("registry.py", "resources", "activity/events"))
_CASES = "contract_tests/contracts/cases"

Edit = Callable[[str, str, str], None]


def commit_and_tag(root: Path, tag: str) -> None:
    """Turn a copy into a git repository with one tagged commit."""
    author = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    for command in (["init", "-q"], ["add", "spec"], [*author, "commit", "-qm", "One"], ["tag", tag]):
        subprocess.run(["git", "-C", str(root), *command], check=True)


def set_version(root: Path, version: str) -> None:
    """Set the version in pyproject.toml."""
    project = root / "pyproject.toml"
    text = re.sub(r'^version = ".*"', f'version = "{version}"', project.read_text("utf-8"), flags=re.MULTILINE)
    project.write_text(text, encoding="utf-8")


@pytest.fixture
def edit(copied_root: Path) -> Edit:
    """Return a function that replaces the first occurrence of a string in a file of the copied spec."""

    def replace(file: str, old: str, new: str) -> None:
        path = copied_root / "spec" / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


@pytest.fixture
def copied_sources(copied_root: Path) -> Path:
    """Return a copy of the repository with the rules of the mock and the cases of the contract tests."""
    for name in (*_MOCK, _CASES):
        target = copied_root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, target)
    return copied_root
