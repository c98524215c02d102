"""Tests of the comparison of a page with the spec: each edit gives exactly one difference."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bundle import bundle
from generator.drift import Change, Page, PrintedRow, compare, known_rows
from generator.drift.index import operations_by_route, route
from generator.tests.conftest import ROOT
from generator.tests.drift.sample_pages import ROWS

BUNDLE = bundle(ROOT / "spec")
KNOWN = known_rows(BUNDLE)
PLACES = st.integers(0, len(ROWS) - 1)
NEW = PrintedRow("GET", "/api/managed_users/:id/weather_reports/:report_id", "Weather")


def found(rows: list[PrintedRow]) -> list[Change]:
    """Return the differences for a page with these rows."""
    return compare(KNOWN, Page(rows), operations_by_route(BUNDLE))


def test_the_known_index_has_no_drift() -> None:
    """The spec lists all 80 rows, including the nine with mistakes."""
    assert (len(ROWS), len(KNOWN), found(ROWS)) == (80, 80, [])
    assert sum(known.is_wrong for known in KNOWN) == 9


@given(st.permutations(ROWS))
def test_row_order_does_not_matter(rows: list[PrintedRow]) -> None:
    """A page with the rows in any order has no differences."""
    assert found(rows) == []


@given(PLACES)
def test_a_removed_row_is_gone(place: int) -> None:
    """Removing any row gives one `gone` difference, also if another row looks the same."""
    changes = found(ROWS[:place] + ROWS[place + 1 :])
    assert [change.kind for change in changes] == ["gone"]
    before = changes[0].before
    assert before is not None
    assert str(before.printed) == str(ROWS[place])


@given(PLACES)
def test_an_added_row_is_new(place: int) -> None:
    """Adding a row at any place gives one `new` difference."""
    changes = found([*ROWS[:place], NEW, *ROWS[place:]])
    assert [(change.kind, change.now) for change in changes] == [("new", NEW)]


@given(PLACES)
def test_a_duplicated_row_is_new(place: int) -> None:
    """Printing a row once more gives one `new` difference."""
    changes = found([*ROWS, ROWS[place]])
    assert [(change.kind, str(change.now)) for change in changes] == [("new", str(ROWS[place]))]
    assert "more rows" in changes[0].meaning


@given(PLACES)
def test_a_changed_method_is_changed(place: int) -> None:
    """A row with another method is paired with its old row."""
    row = replace(ROWS[place], method="PATCH")
    assert pairs(found([*ROWS[:place], row, *ROWS[place + 1 :]])) == [(str(ROWS[place]), str(row))]


@given(PLACES, st.booleans())
def test_a_renamed_path_is_changed(place: int, last: bool) -> None:
    """A row with a renamed path segment is paired with its old row."""
    old = ROWS[place]
    segments = old.path.rstrip("/").split("/")
    words = [i for i, segment in enumerate(segments) if segment not in ("", "api") and not segment.startswith(":")]
    segments[words[-1 if last else 0]] += "_two"
    row = replace(old, path="/".join(segments))
    assert pairs(found([*ROWS[:place], row, *ROWS[place + 1 :]])) == [(str(old), str(row))]


@given(PLACES)
def test_a_renamed_placeholder_is_changed(place: int) -> None:
    """If only the name of a placeholder changes, only `x-index-rows` must be updated."""
    row = replace(ROWS[place], path=ROWS[place].path.replace(":id", ":other_id", 1))
    changes = found([*ROWS[:place], row, *ROWS[place + 1 :]])
    assert all(change.kind == "changed" and "update only" in change.meaning for change in changes)
    assert len(changes) == (row != ROWS[place])


@pytest.mark.parametrize("known", [known for known in KNOWN if known.is_wrong], ids=lambda known: known.operation)
def test_a_corrected_row_is_recognized(known: object) -> None:
    """If the vendor corrects a wrong row, the operation needs no change."""
    wrong = next(k for k in KNOWN if k == known)
    rows = list(ROWS)
    rows.remove(wrong.printed)
    changes = found([*rows, wrong.correct])
    assert [(c.kind, route(c.now or NEW)) for c in changes] == [("changed", route(wrong.correct))]
    assert changes[0].meaning.startswith("the page corrects a mistake")
    assert wrong.operation in changes[0].meaning


def test_a_new_row_names_an_existing_operation() -> None:
    """A new row for an existing operation without rows names that operation."""
    row = PrintedRow("GET", "/api/managed_users/:id/projects", "Projects")
    assert "list_projects" in found([*ROWS, row])[0].meaning


@given(st.sets(PLACES, max_size=20), st.sets(PLACES, max_size=20))
def test_several_edits_are_all_reported(removed: set[int], patched: set[int]) -> None:
    """Of several edits at once, none is lost and none is reported twice."""
    rows = [replace(row, method="PATCH") if i in patched else row for i, row in enumerate(ROWS) if i not in removed]
    changes = found(rows)
    gone = [change.before for change in changes if change.before]
    come = [change.now for change in changes if change.now]
    assert len(gone) == len(removed | patched)
    assert len(come) == len(patched - removed)


def test_a_partial_page_has_no_missing_rows() -> None:
    """With `partial`, rows that are not on the page are not reported."""
    assert compare(KNOWN, Page(ROWS[:10]), partial=True) == []


def pairs(changes: list[Change]) -> list[tuple[str, str]]:
    """Return old and new row of each change. Each change must be `changed`."""
    assert {change.kind for change in changes} == {"changed"}
    return [(str(change.before.printed), str(change.now)) for change in changes if change.before]
