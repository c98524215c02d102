"""Tests of pages of later editions: they are compared with the operations that exist on their date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from generator.bundle import bundle
from generator.cli import main
from generator.drift import Page, PrintedRow, compare, known_rows
from generator.drift.index import KnownRow, later_rows, operations_by_route, route
from generator.tests.conftest import ROOT
from generator.tests.drift.sample_pages import FORMATS, ROWS

BUNDLE = bundle(ROOT / "spec")
KNOWN = [*known_rows(BUNDLE), *later_rows(BUNDLE)]
TODAY = "2026-11-29"


def printed(day: str) -> list[PrintedRow]:
    """Return the rows of the operations that exist on a day, with other placeholder names where no index is known."""
    rows = [known.printed for known in KNOWN if known.exists_on(date.fromisoformat(day))]
    return [PrintedRow(row.method, re.sub(r"\{\w+\}", ":id", row.path), row.section) for row in rows]


def drift(folder: Path, rows: Iterable[PrintedRow], form: str, *options: str) -> Result:
    """Compare a page with the committed spec."""
    page = folder / f"page.{form}"
    page.write_text(FORMATS[form](rows), encoding="utf-8")
    return CliRunner().invoke(main, ["drift", str(page), *options])


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("day", ["2023-12-01", "2024-12-24", TODAY])
def test_a_page_with_the_operations_of_its_day_has_no_drift(form: str, day: str, tmp_path: Path) -> None:
    """In each form, a page that lists what exists on its date does not differ from the spec."""
    rows = printed(day)
    result = drift(tmp_path, rows, form, "--edition", day)
    assert (result.exit_code, result.stdout) == (
        0,
        f"{len(rows)} rows on the page, {len(rows)} in the spec: no drift\n",
    )


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_page_without_a_date_may_be_of_any_edition(form: str, tmp_path: Path) -> None:
    """Without a date, the index of 2023 and that of today have no drift."""
    for rows in (ROWS, printed(TODAY)):
        assert drift(tmp_path, rows, form).exit_code == 0


def test_a_new_and_a_missing_row_of_today_are_reported(tmp_path: Path) -> None:
    """A row that no operation has is new, and an operation that is not listed any more is gone."""
    rows = printed(TODAY)
    missing = next(row for row in rows if row.path.endswith("/project_roles") and row.method == "GET")
    added = PrintedRow("GET", "/api/weather/stations", "Weather")
    result = drift(tmp_path, [*(row for row in rows if row != missing), added], "md", "--edition", TODAY)
    assert result.exit_code == 1
    assert [line.partition(":")[0] for line in result.stdout.splitlines()[:-1]] == ["new", "gone"]
    assert "list_project_roles" in result.stdout


@pytest.mark.parametrize("day", ["2026-07-01", TODAY])
def test_rows_of_operations_that_ended_are_no_drift(day: str, tmp_path: Path) -> None:
    """A page may still list an operation after its end."""
    ended = [known.printed for known in KNOWN if known.until and known.printed not in printed(day)]
    assert ended
    assert drift(tmp_path, [*printed(day), *ended], "md", "--edition", day).exit_code == 0


def test_a_row_of_an_operation_before_its_beginning_is_reported(tmp_path: Path) -> None:
    """A page that lists an operation before the edition that had it first shows that the date in the spec is wrong."""
    younger = next(known for known in KNOWN if known.operation == "list_project_roles")
    result = drift(tmp_path, [*printed("2023-12-01"), younger.printed], "md", "--edition", "2023-12-01")
    assert "list_project_roles has x-since: 2025-06-01, and the page already lists it" in result.stdout


@pytest.mark.parametrize(
    ("day", "error"),
    [
        ("2023-11-19", "no edition is known for 2023-11-19: expected a day from 2023-11-20 on\n"),
        ("20240630", "invalid day '20240630': expected a day as YYYY-MM-DD, such as 2024-06-30\n"),
    ],
)
def test_a_page_without_an_edition_is_rejected(day: str, error: str, tmp_path: Path) -> None:
    """A page that is older than the first edition, or a date in another form, is an error."""
    result = drift(tmp_path, printed(TODAY), "html", "--edition", day)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", error)


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_row_of_a_known_operation_is_not_another_one_with_a_new_path(form: str, tmp_path: Path) -> None:
    """A row that the spec has for a later date is new, and the row that is missing is gone; they are not one change."""
    younger = next(known for known in KNOWN if known.operation == "list_project_roles")
    rows = [row for row in printed("2023-12-01") if row.path != "/api/managed_users/:id/roles"]
    result = drift(tmp_path, [*rows, replace(younger.printed, section="Roles")], form, "--as-of", "2023-12-01")
    assert [line.partition(":")[0] for line in result.stdout.splitlines()[:-1]] == ["new", "gone"]
    assert "probably" not in result.stdout


@given(st.sampled_from(KNOWN), st.sampled_from(ROWS), st.sampled_from([known for known in KNOWN if known.since]))
def test_no_row_of_an_operation_is_paired_with_another(first: KnownRow, missing: PrintedRow, second: KnownRow) -> None:
    """Rows that any edition has are never the changed form of a row that is missing."""
    rows = [*(row for row in ROWS if row != missing), first.correct, second.correct]
    changes = compare(known_rows(BUNDLE), Page(rows), operations_by_route(BUNDLE))
    for change in changes:
        assert change.before is None or change.now is None or route(change.now) == route(change.before.correct)


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("options", [("--partial",), ()])
def test_the_date_of_a_page_counts_for_a_part_of_it(options: tuple[str, ...], form: str, tmp_path: Path) -> None:
    """A younger row is a difference on a page of an earlier day, also if the page is only part of the index."""
    younger = next(known for known in KNOWN if known.operation == "list_project_roles").printed
    rows = [*([] if options else printed("2023-12-01")), younger]
    early = drift(tmp_path, rows, form, *options, "--as-of", "2023-12-01")
    assert "list_project_roles has x-since: 2025-06-01, and the page already lists it" in early.stdout
    assert early.exit_code == 1
    if options:
        assert drift(tmp_path, rows, form, *options, "--as-of", TODAY).exit_code == 0


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("methods", [("PATCH", "PUT"), ("PUT", "PATCH"), ("PATCH",), ("PUT",)])
def test_twin_methods_are_no_drift(methods: tuple[str, ...], form: str, tmp_path: Path) -> None:
    """A page of today may print both methods of an operation, or only one of them."""
    (twin,) = (row for row in printed(TODAY) if row.method == "PATCH")
    rows = [*(row for row in printed(TODAY) if row != twin), *(replace(twin, method=method) for method in methods)]
    result = drift(tmp_path, rows, form, "--as-of", TODAY)
    assert result.exit_code == 0, result.stdout
