"""Reads and writes zip files without trusting them; must not know what their files mean."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

MOST_FILES = 2_000
LARGEST_FILE = 16 * 2**20
"""Bytes of one file, inflated."""
LARGEST_TOTAL = 256 * 2**20
"""Bytes of all files together, inflated."""
LARGEST_DIRECTORY = 1 * 2**20
"""Bytes of the list of files at the end of a zip file."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_LONGEST_COMMENT = 2**16
_ENCRYPTED = 0x1
_MARK_64 = b"PK\x06\x07"


class ArchiveError(Exception):
    """A zip file is not one, is damaged, or asks for more than is given; the text is a sentence without a full stop."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of an archive: the names of its folders, its own name, and its bytes."""

    folders: tuple[str, ...]
    name: str
    data: bytes

    @property
    def path(self) -> str:
        """Its name within the archive."""
        return "/".join((*self.folders, self.name))


def is_archive(data: bytes) -> bool:
    """Tell whether bytes are a zip file at all, sound or not."""
    return data.startswith(b"PK") and _end_of(data) is not None


def write_archive(files: Iterable[File]) -> bytes:
    """Make a zip file; equal files in equal order make equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.path, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, file.data)
    return buffer.getvalue()


def read_archive(data: bytes) -> list[File]:
    """Read all files of a zip file, within fixed limits of number and size.

    Raises:
        ArchiveError: It is damaged, larger than the limits, encrypted, or has names that lead out of it.
    """
    _check_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _files(archive)
    # What zipfile and zlib raise for one damage or another; they have no error in common.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise ArchiveError(f"the zip file is damaged: {error}") from error


def _files(archive: zipfile.ZipFile) -> list[File]:
    files: list[File] = []
    left = LARGEST_TOTAL
    names: set[str] = set()
    for entry in archive.infolist():
        parts = _parts(entry)
        if entry.filename.casefold() in names:
            raise ArchiveError(f"two files have the name {entry.filename!r}")
        names.add(entry.filename.casefold())
        if not entry.is_dir():
            content = _inflate(archive, entry, min(left, LARGEST_FILE))
            left -= len(content)
            files.append(File(parts[:-1], parts[-1], content))
    return files


def _parts(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """Cut the name of an entry into folders and name.

    Raises:
        ArchiveError: The name leads out of the archive, or the entry is no plain file or folder.
    """
    # The name as it was written: zipfile itself turns a backslash round on Windows and cuts at a NUL.
    name = entry.orig_filename
    parts = tuple(name.removesuffix("/").split("/"))
    if any(part in {"", ".", ".."} or "\\" in part or ":" in part or not part.isprintable() for part in parts):
        raise ArchiveError(f"the name {name!r} does not stay inside the zip file")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise ArchiveError(f"{name!r} is a link or a device, no file")
    if entry.flag_bits & _ENCRYPTED:
        raise ArchiveError(f"{name!r} is encrypted")
    if entry.compress_type not in _METHODS:
        raise ArchiveError(f"{name!r} is compressed in an unusual way")
    return parts


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """Inflate an entry as far as a limit goes, whatever size it says to have."""
    if entry.file_size > limit:
        raise ArchiveError(f"{entry.filename!r} is too large")
    with archive.open(entry) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise ArchiveError(f"{entry.filename!r} is too large")
    return content


def _check_directory(data: bytes) -> None:
    """Look at the list of files before it is read: reading a list of millions would take the time that it says."""
    end = _end_of(data)
    if end is None:
        raise ArchiveError("this is no zip file")
    at, count, size = end
    if count > MOST_FILES or size > LARGEST_DIRECTORY:
        raise ArchiveError(f"the zip file has more than {MOST_FILES} files")
    if data[max(0, at - 20) : at].startswith(_MARK_64):
        raise ArchiveError("the zip file is in the format for more than 4 GB")


def _end_of(data: bytes) -> tuple[int, int, int] | None:
    """Find the end of the list of files: where it is, how many there are, and the bytes that the list takes."""
    at = data.rfind(_END_MARK, max(0, len(data) - _LONGEST_COMMENT - _END.size))
    if at < 0 or len(data) - at < _END.size:
        return None
    _mark, _disk, _first_disk, _here, count, size, _offset, _comment = _END.unpack_from(data, at)
    return at, count, size
