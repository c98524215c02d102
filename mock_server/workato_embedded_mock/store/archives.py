"""Reads and writes zip files, with limits against malicious ones; must not interpret their content."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from workato_embedded_mock.store.archive_paths import MAX_PATH_SIZE

MAX_FILES = 2_000
# Uncompressed bytes of one file.
MAX_FILE_SIZE = 16 * 2**20
# Uncompressed bytes of all files together: twice as many as the largest package that is known. They are in memory.
MAX_TOTAL_SIZE = 32 * 2**20
# Bytes of the central directory (the list of files at the end of a zip file).
MAX_DIRECTORY_SIZE = 1 * 2**20

# The characters of a long path that an error shows.
_SHOWN = 100
_EPOCH = (1980, 1, 1, 0, 0, 0)
_COMPRESSION_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_MAX_COMMENT_SIZE = 2**16
_ENCRYPTED_FLAG = 0x1
_UTF8_FLAG = 0x800
_DRIVE = re.compile(r"[A-Za-z]:")
_ZIP64_SIGNATURE = b"PK\x06\x07"


class ArchiveError(Exception):
    """Data is not a zip file, or the zip file is damaged or exceeds a limit."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of an archive.

    Attributes:
        folders: The names of its folders.
        name: Its own name.
        data: Its content.
        written_as: Its path as the archive has it, if that was corrected, such as backslashes.
        ignored: Why its content was not read, such as that it is a link.
    """

    folders: tuple[str, ...]
    name: str
    data: bytes
    written_as: str | None = None
    ignored: str | None = None

    @property
    def path(self) -> str:
        """The path within the archive."""
        return "/".join((*self.folders, self.name))


def is_archive(data: bytes) -> bool:
    """Return whether data is a zip file, damaged or not."""
    return data.startswith(b"PK") and _end_record(data) is not None


def write_archive(files: Iterable[File]) -> bytes:
    """Return a zip file; the same files in the same order give the same bytes.

    Raises:
        ArchiveError: The path of a file is too long.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            if len(file.path.encode("utf-8")) > MAX_PATH_SIZE:
                raise ArchiveError(f"the path {file.path[:_SHOWN]!r}… is longer than {MAX_PATH_SIZE} bytes")
            entry = zipfile.ZipInfo(file.path, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, file.data)
    return buffer.getvalue()


def read_archive(data: bytes) -> list[File]:
    """Return all files of a zip file; of several files with one path, the last.

    Raises:
        ArchiveError: It is damaged or encrypted, exceeds a limit, or has a name that leads out of the archive.
    """
    _check_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _files(archive)
    # zipfile and zlib raise these for damaged files; they have no common base class.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise ArchiveError(f"the zip file is damaged: {error}") from error


def _files(archive: zipfile.ZipFile) -> list[File]:
    files: dict[str, File] = {}
    remaining = MAX_TOTAL_SIZE
    for entry in archive.infolist():
        written_as = _name(entry)
        parts = _parts(written_as)
        path = "/".join(parts)
        if not parts or written_as.endswith(("/", "\\")):
            continue
        ignored = _why_ignored(entry, parts)
        content = b"" if ignored else _inflate(archive, entry, min(remaining, MAX_FILE_SIZE))
        remaining -= len(content)
        if path in files:
            ignored = ignored or files[path].ignored
            written_as = f"{path} (the last of several files)"
        files[path] = File(parts[:-1], parts[-1], content, None if written_as == path else written_as, ignored)
    return list(files.values())


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry. Programs of macOS write UTF-8 without its flag."""
    # The original name: zipfile replaces backslashes on Windows and truncates at a NUL.
    name = entry.orig_filename
    if name.isascii() or entry.flag_bits & _UTF8_FLAG:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _parts(name: str) -> tuple[str, ...]:
    """Split the name of an entry into its folders and its own name, without empty parts, `.` and `..`.

    Raises:
        ArchiveError: The name is empty, absolute, or leads out of the archive.
    """
    first, *others = name.replace("\\", "/").split("/")
    is_inside = bool(first) and not (others and _DRIVE.fullmatch(first))
    parts: list[str] = []
    for part in (first, *others):
        if part == "..":
            is_inside = is_inside and bool(parts)
            parts = parts[:-1]
        elif part not in {"", "."}:
            parts.append(part)
    if not is_inside:
        raise ArchiveError(f"the name {name!r} does not stay inside the zip file")
    return tuple(parts)


def _why_ignored(entry: zipfile.ZipInfo, parts: tuple[str, ...]) -> str | None:
    """Return why an entry is not read; None for a regular file.

    Raises:
        ArchiveError: The entry is encrypted or uses an unsupported compression method.
    """
    name = "/".join(parts)
    if stat.S_IFMT(entry.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "it is a link or a device, not a file"
    if not all(part.isprintable() for part in parts):
        return "its name has control characters"
    if entry.flag_bits & _ENCRYPTED_FLAG:
        raise ArchiveError(f"{name!r} is encrypted")
    if entry.compress_type not in _COMPRESSION_METHODS:
        raise ArchiveError(f"{name!r} uses an unsupported compression method")
    return None


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """Decompress an entry up to a limit, whatever size it declares."""
    if entry.file_size > limit:
        raise ArchiveError(f"{entry.filename!r} is too large")
    with archive.open(entry) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise ArchiveError(f"{entry.filename!r} is too large")
    return content


def _check_directory(data: bytes) -> None:
    """Check the central directory before it is read, because reading a huge one takes long."""
    end = _end_record(data)
    if end is None:
        raise ArchiveError("this is not a zip file")
    at, count, size = end
    if count > MAX_FILES or size > MAX_DIRECTORY_SIZE:
        raise ArchiveError(f"the zip file has more than {MAX_FILES} files")
    if data[max(0, at - 20) : at].startswith(_ZIP64_SIGNATURE):
        raise ArchiveError("the zip file is in ZIP64 format, which is not supported")


def _end_record(data: bytes) -> tuple[int, int, int] | None:
    """Return the offset of the end record, the number of files and the size of the central directory."""
    at = data.rfind(_END_SIGNATURE, max(0, len(data) - _MAX_COMMENT_SIZE - _END.size))
    if at < 0 or len(data) - at < _END.size:
        return None
    _mark, _disk, _first_disk, _here, count, size, _offset, _comment = _END.unpack_from(data, at)
    return at, count, size
