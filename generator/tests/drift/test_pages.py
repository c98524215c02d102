"""Tests of reading saved pages: formats, wrapped rows, error messages."""

from __future__ import annotations

import contextlib
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.drift import PrintedRow, read_pages
from generator.findings import GeneratorError
from generator.tests.drift.sample_pages import FORMATS, ROWS, plain


def read(folder: Path, text: str, name: str = "page.txt") -> list[PrintedRow]:
    """Return the rows of a page."""
    (folder / name).write_text(text, encoding="utf-8")
    return read_pages([folder / name]).rows


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_same_rows(form: str, tmp_path: Path) -> None:
    """Text, Markdown and HTML give the same rows, including headings and wrapped paths."""
    assert read(tmp_path, FORMATS[form](ROWS), f"page.{form}") == ROWS


@pytest.mark.parametrize(
    "text",
    [
        "| Type | Resource | Description |\n|---|---|---|\n| GET | /api/tags/\n:id/notes | Some\nnotes. |\nThe end.",
        "| Type | Resource | Description |\n|---|---|---|\n| GET | /api/tags/ | Some |\n| | :id/notes | notes. |\n",
        "| Type | Resource | Description |\n|---|---|---|\n| get | https://www.example.com/api/tags/:id/notes | . |",
        "<table><tr><td>GET<td>/api/tags/<br>:id/\u00adnotes<td>Some notes",
        "| Type | Resource | Description |\n|---|---|---|\n| GET | /api/tags/:id/notes | cut off",
        "# Tags\n\n<table><tr><td>GET<td>/api/tags/:id/notes</table>\n\nNothing else.",
        "A <div> in\n\n| Type | Resource | Description |\n|---|---|---|\n| GET | /api/tags/:id/notes | x |",
    ],
)
def test_a_wrapped_row_is_joined(text: str, tmp_path: Path) -> None:
    """A wrapped or truncated row is read as one row with the full path."""
    assert [str(row) for row in read(tmp_path, text)] == ["GET /api/tags/:id/notes"]


@pytest.mark.parametrize(
    "row", ["| GTE | /api/tags | x |", "| GET | | x |", "| GET /api/tags | | |", "| GET | tags | |"]
)
def test_an_invalid_row_is_kept_as_unread(row: str, tmp_path: Path) -> None:
    """A row of an endpoint table without method or path is kept as unread."""
    (tmp_path / "page.txt").write_text(f"{plain(ROWS[:1]).rpartition('Last')[0]}{row}\n", encoding="utf-8")
    page = read_pages([tmp_path / "page.txt"])
    assert page.rows == ROWS[:1]
    assert len(page.unread) == 1


def test_several_pages_are_read_as_one(tmp_path: Path) -> None:
    """Several pages give the rows of all pages and the latest date."""
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    files[0].write_text(plain(ROWS[:40], "1/31/2024"), encoding="utf-8")
    files[1].write_text(plain(ROWS[40:]), encoding="utf-8")
    page = read_pages(files)
    assert page.rows == ROWS
    assert page.updated == date(2024, 1, 31)


@pytest.mark.parametrize(
    "content", [b"", b"Nothing here.", b"\xff\xfe\x00", b"| Name | Text |\n|---|---|\n| a | b |\n"]
)
def test_a_page_without_endpoints_is_rejected(content: bytes, tmp_path: Path) -> None:
    """An empty page, an unrelated page and a binary file each give a one-sentence error."""
    (tmp_path / "page.txt").write_bytes(content)
    with pytest.raises(GeneratorError, match=r"^\S+page\.txt (has no endpoint table|is not UTF-8 text).*(?<!\.)$"):
        read_pages([tmp_path / "page.txt"])


@given(
    st.sampled_from(sorted(FORMATS)),
    st.integers(0, 12_000),
    st.integers(0, 300),
    st.text("<>|#/:\n\t `[]&", max_size=9),
)
def test_a_damaged_page_is_read_or_rejected(form: str, place: int, length: int, noise: str) -> None:
    """A page with text cut out or inserted is read as far as possible, or rejected with an error."""
    text = FORMATS[form](ROWS)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page"
        page.write_text(text[:place] + noise + text[place + length :], encoding="utf-8")
        with contextlib.suppress(GeneratorError):
            assert all(row.path for row in read_pages([page]).rows)


def test_a_missing_page_is_reported(tmp_path: Path) -> None:
    """A missing file is named in the error."""
    with pytest.raises(GeneratorError, match=r"cannot read .*nowhere\.html"):
        read_pages([tmp_path / "nowhere.html"])


@pytest.mark.parametrize(
    "row",
    [
        "| PATCH/PUT | /api/tags/:id | x |",
        "| PATCH or PUT | /api/tags/:id | x |",
        '<table><tr><td>PATCH<td rowspan="2">/api/tags/:id<tr><td>PUT',
        "Type\tResource\tDescription\nPATCH/PUT\t/api/tags/\n:id\tx",
    ],
)
def test_two_methods_of_a_path_are_two_rows(row: str, tmp_path: Path) -> None:
    """A cell with two methods, and a path that spans two rows, stand for two operations."""
    header = "" if "<" in row or "\t" in row else "| Type | Resource | Description |\n|---|---|---|\n"
    assert [str(each) for each in read(tmp_path, header + row)] == ["PATCH /api/tags/:id", "PUT /api/tags/:id"]


def test_a_very_large_page_is_rejected(tmp_path: Path) -> None:
    """A file that is far larger than any page is rejected before it is parsed."""
    with pytest.raises(GeneratorError, match="too large for a page: expected at most 8 MiB"):
        read(tmp_path, f"{plain(ROWS)}{' ' * 2**23}")


@pytest.mark.parametrize("matter", [f"a: {'[' * 5000}", f"0x{'f' * 5000}: 1", "a: b\n" * 20_000, "? [a]\n: 1"])
def test_odd_front_matter_has_no_date(matter: str, tmp_path: Path) -> None:
    """Front matter that is nested deeply, very long or odd has no date, and the rest of the page is read."""
    assert read(tmp_path, f"---\n{matter}\n---\n{plain(ROWS)}") == ROWS
