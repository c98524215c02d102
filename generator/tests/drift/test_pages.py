"""Pages are read in every form that people save, whole, and bad ones get a sentence."""

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
from generator.tests.drift.pages_made import FORMS, ROWS, plain


def read(folder: Path, text: str, name: str = "page.txt") -> list[PrintedRow]:
    """Return the rows of a page."""
    (folder / name).write_text(text, encoding="utf-8")
    return read_pages([folder / name]).rows


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_every_row(form: str, tmp_path: Path) -> None:
    """Text, Markdown and HTML give the same rows, headings and wrapped paths included."""
    assert read(tmp_path, FORMS[form](ROWS), f"page.{form}") == ROWS


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
def test_a_wrapped_row_is_one_row(text: str, tmp_path: Path) -> None:
    """However a row was wrapped or cut off, it is read as one row with the whole path."""
    assert [str(row) for row in read(tmp_path, text)] == ["GET /api/tags/:id/notes"]


@pytest.mark.parametrize(
    "row", ["| GTE | /api/tags | x |", "| GET | | x |", "| GET /api/tags | | |", "| GET | tags | |"]
)
def test_a_row_that_cannot_be_read_is_not_lost(row: str, tmp_path: Path) -> None:
    """A row of a table of endpoints without a method or a path is kept as unread."""
    (tmp_path / "page.txt").write_text(f"{plain(ROWS[:1]).rpartition('Last')[0]}{row}\n", encoding="utf-8")
    page = read_pages([tmp_path / "page.txt"])
    assert page.rows == ROWS[:1]
    assert len(page.unread) == 1


def test_pages_are_read_as_one(tmp_path: Path) -> None:
    """Several pages give the rows of all, and the date of the latest."""
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    files[0].write_text(plain(ROWS[:40], "1/31/2024"), encoding="utf-8")
    files[1].write_text(plain(ROWS[40:]), encoding="utf-8")
    page = read_pages(files)
    assert page.rows == ROWS
    assert page.updated == date(2024, 1, 31)


@pytest.mark.parametrize(
    "content", [b"", b"Nothing here.", b"\xff\xfe\x00", b"| Name | Text |\n|---|---|\n| a | b |\n"]
)
def test_a_page_without_endpoints_is_refused(content: bytes, tmp_path: Path) -> None:
    """An empty page, another page, and a file that is no text are told in one sentence."""
    (tmp_path / "page.txt").write_bytes(content)
    with pytest.raises(GeneratorError, match=r"^\S+page\.txt (has no table of endpoints|is no text).*\.$"):
        read_pages([tmp_path / "page.txt"])


@given(
    st.sampled_from(sorted(FORMS)), st.integers(0, 12_000), st.integers(0, 300), st.text("<>|#/:\n\t `[]&", max_size=9)
)
def test_a_damaged_page_is_read_or_refused(form: str, place: int, length: int, noise: str) -> None:
    """Whatever is cut out of a page or put in, it is read as far as it goes, or refused in a sentence."""
    text = FORMS[form](ROWS)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page"
        page.write_text(text[:place] + noise + text[place + length :], encoding="utf-8")
        with contextlib.suppress(GeneratorError):
            assert all(row.path for row in read_pages([page]).rows)


def test_a_missing_page_is_told(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(GeneratorError, match=r"nowhere\.html cannot be read"):
        read_pages([tmp_path / "nowhere.html"])
