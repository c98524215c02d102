"""Run the typing tests of the last release with the current client: `python -m contract_tests.tools.previous_typing`.

The typing tests of a release use the client as programs do. If mypy rejects them with the client in the working tree,
the types have changed incompatibly. Exit code 0: they pass, or there is no release; 1: they fail.
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
    """Run the check and print the result."""
    passed, message = check(ROOT)
    sys.stdout.write(f"{message}\n")
    raise SystemExit(0 if passed else 1)


def check(root: Path) -> tuple[bool, str]:
    """Return whether the typing tests of the last tag pass with the client below `root`, and a message."""
    tag = _git(root, "describe", "--tags", "--abbrev=0")
    if tag.returncode:
        return True, "There is no release yet, so there are no typing tests to check."
    name = tag.stdout.decode().strip()
    archive = _git(root, "archive", name, TESTS)
    if archive.returncode:
        return True, f"{name} has no typing tests."
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tests:
            tests.extractall(folder, filter="data")
        found = _mypy(root, Path(folder))
    if found.returncode:
        return False, f"The typing tests of {name} fail with the client:\n{found.stdout.strip()}"
    return True, f"The typing tests of {name} pass with the client."


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
