"""Holds the client to the typing tests of the last release: `python -m contract_tests.tools.previous_typing`.

What a program could write against the last tag's client, its typing tests wrote; if mypy refuses them with the client
of the working tree, programs would no longer be right. Exit code 0: they hold, or there is no release; 1: they do not.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = "contract_tests/client/typing"
SOURCES = "generated_client"


def main() -> None:
    """Check, and say what came of it."""
    holds, words = check(ROOT)
    sys.stdout.write(f"{words}\n")
    raise SystemExit(0 if holds else 1)


def check(root: Path) -> tuple[bool, str]:
    """Say whether the last tag's typing tests hold for the client below `root`, and in words what was found."""
    tag = _git(root, "describe", "--tags", "--abbrev=0")
    if tag.returncode:
        return True, "There is no release yet whose typing tests the client could be held to."
    name = tag.stdout.decode().strip()
    archive = _git(root, "archive", name, TESTS)
    if archive.returncode:
        return True, f"{name} has no typing tests."
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tests:
            tests.extractall(folder, filter="data")
        found = _mypy(root, Path(folder))
    if found.returncode:
        return False, f"The client breaks what programs could write against {name}:\n{found.stdout.strip()}"
    return True, f"The typing tests of {name} hold for the client."


def _mypy(root: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    files = [str(path.relative_to(folder)) for path in sorted((folder / TESTS).glob("*.py"))]
    options = ["--strict", "--config-file=", "--no-incremental", "--explicit-package-bases", "--no-error-summary"]
    return subprocess.run(
        [sys.executable, "-m", "mypy", *options, *files],
        cwd=folder,
        env={**os.environ, "MYPYPATH": str(root / SOURCES)},
        capture_output=True,
        text=True,
        check=False,
    )


def _git(root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", "-C", str(root), *words], capture_output=True, check=False)


if __name__ == "__main__":
    main()
