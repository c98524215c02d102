"""Zip files are read without trusting them."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workato_embedded_mock.store import archives
from workato_embedded_mock.store.archives import ArchiveError, File, is_archive, read_archive, write_archive

NAMES = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=8).map(str.lower)


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """Return a zip file, which may be an invalid one."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore", UserWarning)  # because two names may be equal
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


@given(st.dictionaries(st.tuples(st.lists(NAMES, max_size=3).map(tuple), NAMES), st.binary(max_size=200), max_size=8))
def test_a_written_archive_can_be_read(content: dict[tuple[tuple[str, ...], str], bytes]) -> None:
    """Any files in any folders are read as they were written, and equal files result in equal bytes."""
    files = [File((*folders, "d"), name, data) for (folders, name), data in content.items()]
    data = write_archive(files)
    assert read_archive(data) == files
    assert data == write_archive(files)
    assert is_archive(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_rejected(data: bytes) -> None:
    """Bytes that are not a zip file raise only an ArchiveError."""
    with pytest.raises(ArchiveError):
        read_archive(data)


@given(st.data())
def test_a_damaged_file_is_read_or_rejected(data: st.DataObject) -> None:
    """A zip file with a few bytes changed raises an ArchiveError, or has only names of files inside the archive."""
    damaged = bytearray(write_archive([File((), "a.json", b"{}" * 50), File(("f",), "b.json", b"[]" * 90)]))
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        files = read_archive(bytes(damaged))
    except ArchiveError:
        return
    assert all(part not in {"", ".", ".."} for file in files for part in (*file.folders, file.name))


@pytest.mark.parametrize(
    "name", ["../a.json", "/a.json", "a/../../b.json", "../a/b.json", "..\\b.json", "C:\\b.json", "c:/b.json", "\\b"]
)
def test_a_name_outside_the_archive_is_rejected(name: str) -> None:
    """An archive with a path that is absolute, has a drive, or leads out of it by `..` is rejected."""
    with pytest.raises(ArchiveError, match="does not stay inside"):
        read_archive(zipped((name, b"{}")))


@pytest.mark.parametrize("name", ["./a/b.json", "a\\b.json", "a/./b.json", "a//b.json", "a/c/../b.json"])
def test_a_path_in_another_form_is_read(name: str) -> None:
    """Backslashes and empty or relative parts of a path are corrected, and the file says how it was written."""
    (file,) = read_archive(zipped((name, b"{}")))
    assert (file.path, file.written_as) == ("a/b.json", name)


def test_links_and_odd_names_are_ignored() -> None:
    """A symbolic link, or a name with control characters, is not read and says why; the other files are read."""
    link = zipfile.ZipInfo("a.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    files = read_archive(zipped((link, b"/etc/passwd"), ("a\nb.json", b"{}"), ("cd:e.json", b"{}")))
    assert [(file.data, file.ignored) for file in files] == [
        (b"", "it is a link or a device, not a file"),
        (b"", "its name has control characters"),
        (b"{}", None),
    ]


def test_the_last_of_several_files_with_one_path_is_read() -> None:
    """An archive with two files of one path has the last one, with a note; case distinguishes paths."""
    files = read_archive(zipped(("a.json", b"1"), ("A.json", b"2"), ("a.json", b"3")))
    assert [(file.path, file.data) for file in files] == [("a.json", b"3"), ("A.json", b"2")]
    assert files[0].written_as == "a.json (the last of several files)"


def test_a_name_of_macos_is_read_as_utf_8() -> None:
    """A name in UTF-8 is read even if the flag for UTF-8 is missing."""
    data = bytearray(zipped(("Caf\u00e9.json", b"{}")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset + 1] &= ~0x08
    assert [file.path for file in read_archive(bytes(data))] == ["Caf\u00e9.json"]


def test_a_zip_bomb_is_rejected_before_it_is_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The declared size, the real size and the sum of all sizes in an archive are limited."""
    monkeypatch.setattr(archives, "MAX_FILE_SIZE", 1000)
    monkeypatch.setattr(archives, "MAX_TOTAL_SIZE", 1500)
    with pytest.raises(ArchiveError, match="too large"):
        read_archive(zipped(("a.json", bytes(1001))))
    with pytest.raises(ArchiveError, match="too large"):
        read_archive(zipped(("a.json", bytes(900)), ("b.json", bytes(900))))
    wrong_size = bytearray(zipped(("a.json", bytes(5000))))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", wrong_size, wrong_size.index(mark) + offset, 10)
    with pytest.raises(ArchiveError):
        read_archive(bytes(wrong_size))


def test_too_many_files_are_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of files in an archive is limited, and so is the size of their directory, if the number is wrong."""
    many = zipped(*((f"{number}.json", b"") for number in range(40)))
    monkeypatch.setattr(archives, "MAX_FILES", 39)
    with pytest.raises(ArchiveError, match="more than"):
        read_archive(many)
    monkeypatch.setattr(archives, "MAX_FILES", 40)
    monkeypatch.setattr(archives, "MAX_DIRECTORY_SIZE", 1000)
    with pytest.raises(ArchiveError, match="more than"):
        read_archive(many)


def test_an_encrypted_file_is_rejected() -> None:
    """An archive with an encrypted file is rejected."""
    data = bytearray(zipped(("a.json", b"{}")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    with pytest.raises(ArchiveError, match="encrypted"):
        read_archive(bytes(data))
