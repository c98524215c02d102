"""Tests of pages that are only part of the index: resource pages, copied text, tables of limits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.bundle import bundle
from generator.cli import main
from generator.drift import Page, PrintedRow, compare, known_rows, read_pages
from generator.drift.index import operations_by_route
from generator.tests.conftest import ROOT
from generator.tests.drift.sample_pages import ROWS
from generator.vendor_index import read_index

BUNDLE = bundle(ROOT / "spec")
KNOWN = known_rows(BUNDLE)
HEAD = "| Type | Resource | Description |\n| --- | --- | --- |\n"


def rows(folder: Path, text: str) -> list[PrintedRow]:
    """Return the rows of a page."""
    (folder / "page.md").write_text(text, encoding="utf-8")
    return read_pages([folder / "page.md"]).rows


@given(st.sets(st.sampled_from(ROWS)), st.sets(st.sampled_from(["badges", "tags/:tag-id", "recipes/:id/pause"])))
def test_new_rows_of_a_partial_page_are_new(known: set[PrintedRow], paths: set[str]) -> None:
    """On a page with any part of the index, every other row is new, and none is taken for renamed."""
    new = {PrintedRow("POST", f"/api/managed_users/:managed_user_id/{path}") for path in paths}
    changes = compare(KNOWN, Page([*known, *new]), operations_by_route(BUNDLE), partial=True)
    assert {(change.kind, change.now) for change in changes} == {("new", row) for row in new}


@pytest.mark.parametrize("gap", ["\t", "   ", "\t\t"])
@pytest.mark.parametrize("header", ["", "Type{gap}Resource{gap}Description\n"])
def test_copied_text_is_read(gap: str, header: str, tmp_path: Path) -> None:
    """Rows between tabs or runs of blanks are read, with the line above them as the heading."""
    lines = "".join(f"{row.method}{gap}{row.path}{gap}Does it.\n" for row in ROWS[:2])
    text = f"Some text.\n\n\u200bTwo rows\u200b\n\n{header.format(gap=gap)}{lines}\nThe end.\n"
    assert rows(tmp_path, text) == [PrintedRow(row.method, row.path, "Two rows") for row in ROWS[:2]]


@pytest.mark.parametrize("heading", ["#\u200b Tags", "# \u200bTags\u200b", "\ufeff# Tags", "# Ta&#8203;gs"])
def test_zero_width_spaces_of_headings_are_removed(heading: str, tmp_path: Path) -> None:
    """A heading is read without zero-width characters."""
    found = rows(tmp_path, f"{heading}\n\n{HEAD}| GET\u200b | /api/tags | Lists tags. |\n")
    assert found == [PrintedRow("GET", "/api/tags", "Tags")]


@pytest.mark.parametrize(
    ("column", "cell"),
    [("Quota", "5"), ("Limit", "5 per second"), ("Allowed", "60 requests per minute"), ("What", "1,000 / hour")],
)
def test_tables_of_limits_are_ignored(column: str, cell: str, tmp_path: Path) -> None:
    """A table of rate limits is not a table of endpoints."""
    limits = f"| Type | Resource | {column} |\n| --- | --- | --- |\n| GET | /api/tags | {cell} |\n"
    found = rows(tmp_path, f"{limits}\n# Tags\n\n{HEAD}| GET | /api/tags/:id | Gets a tag. |\n")
    assert found == [PrintedRow("GET", "/api/tags/:id", "Tags")]


@pytest.mark.parametrize(
    "table",
    [
        "| Type | Resource | Quota | Window |\n|---|---|---|---|\n| GET | /api/tags | 5 | second |\n",
        "| Type | Resource | Limit | Notes |\n|---|---|---|---|\n| GET | /api/tags | 5 | For each customer. |\n",
        "| Type | Resource | Description | Quota |\n|---|---|---|---|\n| GET | /api/tags | Tags. | 5 per second |\n"
        "| All | All other endpoints | The rest. | 60 per minute |\n",
        "| Type | Resource | What | Per |\n|---|---|---|---|\n| GET | /api/tags | 5 per second | customer |\n",
    ],
)
def test_tables_of_limits_with_more_columns_are_ignored(table: str, tmp_path: Path) -> None:
    """A table of rate limits with a column more than usual is still not a table of endpoints."""
    found = rows(tmp_path, f"{table}\n# Tags\n\n{HEAD}| GET | /api/tags/:id | Gets a tag. |\n")
    assert found == [PrintedRow("GET", "/api/tags/:id", "Tags")]


@pytest.mark.parametrize("meaning", ["Description", "What", "Summary"])
@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("Rate limit", ["60 requests per minute", "1 / second"]),
        ("Limit", ["60", "-"]),
        ("Allowed", ["60 requests per minute", "5 per second"]),
        ("Privilege", ["Tags", "Tags"]),
    ],
)
@pytest.mark.parametrize("last", [True, False])
def test_an_endpoint_table_may_have_more_columns(
    meaning: str, column: str, cells: list[str], last: bool, tmp_path: Path
) -> None:
    """A table that describes its endpoints is one of endpoints, also if a column more lists their limits."""
    lines = [(meaning, column), ("---", "---"), *zip(["Lists tags.", "Gets a tag."], cells, strict=True)]
    starts = ["| Method | Endpoint |", "| --- | --- |", "| GET | /api/tags |", "| GET | /api/tags/:id |"]
    table = "".join(
        f"{start} {' | '.join(line if last else line[::-1])} |\n" for start, line in zip(starts, lines, strict=True)
    )
    assert [str(row) for row in rows(tmp_path, table)] == ["GET /api/tags", "GET /api/tags/:id"]


def test_skeletons_of_a_partial_page_pass_the_lint(copied_sources: Path, tmp_path: Path) -> None:
    """New rows of several pages are added to the index, no row is dropped, and the result passes the lint."""
    pages = [tmp_path / "one.md", tmp_path / "two.md"]
    new = [
        "PATCH /api/managed_users/:user-id/badges/:badge-id",
        "GET /api/v2/managed_users/:userId/tides",
        "GET /api/v2/roles",
    ]
    printed = [f"| {row.partition(' ')[0]} | {row.partition(' ')[2]} | x |\n" for row in new]
    for page, lines in zip(pages, (printed[:2], printed[1:]), strict=True):
        page.write_text(f"# Badges\n\n{HEAD}{''.join(lines)}", encoding="utf-8")
    arguments = ["drift", "--partial", *map(str, pages), "--root", str(copied_sources)]
    result = CliRunner().invoke(main, [*arguments, "--scaffold", str(copied_sources), "--edition", "2095-02-20"])
    assert result.exit_code == 1, result.output
    assert [f"{r['method']} {r['path_in_index']}" for r in read_index(copied_sources / "spec")] == [
        *(str(known.printed) for known in KNOWN), *new,
    ]  # fmt: skip
    linted = CliRunner().invoke(main, ["bundle", "--format", "json", "--root", str(copied_sources)])
    assert (linted.exit_code, linted.stderr) == (0, ""), linted.exception
    assert CliRunner().invoke(main, arguments).exit_code == 0


@pytest.mark.parametrize(
    "names",
    [(":managed_user_id", ":role_id"), ("{id}", "{roleId}"), (":userId", ":id"), (":user-id", ":role-id")],
)
def test_rows_with_other_placeholders_are_kept_as_the_index_prints_them(
    names: tuple[str, str], copied_sources: Path, tmp_path: Path
) -> None:
    """Rows that differ from the index only in placeholder names are ignored, and the copy keeps the old ones."""
    first, second = names
    paths = (f"{first}/folders", f"{first}/recipes/{second}", f"{first}/badges")
    page = tmp_path / "page.md"
    page.write_text(
        f"# Folders\n\n{HEAD}" + "".join(f"| GET | /api/managed_users/{path} | x |\n" for path in paths),
        encoding="utf-8",
    )
    arguments = ["drift", "--partial", str(page), "--root", str(copied_sources), "--edition", "2095-02-20"]
    result = CliRunner().invoke(main, [*arguments, "--scaffold", str(copied_sources)])
    new = f"GET /api/managed_users/{paths[2]}"
    assert [line for line in result.stdout.splitlines() if re.match("new|changed|gone", line)] == [
        f'new: {new} (under "Folders"): no operation lists this row'
    ]
    assert [f"{r['method']} {r['path_in_index']}" for r in read_index(copied_sources / "spec")] == [
        *(str(known.printed) for known in KNOWN), new,
    ]  # fmt: skip
    linted = CliRunner().invoke(main, ["bundle", "--format", "json", "--root", str(copied_sources)])
    assert (linted.exit_code, linted.stderr) == (0, ""), linted.exception


def test_without_new_rows_a_partial_page_leaves_the_spec_as_it_is(copied_sources: Path, tmp_path: Path) -> None:
    """A page with only other placeholder names has no drift, its scaffold writes nothing, and the lint passes."""
    page = tmp_path / "page.md"
    page.write_text(f"# Folders\n\n{HEAD}| GET | /api/managed_users/:managed_user_id/folders | x |\n", encoding="utf-8")
    options = ["--root", str(copied_sources)]
    arguments = ["drift", "--partial", str(page), *options, "--edition", "2095-02-20"]
    result = CliRunner().invoke(main, [*arguments, "--scaffold", str(copied_sources)])
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [f"1 row on the page, {len(ROWS)} in the spec: no drift", "no new or changed rows: nothing written"],
    )
    assert not (copied_sources / "spec/sources/index-2095-02-20.csv").exists()
    checked = CliRunner().invoke(main, ["lint", *options])
    assert (checked.exit_code, checked.stderr) == (0, "")


@given(st.sets(st.sampled_from([known.correct for known in KNOWN] + [known.printed for known in KNOWN])))
def test_rows_of_listed_operations_are_no_difference(known: set[PrintedRow]) -> None:
    """A partial page may print any row of the index as the index does, or as the spec names its path."""
    assert compare(KNOWN, Page(list(known)), operations_by_route(BUNDLE), partial=True) == []


def test_a_new_row_with_two_sets_of_placeholders_is_one_row() -> None:
    """Two pages that print a new row with different placeholder names give one new row: the first."""
    pages = [PrintedRow("GET", f"/api/managed_users/{name}/badges") for name in (":managed_user_id", ":id", "{id}")]
    changes = compare(KNOWN, Page(pages), operations_by_route(BUNDLE), partial=True)
    assert [(change.kind, change.now) for change in changes] == [("new", pages[0])]


def test_a_page_of_one_resource_gets_a_hint(tmp_path: Path) -> None:
    """Without --partial, a page with few rows of the index gets a note that names the option."""
    page = tmp_path / "page.md"
    page.write_text(HEAD + "".join(f"| {row.method} | {row.path} | x |\n" for row in ROWS[:5]), encoding="utf-8")
    note = "note: most rows of the index are missing; use --partial if the pages are only part of the index"
    assert note in CliRunner().invoke(main, ["drift", str(page)]).stdout.splitlines()
    assert "note:" not in CliRunner().invoke(main, ["drift", "--partial", str(page)]).stdout


def test_a_page_without_rows_is_not_the_index(tmp_path: Path) -> None:
    """A page that only has fields is compared without the rows of the index, also without --partial."""
    page = tmp_path / "page.md"
    page.write_text(
        "GET /api/managed_users/:id/roles\n\n### Query parameters\n\n"
        "| Name | Type |\n| --- | --- |\n| page | integer |\n| per_page | integer |\n"
        "| role_name | string |\n| colour | string |\n",
        encoding="utf-8",
    )
    result = CliRunner().invoke(main, ["drift", str(page)])
    assert result.stdout.splitlines() == [
        "new field: list_roles query colour: no such field in the spec (string)",
        f"0 rows on the page, {len(ROWS)} in the spec, 4 fields on the page: 1 difference",
    ]


@pytest.mark.parametrize("line", ["Some text.  More text.", "Some text.\u00a0\u00a0More text."])
def test_text_below_a_table_is_not_a_row(line: str, tmp_path: Path) -> None:
    """A sentence below a copied table is not a row that cannot be read, also with two blanks between sentences."""
    text = f"Type\tResource\tDescription\nGET\t/api/roles\tRoles.\n{line}\n"
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    page = read_pages([tmp_path / "page.md"])
    assert ([str(row) for row in page.rows], page.unread) == (["GET /api/roles"], [])
