"""Compares a page with the operations that exist on its date, and explains rows of operations that do not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from generator.bundle import Bundle
from generator.drift.compare import Change, compare
from generator.drift.index import KnownRow, as_own_methods, known_rows, later_rows, operations_by_route, route
from generator.drift.pages import Page, PrintedRow

Route = tuple[str, str]


def compare_on(bundle: Bundle, page: Page, day: date | None, *, partial: bool) -> tuple[list[KnownRow], list[Change]]:
    """Return the rows that a page should have, and the differences.

    A page may have rows of operations that have ended, and need not. The rows of younger operations were in no copy of
    the index, so that a page must have only those that began together with one that it has; without a date, none. A
    row of an operation that begins after the date is always a difference.

    Args:
        bundle: The spec.
        page: The page.
        day: The date of the page; None if it is unknown.
        partial: Whether the page is only part of the index.
    """
    listed, later = known_rows(bundle), later_rows(bundle)
    operations = operations_by_route(bundle)
    page = replace(page, rows=as_own_methods(bundle, page.rows))
    absent = _by_route(known for known in later if day is not None and not known.has_begun(day))
    if partial:
        begun = [known for known in later if route(known.correct) not in absent]
        changes = compare([*listed, *begun], page, operations, partial=True)
        return listed, [_explained(change, absent) for change in changes]
    present = {route(row) for row in page.rows}
    younger = _younger(later, present, day)
    expected = [*(known for known in listed if not _has_ended(known, day) or route(known.printed) in present), *younger]
    # Each index names placeholders in its own way, so that a row that no copy of it has is compared without them.
    shown = _by_route(younger)
    rows = [_as_expected(row, shown) for row in page.rows]
    changes = compare(expected, replace(page, rows=rows), operations)
    return expected, [_explained(change, absent) for change in changes]


def _has_ended(known: KnownRow, day: date | None) -> bool:
    return known.until is not None and (day is None or known.until <= day.isoformat())


def _younger(later: Iterable[KnownRow], present: Collection[Route], day: date | None) -> list[KnownRow]:
    """Return the younger operations whose rows a page should have."""
    if day is None:
        return [known for known in later if route(known.correct) in present]
    existing = [known for known in later if known.exists_on(day)]
    begun = {known.since for known in existing if route(known.correct) in present}
    ended = [known for known in later if _has_ended(known, day) and route(known.correct) in present]
    return [*(known for known in existing if known.since in begun), *ended]


def _by_route(known: Iterable[KnownRow]) -> dict[Route, KnownRow]:
    return {route(each.correct): each for each in known}


def _as_expected(row: PrintedRow, younger: Mapping[Route, KnownRow]) -> PrintedRow:
    known = younger.get(route(row))
    return row if known is None else replace(row, path=known.printed.path)


def _explained(change: Change, absent: Mapping[Route, KnownRow]) -> Change:
    """Return a change of kind `new` with the date that explains why the row was not expected."""
    known = absent.get(route(change.now)) if change.kind == "new" and change.now else None
    if known is None:
        return change
    return replace(change, meaning=f"{known.operation} has x-since: {known.since}, and the page already lists it")
