"""Reads wheels and sdists."""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from distribution.errors import ReleaseError


@dataclass(frozen=True)
class Archive:
    """A wheel or an sdist.

    Attributes:
        path: The file.
        files: The contents of its files by name; in an sdist, without the folder that all names begin with.
    """

    path: Path
    files: dict[str, bytes]

    @property
    def is_wheel(self) -> bool:
        """Whether it is a wheel."""
        return self.path.suffix == ".whl"

    @property
    def metadata(self) -> Message:
        """The core metadata of the archive.

        Raises:
            ReleaseError: It has none.
        """
        wanted = "*.dist-info/METADATA" if self.is_wheel else "PKG-INFO"
        for name, content in self.files.items():
            if PurePosixPath(name).match(wanted):
                return BytesParser().parsebytes(content)
        raise ReleaseError(f"{self.path.name} has no {wanted}")


def read_archives(folder: Path) -> list[Archive]:
    """Return the wheels and sdists of a folder.

    Raises:
        ReleaseError: There is none.
    """
    found = [Archive(path, _wheel(path)) for path in sorted(folder.glob("*.whl"))]
    found += [Archive(path, _sdist(path)) for path in sorted(folder.glob("*.tar.gz"))]
    if not found:
        raise ReleaseError(f"{folder} has no wheels: `python -m distribution build` writes them")
    return found


def _wheel(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _sdist(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        found = ((member.name, archive.extractfile(member)) for member in archive)
        return {name.partition("/")[2]: content.read() for name, content in found if content is not None}
