"""Creates environments with the wheels of a release, and libraries at the versions of requirements.lock."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from distribution.errors import ReleaseError


def wheels_of(release: Path) -> dict[str, Path]:
    """Return the wheels of a release by the names of their distributions.

    Raises:
        ReleaseError: There are none.
    """
    found = {path.name.partition("-")[0].replace("_", "-"): path for path in sorted(release.glob("*.whl"))}
    if not found:
        raise ReleaseError(f"{release} has no wheels: `python -m distribution build` writes them")
    return found


def requirement(name: str, extras: Iterable[str], wheel: Path) -> str:
    """Return the requirement of a distribution with extras, by the path of its wheel."""
    listed = ",".join(extras)
    return f"{name}{f'[{listed}]' if listed else ''} @ {wheel.resolve().as_uri()}"


def create(folder: Path, python: str, wheels: Mapping[str, Path], lock: Path, *wanted: str) -> Path:
    """Create an environment, and return the folder of its packages.

    Args:
        folder: The folder of the environment.
        python: The Python of the environment.
        wheels: The wheels of the release, by name. An index may have other distributions of these names.
        lock: The file that pins the libraries.
        wanted: What to install.

    Raises:
        ReleaseError: It cannot be installed; the message has the output of uv.
    """
    _uv("venv", "--python", python, str(folder))
    _uv("pip", "install", "--python", str(folder / "bin/python"), *_constraints(folder, wheels, lock), *wanted)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    return packages


def needed_anywhere(folder: Path, wheels: Mapping[str, Path], lock: Path, *wanted: str) -> dict[str, str]:
    """Return the versions of what is installed on any system with any supported Python, by name.

    Takes what `create` takes, and a folder for its own files.
    """
    file = folder / "wanted.txt"
    file.write_text("".join(f"{line}\n" for line in wanted), "utf-8")
    options = ("--universal", "--python-version", "3.11", "--no-header", "--no-annotate", "--no-emit-index-url")
    found = _uv("pip", "compile", *options, *_constraints(folder, wheels, lock), str(file))
    return dict(re.findall(r"(?m)^([\w.-]+)==([^\s;]+)", found))


def _constraints(folder: Path, wheels: Mapping[str, Path], lock: Path) -> tuple[str, ...]:
    own = folder / "own.txt"
    own.write_text("".join(f"{requirement(name, (), path)}\n" for name, path in wheels.items()), "utf-8")
    return ("--constraint", str(lock.resolve()), "--constraint", str(own))


def _uv(*words: str) -> str:
    command = [sys.executable, "-m", "uv", "--quiet", "--no-python-downloads", *words]
    # Not in the repository, whose settings are for development.
    done = subprocess.run(command, cwd=Path(sys.base_prefix), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ReleaseError(f"`uv {words[0]}` failed:\n{done.stderr.strip()}")
    return done.stdout
