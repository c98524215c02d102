"""Finds the last release and compares versions. Does not raise the version."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def last_release(root: Path) -> str | None:
    """Return the last version tag, such as `v0.1.0`, before the current commit, or None if there is none."""
    git = shutil.which("git")
    if git is None:
        return None
    words = [git, "-C", str(root), "describe", "--tags", "--abbrev=0", "--match", "v[0-9]*.[0-9]*.[0-9]*"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603  # a fixed program
    return done.stdout.strip() if done.returncode == 0 else None


def is_older(version: str, other: str) -> bool:
    """Return whether a version is older than another."""
    return _numbers(version) < _numbers(other)


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")[:3]]
