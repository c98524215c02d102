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
    """Make a zip file, odd ones too."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore", UserWarning)  # of two equal names
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


@given(st.dictionaries(st.tuples(st.lists(NAMES, max_size=3).map(tuple), NAMES), st.binary(max_size=200), max_size=8))
def test_what_was_written_is_read(content: dict[tuple[tuple[str, ...], str], bytes]) -> None:
    """Any files in any folders come back, and equal files make equal bytes."""
    files = [File((*folders, "d"), name, data) for (folders, name), data in content.items()]
    data = write_archive(files)
    assert read_archive(data) == files
    assert data == write_archive(files)
    assert is_archive(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing but an ArchiveError comes of bytes that are no zip file."""
    with pytest.raises(ArchiveError):
        read_archive(data)


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    """A zip file with a few bytes changed raises an ArchiveError, or its files still stay inside of it."""
    sound = bytearray(write_archive([File((), "a.json", b"{}" * 50), File(("f",), "b.json", b"[]" * 90)]))
    for _ in range(data.draw(st.integers(1, 4))):
        sound[data.draw(st.integers(0, len(sound) - 1))] = data.draw(st.integers(0, 255))
    try:
        files = read_archive(bytes(sound))
    except ArchiveError:
        return
    assert all(part not in {"", ".", ".."} for file in files for part in (*file.folders, file.name))


@pytest.mark.parametrize(
    "name", ["../a.json", "/a.json", "a/../../b.json", "a\\b.json", "C:a.json", "./a.json", "a//b.json", "a\nb.json"]
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    """Whatever way it takes."""
    with pytest.raises(ArchiveError, match="does not stay inside"):
        read_archive(zipped((name, b"{}")))


def test_links_are_refused() -> None:
    """A symbolic link is no file."""
    link = zipfile.ZipInfo("a.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(ArchiveError, match="link"):
        read_archive(zipped((link, b"/etc/passwd")))


def test_two_files_of_one_name_are_refused() -> None:
    """Also where only the case of the letters differs."""
    with pytest.raises(ArchiveError, match="two files"):
        read_archive(zipped(("a.json", b"1"), ("A.json", b"2")))


def test_a_bomb_is_refused_before_it_is_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the size that it says to have, by the size that it has, and by the sum of all."""
    monkeypatch.setattr(archives, "MAX_FILE_SIZE", 1000)
    monkeypatch.setattr(archives, "MAX_TOTAL_SIZE", 1500)
    with pytest.raises(ArchiveError, match="too large"):
        read_archive(zipped(("a.json", bytes(1001))))
    with pytest.raises(ArchiveError, match="too large"):
        read_archive(zipped(("a.json", bytes(900)), ("b.json", bytes(900))))
    lying = bytearray(zipped(("a.json", bytes(5000))))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", lying, lying.index(mark) + offset, 10)
    with pytest.raises(ArchiveError):
        read_archive(bytes(lying))


def test_too_many_files_are_refused_by_their_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """By their number, and by the size of the list where the number lies."""
    many = zipped(*((f"{number}.json", b"") for number in range(40)))
    monkeypatch.setattr(archives, "MAX_FILES", 39)
    with pytest.raises(ArchiveError, match="more than"):
        read_archive(many)
    monkeypatch.setattr(archives, "MAX_FILES", 40)
    monkeypatch.setattr(archives, "MAX_DIRECTORY_SIZE", 1000)
    with pytest.raises(ArchiveError, match="more than"):
        read_archive(many)


def test_an_encrypted_file_is_refused() -> None:
    """There is no password to try."""
    data = bytearray(zipped(("a.json", b"{}")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    with pytest.raises(ArchiveError, match="encrypted"):
        read_archive(bytes(data))
