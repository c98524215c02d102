"""The sources of a release: the files of the last commit, and no others."""

from __future__ import annotations

import io
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from distribution.errors import ReleaseError


@dataclass(frozen=True)
class Commit:
    """The commit from which a release is made.

    Attributes:
        id: Its hash, in hexadecimal.
        time: When it was made, in seconds since 1970.
    """

    id: str
    time: int


def last_commit(root: Path) -> Commit:
    """Return the last commit of a repository.

    Raises:
        ReleaseError: There is none, or files of the working tree differ from it.
    """
    changed = _git(root, "status", "--porcelain", "-z").decode(errors="replace").split("\0")[:-1]
    if changed:
        others = f" and {len(changed) - 1} more" if changed[1:] else ""
        raise ReleaseError(f"{changed[0][3:]}{others} not as in the last commit: commit, stash or remove the changes")
    commit, time = _git(root, "show", "--no-patch", "--format=%H %ct", "HEAD").decode().split()
    return Commit(commit, int(time))


def export(root: Path, commit: Commit, folder: Path) -> None:
    """Write the files of a commit into an empty folder, without what git ignores or does not track."""
    archive = _git(root, "-c", "tar.umask=0022", "archive", commit.id)
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")


def _git(root: Path, *words: str) -> bytes:
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, check=False)
    if done.returncode:
        raise ReleaseError(f"cannot read the last commit of {root}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
