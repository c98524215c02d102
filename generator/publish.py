"""Compares generated texts with the files of a repository, and writes them: each file whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.bundle import BANNER
from generator.findings import GeneratorError

CLIENT: Final = "generated_client/workato_embedded"

# The files and folders that the generator owns. Files in these folders that were not generated are reported. Everything
# else, such as the client's `_runtime`, is written by hand.
OWNED: Final = (
    f"{CLIENT}/__init__.py",
    f"{CLIENT}/_client.py",
    f"{CLIENT}/_commands",
    f"{CLIENT}/_metadata.py",
    f"{CLIENT}/_operations",
    f"{CLIENT}/cli.py",
    f"{CLIENT}/models",
    f"{CLIENT}/py.typed",
    f"{CLIENT}/resources",
    "contract_tests/client/typing/every_method.py",
    "docs/api.md",
    "spec/dist",
)

_CACHES: Final = {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


@dataclass(frozen=True)
class Differences:
    """How files differ from what would be generated.

    Attributes:
        differing: Paths, relative to the repository's root, of files with another content.
        missing: Paths of files that do not exist.
        extra: Paths of files that an earlier version of the spec generated.
        unknown: Paths of files in generated folders that have no banner. They are never deleted.
    """

    differing: list[str]
    missing: list[str]
    extra: list[str]
    unknown: list[str]

    def __bool__(self) -> bool:
        return bool(self.differing or self.missing or self.extra or self.unknown)

    def __str__(self) -> str:
        kinds = (
            ("differs", self.differing),
            ("is missing", self.missing),
            ("is extra", self.extra),
            ("was not generated: move it out of the generated folder, or delete it", self.unknown),
        )
        return "\n".join(f"{path} {kind}" for kind, paths in kinds for path in paths)


def compare(files: dict[str, str], root: Path) -> Differences:
    """Compare generated texts by path with the files below `root`."""
    present = {path for owned in OWNED for path in _files(root, owned)}
    surplus = sorted(present - files.keys())
    extra = [path for path in surplus if has_banner(root / path)]
    return Differences(
        differing=sorted(p for p in present & files.keys() if (root / p).read_bytes() != files[p].encode()),
        missing=sorted(files.keys() - present),
        extra=extra,
        unknown=[path for path in surplus if path not in extra],
    )


def publish(files: dict[str, str], root: Path) -> Differences:
    """Make the files below `root` what was generated, and return what was different.

    Each file is replaced in one step, so that an interrupted run leaves whole files, old or new. Files that were
    generated earlier are deleted; files without the banner are left alone.
    """
    differences = compare(files, root)
    for path in differences.differing + differences.missing:
        _replace(root / path, files[path].encode())
    for path in differences.extra:
        (root / path).unlink()
        _remove_empty((root / path).parent, root)
    return differences


def has_banner(path: Path) -> bool:
    """Return whether the first line of a file says that it is generated."""
    with path.open("rb") as file:
        return BANNER.encode() in file.readline()


def _files(root: Path, owned: str) -> set[str]:
    found = (path for path in (root / owned, *(root / owned).rglob("*")) if path.is_file() or path.is_symlink())
    return {path.relative_to(root).as_posix() for path in found if not _CACHES & set(path.parts)}


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole, or not at all.

    Raises:
        GeneratorError: The file cannot be written.
    """
    try:
        _replace(path, content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise GeneratorError(f"cannot write {path}: {error.strerror}") from error


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
