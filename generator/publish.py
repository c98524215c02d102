"""Compares generated texts with the files of a repository and puts them there, all or nothing at a time."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

# Whole folders that the generator owns: what is in them and was not generated is extra.
OWNED = ("generated_client", "spec/dist")
_TRACES = {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


@dataclass(frozen=True)
class Drift:
    """How files differ from what would be generated, by path below the repository's root."""

    differing: list[str]
    missing: list[str]
    extra: list[str]

    def __bool__(self) -> bool:
        return bool(self.differing or self.missing or self.extra)

    def __str__(self) -> str:
        kinds = (("differs", self.differing), ("is missing", self.missing), ("is extra", self.extra))
        return "\n".join(f"{path} {kind}" for kind, paths in kinds for path in paths)


def compare(files: dict[str, str], root: Path) -> Drift:
    """Compare generated texts by path with the files below `root`."""
    present = {path for folder in OWNED for path in _files(root, folder)}
    # Beside these folders, single files among those that are written by hand.
    present |= {path for path in files if (root / path).is_file()}
    return Drift(
        differing=sorted(p for p in present & files.keys() if (root / p).read_bytes() != files[p].encode()),
        missing=sorted(files.keys() - present),
        extra=sorted(present - files.keys()),
    )


def publish(files: dict[str, str], root: Path) -> Drift:
    """Make the files below `root` what was generated, and return what was different.

    Each file is replaced in one step, so that an interrupted run leaves whole files, old or new.
    """
    drift = compare(files, root)
    for path in drift.differing + drift.missing:
        _replace(root / path, files[path])
    for path in drift.extra:
        (root / path).unlink()
        _remove_empty((root / path).parent, root)
    return drift


def _files(root: Path, folder: str) -> set[str]:
    found = (path for path in (root / folder).rglob("*") if path.is_file() or path.is_symlink())
    return {
        path.relative_to(root).as_posix()
        for path in found
        if not _TRACES & set(path.parts) and not any(part.endswith(".egg-info") for part in path.parts)
    }


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
