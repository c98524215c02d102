"""Formats generated Python with ruff."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from generator.findings import GeneratorError


def formatted(files: dict[str, str], *, line_length: int) -> dict[str, str]:
    """Run ruff over all files at once in a temporary folder: sort imports, remove unused ones, and format.

    Raises:
        GeneratorError: Ruff reports an error in the code.
    """
    options = ["--isolated", f"--line-length={line_length}", "--target-version=py311"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        _ruff(folder, "check", *options, "--select=I,F401", "--fix", "--quiet")
        _ruff(folder, "format", *options, "--quiet")
        return {path: (folder / path).read_text(encoding="utf-8") for path in files}


def _ruff(folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "ruff", *arguments, "--no-cache", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise GeneratorError(f"ruff reports errors in the generated code:\n{done.stdout}{done.stderr}")
