"""Tests of the dates of pages: the forms in which pages state them, and the option that replaces them."""

from __future__ import annotations

import calendar
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.drift import PrintedRow, read_pages
from generator.drift.dates import updated_on
from generator.tests.drift.sample_pages import FORMATS, ROWS

DAY = date(2025, 10, 7)
TABLE = "| Type | Resource | Description |\n|---|---|---|\n| GET | /api/tags | Lists tags. |\n"


@pytest.mark.parametrize(
    "text",
    [
        "Last updated: 10/7/2025, 7:33:33 PM",
        "Last updated: 2025-10-07",
        "Last Updated: 2025-10-07T23:30:00.000Z",
        "Last updated on October 7, 2025 by the docs team.",
        "Last updated October 7th, 2025",
        "Last updated: Oct 7, 2025",
        "LAST UPDATED: 7 October 2025",
        "Last modified: 7 Oct. 2025",
        "*Last updated:* 7\nOctober 2025",
        '<p class="updated"><span>Last Updated:</span> <span class="time-1">10/7/2025, 9:12 AM</span></p>',
        'Last updated: <time datetime="2025-10-07T10:00:00.000Z"></time>',
        "Last updated: <time class='t2' datetime='2025-10-07'>7 weeks ago</time>",
        '<p>See</p><time datetime="2025-10-07T10:00Z">last week</time>',
        '<time itemprop="dateModified" datetime="2025-10-07">last week</time> <time datetime="2019-01-01">2019</time>',
        '<meta property="article:modified_time" content="2025-10-07T08:00:00+00:00">',
        '<script type="application/ld+json">{"datePublished": "2020-01-01", "dateModified": "2025-10-07"}</script>',
        "---\ntitle: Tags\nlast_updated: 2025-10-07\n---\n",
        "---\nlastUpdated: 2025-10-07T08:00:00Z\n---\n",
        "---\ndate: 2020-01-01\nlast-modified: October 7, 2025\n---\n",
        "---\ndate: '2025-10-07'\n---\n",
    ],
)
def test_each_form_of_a_date_is_read(text: str, tmp_path: Path) -> None:
    """A page has its date in one of many forms, and its table is read nevertheless."""
    assert updated_on(text) == DAY
    page = tmp_path / "page.md"
    parts = [text, f"# Tags\n\n{TABLE}"] if text.startswith("---") else [f"# Tags\n\n{TABLE}", text]
    page.write_text("\n\n".join(parts), encoding="utf-8")
    read = read_pages([page])
    assert (read.updated, read.rows) == (DAY, [PrintedRow("GET", "/api/tags", "Tags")])


@pytest.mark.parametrize(
    "text",
    [
        "Last updated: some day",
        "Last updated: 13/45/2025",
        "Last updated 2 months ago",
        "Last updated: Octember 7, 2025",
        'Since 2025-10-07. {"last_modified": "2019-01-01"}',
        '<time datetime="2019-01-01">then</time> <time datetime="2025-10-07">now</time>',
        "---\ntitle: [\n---\n",
        "---\nlast_updated: soon\n---\n",
        "---\nlast_updated: 2025-13-07\n---\n",
    ],
)
def test_other_texts_are_not_dates(text: str) -> None:
    """A page without a date that can be read, or with several in time elements, has none."""
    assert updated_on(text) is None


def test_the_last_date_of_a_page_counts() -> None:
    """The footer states the date of a page; a sample above it can have the same words."""
    assert updated_on("`Last updated: 2019-01-01`\n\nText.\n\nLast updated: 2025-10-07") == DAY


@given(st.dates(date(1000, 1, 1)))
def test_every_day_is_read_in_each_form(day: date) -> None:
    """Each day is read as ISO date, with slashes, and with the name of the month before or after the day."""
    month = calendar.month_name[day.month]
    for text in (
        day.isoformat(),
        f"{day.month}/{day.day}/{day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
    ):
        assert updated_on(f"Last updated: {text}.") == day


def drift(folder: Path, text: str, *options: str) -> Result:
    """Compare a page with the committed spec."""
    (folder / "page").write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["drift", str(folder / "page"), *options])


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_option_replaces_the_date_of_the_page(form: str, tmp_path: Path) -> None:
    """With `--as-of`, the date that the page states does not count."""
    page = f"{FORMATS[form](ROWS)}\n\nLast updated: October 7, 2025\n"
    assert "list_api_clients" not in drift(tmp_path, page, "--as-of", "2023-12-24").stdout
    assert drift(tmp_path, page, "--as-of", "2023-12-24").exit_code == 0
    assert "2023" not in drift(tmp_path, page).stderr


@pytest.mark.parametrize("options", [(), ("--partial",), ("--as-of", "2023-11-19")])
def test_a_day_before_the_first_edition_is_rejected(options: tuple[str, ...], tmp_path: Path) -> None:
    """Pages that are older than the first edition cannot be compared, and one sentence says which days can be."""
    updated = "2025-10-07" if "--as-of" in options else "2023-11-19"
    result = drift(tmp_path, f"{TABLE}\nLast updated: {updated}\n", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "no edition is known for 2023-11-19: expected a day from 2023-11-20 on\n"
