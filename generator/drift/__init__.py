"""Finds differences between pages of the vendor and the spec. Reads saved pages; never fetches any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator.bundle import Bundle
from generator.drift.compare import Change, compare
from generator.drift.compare_fields import FieldChange, compare_fields
from generator.drift.editions import compare_on
from generator.drift.index import KnownRow, known_rows, later_rows
from generator.drift.pages import Page, PrintedRow, read_pages
from generator.drift.scaffold import complete_rows, scaffold
from generator.editions import edition_of, load_editions
from generator.findings import GeneratorError
from generator.scaffold.steps import Written
from generator.vendor_index import newest_edition

__all__ = [
    "Change",
    "Drift",
    "FieldChange",
    "Page",
    "PrintedRow",
    "compare",
    "compare_fields",
    "find",
    "known_rows",
    "read_pages",
    "write_scaffold",
]


@dataclass(frozen=True)
class Drift:
    """The differences between saved pages and the spec.

    Attributes:
        bundle: The spec.
        known: The rows that the pages should have: of the index, and of younger operations.
        page: What the pages contain.
        changes: The differences between the rows.
        fields: The differences between the fields.
        partial: Whether the pages are only part of the index.
        edition: The date of the pages; None if it is unknown.
    """

    bundle: Bundle
    known: list[KnownRow]
    page: Page
    changes: list[Change]
    fields: list[FieldChange] = field(default_factory=list)
    partial: bool = False
    edition: date | None = None

    def __bool__(self) -> bool:
        return bool(self.changes or self.fields)

    def __str__(self) -> str:
        count = f"{_counted(len(self.page.rows), 'row')} on the page, {len(self.known)} in the spec"
        if self.page.fields:
            count += f", {_counted(len(self.page.fields), 'field')} on the page"
        number = len(self.changes) + len(self.fields)
        result = _counted(number, "difference") if self else "no drift"
        return "\n".join([*map(str, self.changes), *map(str, self.fields), *self._notes(), f"{count}: {result}"])

    def _notes(self) -> Iterator[str]:
        newest = newest_edition(self.bundle.sources.folder)
        if self and self.edition and self.edition < newest:
            yield (
                f"note: the pages are of {self.edition}, the spec's copy of the index is of {newest}; "
                "differences can be changes that the spec already has"
            )
        gone = sum(change.kind == "gone" for change in self.changes)
        if gone > len(self.known) / 2:
            yield "note: most rows of the index are missing; use --partial if the pages are only part of the index"


def find(bundle: Bundle, pages: Iterable[Path], *, partial: bool = False, edition: date | None = None) -> Drift:
    """Compare saved pages with a bundle. With `partial`, the pages are only part of the index.

    `edition` is the date of the pages; without it, the date that they print counts.

    Raises:
        GeneratorError: A page cannot be read, has no table of endpoints, or is older than the first edition.
    """
    page = read_pages(pages)
    # Pages without rows are not the index.
    partial = partial or not (page.rows or page.unread)
    day = edition or page.updated
    if day is not None:
        # It rejects pages that are older than everything that the spec describes.
        edition_of(load_editions(bundle.sources.folder), day)
    known, changes = compare_on(bundle, page, day, partial=partial)
    fields = compare_fields(bundle, [*known_rows(bundle), *later_rows(bundle)], page.fields)
    return Drift(bundle, known, page, changes, fields, partial, day)


def write_scaffold(drift: Drift, folder: Path) -> Written | None:
    """Write skeletons for the new rows into `folder`. Without changes of rows, write nothing and return None.

    Raises:
        GeneratorError: The date of the pages is unknown or older than the newest copy of the index, or `folder` cannot
            be written.
    """
    if drift.edition is None:
        raise GeneratorError("the pages have no date; give it with --as-of YYYY-MM-DD")
    newest = newest_edition(drift.bundle.sources.folder)
    if drift.edition < newest:
        # The lint compares the spec with the newest copy, so the rows of an older one would never be complete.
        raise GeneratorError(
            f"the pages are of {drift.edition}, but spec/sources has a copy of the index of {newest}. Compare older "
            "pages without --scaffold; if only the date is wrong, give the right one with --as-of"
        )
    if not drift.changes:
        return None
    rows = complete_rows(drift.known, drift.changes) if drift.partial else drift.page.rows
    return scaffold(drift.bundle, drift.known, rows, drift.changes, folder, drift.edition)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
