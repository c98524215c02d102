"""Holds the document to the version: what breaks since the last release needs a new one; must not raise it itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def last_release(root: Path) -> str | None:
    """Return the last tag of a version, such as `v0.1.0`, that the present commit descends from; None without one."""
    git = shutil.which("git")
    if git is None:
        return None
    words = [git, "-C", str(root), "describe", "--tags", "--abbrev=0", "--match", "v[0-9]*.[0-9]*.[0-9]*"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603  # a fixed program
    return done.stdout.strip() if done.returncode == 0 else None


def is_older(version: str, other: str) -> bool:
    """Tell whether a version comes before another."""
    return _numbers(version) < _numbers(other)


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")[:3]]
