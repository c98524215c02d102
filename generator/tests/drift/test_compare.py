"""Each edit of a page is found as what it is, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bundle import bundle
from generator.drift import Change, Page, PrintedRow, compare, known_rows
from generator.drift.index import operations_by_shape, shape
from generator.tests.conftest import ROOT
from generator.tests.drift.pages_made import ROWS

BUNDLE = bundle(ROOT / "spec")
KNOWN = known_rows(BUNDLE)
PLACES = st.integers(0, len(ROWS) - 1)
NEW = PrintedRow("GET", "/api/managed_users/:id/weather_reports/:report_id", "Weather")


def found(rows: list[PrintedRow]) -> list[Change]:
    """Return what is found on a page with these rows."""
    return compare(KNOWN, Page(rows), operations_by_shape(BUNDLE))


def test_the_known_index_has_no_drift() -> None:
    """The 80 rows, mistakes included, are what the spec knows; nine lead elsewhere than they say."""
    assert (len(ROWS), len(KNOWN), found(ROWS)) == (80, 80, [])
    assert sum(known.is_wrong for known in KNOWN) == 9


@given(st.permutations(ROWS))
def test_order_is_no_drift(rows: list[PrintedRow]) -> None:
    """Rows may stand anywhere."""
    assert found(rows) == []


@given(PLACES)
def test_a_removed_row_is_gone(place: int) -> None:
    """Whichever row is taken away, exactly that is told, also where another row is printed alike."""
    changes = found(ROWS[:place] + ROWS[place + 1 :])
    assert [change.kind for change in changes] == ["gone"]
    before = changes[0].before
    assert before is not None
    assert str(before.printed) == str(ROWS[place])


@given(PLACES)
def test_an_added_row_is_new(place: int) -> None:
    """Wherever a row is added, exactly that is told."""
    changes = found([*ROWS[:place], NEW, *ROWS[place:]])
    assert [(change.kind, change.now) for change in changes] == [("new", NEW)]


@given(PLACES)
def test_a_row_printed_twice_is_new(place: int) -> None:
    """A row that is printed once more is told."""
    changes = found([*ROWS, ROWS[place]])
    assert [(change.kind, str(change.now)) for change in changes] == [("new", str(ROWS[place]))]
    assert "more often" in changes[0].meaning


@given(PLACES)
def test_a_changed_method_is_changed(place: int) -> None:
    """A row with another method is told with the row that it was, not as two rows."""
    row = replace(ROWS[place], method="PATCH")
    assert pairs(found([*ROWS[:place], row, *ROWS[place + 1 :]])) == [(str(ROWS[place]), str(row))]


@given(PLACES, st.booleans())
def test_a_renamed_path_is_changed(place: int, last: bool) -> None:
    """A row whose path has another word is told with the row that it was."""
    old = ROWS[place]
    segments = old.path.rstrip("/").split("/")
    words = [i for i, segment in enumerate(segments) if segment not in ("", "api") and not segment.startswith(":")]
    segments[words[-1 if last else 0]] += "_two"
    row = replace(old, path="/".join(segments))
    assert pairs(found([*ROWS[:place], row, *ROWS[place + 1 :]])) == [(str(old), str(row))]


@given(PLACES)
def test_another_name_of_a_placeholder_is_told(place: int) -> None:
    """Where only the name of a placeholder changes, the row has to follow and the operation has not."""
    row = replace(ROWS[place], path=ROWS[place].path.replace(":id", ":other_id", 1))
    changes = found([*ROWS[:place], row, *ROWS[place + 1 :]])
    assert all(change.kind == "changed" and "only the row" in change.meaning for change in changes)
    assert len(changes) == (row != ROWS[place])


@pytest.mark.parametrize("known", [known for known in KNOWN if known.is_wrong], ids=lambda known: known.operation)
def test_a_mended_row_is_told_as_such(known: object) -> None:
    """Where the vendor corrects a row that the spec knows to be wrong, the operation stays as it is."""
    wrong = next(k for k in KNOWN if k == known)
    rows = list(ROWS)
    rows.remove(wrong.printed)
    changes = found([*rows, wrong.correct])
    assert [(c.kind, shape(c.now or NEW)) for c in changes] == [("changed", shape(wrong.correct))]
    assert changes[0].meaning.startswith("the page has mended a mistake")
    assert wrong.operation in changes[0].meaning


def test_an_operation_beside_the_index_is_named() -> None:
    """A new row for an operation that the spec has without a row names it."""
    row = PrintedRow("GET", "/api/managed_users/:id/projects", "Projects")
    assert "list_projects" in found([*ROWS, row])[0].meaning


@given(st.sets(PLACES, max_size=20), st.sets(PLACES, max_size=20))
def test_every_difference_is_accounted_for(removed: set[int], patched: set[int]) -> None:
    """Of many edits at once, none is lost and none is told twice."""
    rows = [replace(row, method="PATCH") if i in patched else row for i, row in enumerate(ROWS) if i not in removed]
    changes = found(rows)
    gone = [change.before for change in changes if change.before]
    come = [change.now for change in changes if change.now]
    assert len(gone) == len(removed | patched)
    assert len(come) == len(patched - removed)


def test_a_part_of_the_index_lacks_nothing() -> None:
    """Told that the page is a part, what is not on it is not gone."""
    assert compare(KNOWN, Page(ROWS[:10]), partial=True) == []


def pairs(changes: list[Change]) -> list[tuple[str, str]]:
    """Return before and now of changes, which must all be of that kind."""
    assert {change.kind for change in changes} == {"changed"}
    return [(str(change.before.printed), str(change.now)) for change in changes if change.before]
