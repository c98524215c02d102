"""Reads and writes the records of releases: `releases/<version>/` has the document and the typing tests of a release.

A record never changes after its release. So it also has the SHA-256 of each file, which reading checks.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packaging.version import Version

from generator.findings import GeneratorError
from generator.publish import write_file

RELEASES: Final = "releases"
DOCUMENT: Final = "openapi.json"
TYPING: Final = "typing"
SUMS: Final = "SHA256SUMS"

# Where the files of a record are copied from.
_DOCUMENT_SOURCE: Final = "spec/dist/openapi.json"
_TYPING_SOURCE: Final = "contract_tests/client/typing"

_RELEASE: Final = re.compile(r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}")


@dataclass(frozen=True)
class Record:
    """The record of a release.

    Attributes:
        version: The version, such as `1.0.0`.
        folder: The folder of the record.
    """

    version: str
    folder: Path

    @property
    def document(self) -> Path:
        """Return the path of the whole document."""
        return self.folder / DOCUMENT

    @property
    def typing(self) -> Path:
        """Return the folder of the typing tests."""
        return self.folder / TYPING

    def files(self) -> dict[str, bytes]:
        """Return the content of the document and of each typing test, by path relative to the record's folder.

        Raises:
            GeneratorError: A file is missing, or is not the one that was recorded.
        """
        try:
            files = _contents(self.document, self.typing)
            sums = (self.folder / SUMS).read_bytes()
        except OSError as error:
            raise GeneratorError(f"cannot read the record of {self.version}: {error}") from error
        if sums != _sums(files):
            raise GeneratorError(
                f"{RELEASES}/{self.version} is not what {SUMS} in it says: restore it from the version control system"
            )
        return files


def recorded_versions(root: Path) -> list[str]:
    """Return the versions that have a record, the newest last.

    Raises:
        GeneratorError: A folder of `releases/` is not named by a version.
    """
    folders = [path.name for path in (root / RELEASES).glob("[!.]*") if path.is_dir()]
    for name in folders:
        if not is_release(name):
            raise GeneratorError(f"{RELEASES}/{name} is not a record: expected a folder such as {RELEASES}/1.0.0")
    return sorted(folders, key=Version)


def find_record(name: str, root: Path) -> Record | None:
    """Return the record of a version such as `1.0.0` or `v1.0.0`, or None if it has none."""
    version = name.removeprefix("v")
    return record_of(version, root) if version in recorded_versions(root) else None


def last_record(root: Path) -> Record | None:
    """Return the record of the newest release, or None before the first release."""
    versions = recorded_versions(root)
    return record_of(versions[-1], root) if versions else None


def record_of(version: str, root: Path) -> Record:
    """Return the record of a version; it need not exist."""
    return Record(version, root / RELEASES / version)


def current_files(root: Path) -> dict[str, bytes]:
    """Return what a record of the current files would have: the document and the typing tests below `root`.

    Raises:
        GeneratorError: A file cannot be read.
    """
    try:
        return _contents(root / _DOCUMENT_SOURCE, root / _TYPING_SOURCE)
    except OSError as error:
        raise GeneratorError(f"cannot read {error.filename}: {error.strerror}") from error


def write_record(record: Record, files: dict[str, bytes]) -> None:
    """Write a record whole, or not at all. It replaces an earlier one.

    Raises:
        GeneratorError: The record cannot be written.
    """
    parent = record.folder.parent
    try:
        parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=parent, prefix=".") as temporary:
            made = Path(temporary) / record.version
            for path, content in {**files, SUMS: _sums(files)}.items():
                write_file(made / path, content)
            if record.folder.exists():
                shutil.rmtree(record.folder)
            made.rename(record.folder)
    except OSError as error:
        raise GeneratorError(f"cannot write {record.folder}: {error.strerror}") from error


def is_release(version: str) -> bool:
    """Return whether a version is one of a release, such as `1.0.0`, and not of a pre-release."""
    return _RELEASE.fullmatch(version) is not None


def _contents(document: Path, typing: Path) -> dict[str, bytes]:
    tests = {f"{TYPING}/{path.name}": path.read_bytes() for path in sorted(typing.glob("*.py"))}
    return {DOCUMENT: document.read_bytes(), **tests}


def _sums(files: dict[str, bytes]) -> bytes:
    """Return the SHA-256 of each file, as `sha256sum` writes it."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in sorted(files.items())).encode()
