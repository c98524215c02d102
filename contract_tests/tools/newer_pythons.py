"""Check `requires-python` against Pythons on which no test runs: `python -m contract_tests.tools.newer_pythons`.

A distribution allows such a Python if all of its dependencies have wheels for it, also those of its extras. Exit code
0: the dependencies have wheels for each allowed Python; 1: one has none.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distribution
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from distribution.build import PROJECTS

NEWER = ("3.14", "3.15")


class Finding(NamedTuple):
    """Whether a distribution allows a Python, and what its dependencies lack on it.

    Attributes:
        problem: What uv reports if a dependency has no wheel.
    """

    name: str
    python: str
    allowed: bool
    problem: str

    def __str__(self) -> str:
        start = f"{self.name} on Python {self.python} (untested): "
        if not self.problem:
            return start + ("all dependencies have wheels" if self.allowed else "requires-python can allow it now")
        return start + (
            f"a dependency has no wheel\n{self.problem}" if self.allowed else "not allowed, as wheels are missing"
        )


def findings(pythons: tuple[str, ...] = NEWER) -> Iterator[Finding]:
    """Yield what is found for each distribution and Python."""
    for name in PROJECTS:
        metadata = distribution(name).metadata
        for python in pythons:
            allowed = python in SpecifierSet(metadata["Requires-Python"])
            yield Finding(name, python, allowed, _problem(requirements(name), python))


def requirements(name: str) -> str:
    """Return what a distribution requires, by itself and for its extras, as a requirements file."""
    parsed = [Requirement(text) for text in distribution(name).requires or []]
    others = [one for one in parsed if one.name not in PROJECTS]
    return "".join(f"{one.name}{_extras(one)}{one.specifier}\n" for one in others)


def _extras(requirement: Requirement) -> str:
    return f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""


def _problem(lines: str, python: str) -> str:
    options = ["--quiet", "--no-header", "--only-binary", ":all:", "--python-version", python]
    command = [sys.executable, "-m", "uv", "pip", "compile", *options, "-"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""


def main() -> None:
    """Print what is found, and exit with 1 if an allowed Python lacks a wheel."""
    failed = False
    for finding in findings():
        sys.stdout.write(f"{finding}\n")
        failed |= finding.allowed and bool(finding.problem)
    raise SystemExit(failed)


if __name__ == "__main__":
    main()
