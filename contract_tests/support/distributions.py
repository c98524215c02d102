"""Install the distributions of this repository with the libraries that they declare, and no others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from contract_tests.support.validator import ROOT
from distribution.build import PROJECTS, build


@dataclass(frozen=True)
class Installed:
    """An environment with some of this repository's distributions.

    Attributes:
        folder: Its folder, in which programs run.
        packages: The folder of its packages.
    """

    folder: Path
    packages: Path

    def run(
        self, command: str, *arguments: str, variables: Mapping[str, str] | None = None, stdin: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of the environment, without settings of this Python, and return what it printed.

        Args:
            command: The name of the command.
            arguments: Its arguments.
            variables: Environment variables that are added.
            stdin: What it reads from standard input.
        """
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
        return subprocess.run(
            [str(self.folder / "bin" / command), *arguments],
            cwd=self.folder,
            env={**kept, **(variables or {})},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )


def copy_sources(folder: Path) -> None:
    """Copy the files that git tracks or would track into a folder, without build outputs."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    for name in names:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)


def build_wheels(folder: Path) -> dict[str, Path]:
    """Build the wheel of each distribution into a folder, and return it by the distribution's name."""
    return {name: build(ROOT, project, "wheel", folder) for name, project in PROJECTS.items()}


def dependencies(*requirements: str) -> dict[str, set[str]]:
    """Return the distributions that requirements need, as installed here: by name, the names of those that require it.

    Optional dependencies count only if an extra asks for them. The requirements themselves are included.
    """
    found: dict[str, set[str]] = {}
    done: set[tuple[str, str]] = set()
    waiting = [("", Requirement(text)) for text in requirements]
    while waiting:
        parent, requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        found.setdefault(name, set()).update({parent} - {"", name})
        for extra in {"", *requirement.extras} - {each for own, each in done if own == name}:
            done.add((name, extra))
            waiting += [(name, inner) for inner in _required(name, extra)]
    return found


def _required(name: str, extra: str) -> Iterator[Requirement]:
    """Return what a distribution requires here, by itself or for an extra."""
    for text in distribution(name).requires or []:
        requirement = Requirement(text)
        without, with_extra = ((m := requirement.marker) is None or m.evaluate({"extra": each}) for each in ("", extra))
        if with_extra and (not extra or not without):
            yield requirement


def install(folder: Path, wheels: Iterable[Path], libraries: Iterable[str]) -> Installed:
    """Create an environment with wheels, and with the named distributions as they are installed here.

    Nothing is downloaded: the libraries are links.
    """
    venv.create(folder, symlinks=True)
    python = str(folder / "bin/python")
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--no-index", "--no-deps"]
    subprocess.run([*command, "--python", python, *map(str, wheels)], check=True, capture_output=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = folder / "lib" / version / "site-packages"
    for name in libraries:
        _link(distribution(name), packages)
    return Installed(folder, packages)


def _link(library: Distribution, packages: Path) -> None:
    """Link the files and folders of a distribution, except its commands."""
    names = {path.parts[0] for path in library.files or [] if path.parts[0] != ".."}
    for name in names - {"__pycache__"}:
        link = packages / name
        if not link.exists():
            link.symlink_to(Path(str(library.locate_file(name))))
