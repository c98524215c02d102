"""The checksums of a release, in the format of `sha256sum`."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from distribution.errors import ReleaseError

SUMS = "SHA256SUMS"


def write_sums(folder: Path) -> None:
    """Write the checksums of all files of a folder into its file `SHA256SUMS`."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}" for path in files
    ]
    (folder / SUMS).write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")


def clear(folder: Path) -> None:
    """Delete the release that is in a folder, and create the folder.

    Raises:
        ReleaseError: The folder has files, and no checksums: no release wrote them.
    """
    if folder.exists() and any(folder.iterdir()):
        if not (folder / SUMS).is_file():
            raise ReleaseError(f"{folder} has files of something else: expected an empty folder, or an earlier release")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
