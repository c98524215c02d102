"""Runs the programs of others that check and describe a release. They have an environment and a lock of their own."""

from __future__ import annotations

import subprocess
from pathlib import Path

from distribution.errors import ReleaseError


def run_tool(folder: Path, *command: str | Path) -> str:
    """Run a program of a folder, and return what it printed.

    Raises:
        ReleaseError: It is not there, or fails; the message has what it printed.
    """
    program = folder / command[0]
    if not program.is_file():
        raise ReleaseError(f"{program} is missing: `make release` installs it")
    words = [str(word) for word in (program, *command[1:])]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ReleaseError(f"{command[0]} failed:\n{done.stdout}{done.stderr}".strip())
    return done.stdout
