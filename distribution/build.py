"""Builds the sdist and the wheel of each distribution: the same sources give the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from distribution.errors import ReleaseError

# The folders of the distributions in the repository, by name.
PROJECTS = {"workato-embedded": ".", "workato-embedded-mock": "mock_server"}

# The time of each file in an archive if none is given: 2 February 2020, which is hatchling's own.
_DEFAULT_TIME = 1580601600
# The variables of this process that a build gets. Others, such as those that hatchling reads, could change its files.
_KEPT = ("PATH", "TMPDIR", "SYSTEMROOT", "TEMP")


def build_all(sources: Path, folder: Path, time: int) -> list[Path]:
    """Build the sdist of each distribution, and its wheel from the sdist, and return the files.

    Args:
        sources: A copy of the repository, without files that are not tracked.
        folder: The folder in which the files are written.
        time: The time of the files in the archives, in seconds since 1970.

    Raises:
        ReleaseError: A file cannot be built.
    """
    files = []
    for project in PROJECTS.values():
        sdist = build(sources, project, "sdist", folder, time)
        with TemporaryDirectory() as unpacked:
            wheel = build(unpack(sdist, Path(unpacked)), ".", "wheel", folder, time)
        files += [sdist, wheel]
    return files


def build(root: Path, project: str, target: str, folder: Path, time: int = _DEFAULT_TIME) -> Path:
    """Build the sdist or the wheel of a project, and return the file.

    Args:
        root: The repository, or an unpacked sdist.
        project: The folder of the project in it.
        target: `sdist` or `wheel`.
        folder: The folder in which the file is written.
        time: The time of the files in the archive, in seconds since 1970.

    Raises:
        ReleaseError: The file cannot be built; the message has the output of hatchling.
    """
    before = set(folder.glob("*"))
    done = subprocess.run(
        [sys.executable, "-I", "-m", "hatchling", "build", "-d", str(folder), "-t", target],
        cwd=root / project,
        env=_environment(time),
        umask=0o022,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ReleaseError(f"cannot build the {target} of {project}: {(done.stderr or done.stdout).strip()}")
    (made,) = set(folder.glob("*")) - before
    return made


def unpack(sdist: Path, folder: Path) -> Path:
    """Unpack an sdist into a folder, and return the project in it."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return folder / sdist.name.removesuffix(".tar.gz")


def _environment(time: int) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "SOURCE_DATE_EPOCH": str(time), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
