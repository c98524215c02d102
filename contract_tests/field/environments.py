"""Environments for programs of others: each has its own, with the packages that its lock file pins."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from contract_tests.support.validator import ROOT

LOCKS = Path(__file__).with_name("locks")
# Compiled, as pip does: a program that compiles its modules at each start is not what its users measure.
_INSTALL = ("--quiet", "--compile-bytecode")
_BUILD = ROOT / "build/field"


def environment(program: str, locks: Path = LOCKS) -> Path:
    """Return the folder of a program's commands; install the program first if that has not been done.

    Args:
        program: The name of a lock file without its suffix.
        locks: The folder of the lock file.

    Raises:
        RuntimeError: The program cannot be installed; the message has the output of uv.
    """
    lock = locks / f"{program}.txt"
    digest = hashlib.sha256(f"{sys.version}\0{lock.read_text('utf-8')}".encode()).hexdigest()[:16]
    folder = _BUILD / f"{program}-{digest}"
    done = folder / ".installed"
    if not done.exists():
        _uv("venv", "--quiet", "--clear", "--python", sys.executable, str(folder))
        python = str(folder / "bin/python")
        _uv("pip", "install", *_INSTALL, "--python", python, "--require-hashes", "--requirement", str(lock))
        done.touch()
    return folder / "bin"


def _uv(*arguments: str) -> None:
    command = [sys.executable, "-m", "uv", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"`uv {arguments[0]}` ended with {done.returncode}:\n{done.stderr}")
