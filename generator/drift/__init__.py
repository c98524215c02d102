"""Finds differences between pages of the vendor and the spec. Reads saved pages; never fetches any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator.bundle import Bundle
from generator.drift.compare import Change, compare
from generator.drift.compare_fields import FieldChange, compare_fields
from generator.drift.index import KnownRow, known_rows, operations_by_route
from generator.drift.pages import Page, PrintedRow, read_pages
from generator.drift.scaffold import complete_rows, scaffold
from generator.findings import GeneratorError
from generator.scaffold.steps import Written

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
        known: The rows of the index that the spec lists.
        page: What the pages contain.
        changes: The differences between the rows.
        fields: The differences between the fields.
        partial: Whether the pages are only part of the index.
    """

    bundle: Bundle
    known: list[KnownRow]
    page: Page
    changes: list[Change]
    fields: list[FieldChange] = field(default_factory=list)
    partial: bool = False

    def __bool__(self) -> bool:
        return bool(self.changes or self.fields)

    def __str__(self) -> str:
        count = f"{len(self.page.rows)} rows on the page, {len(self.known)} in the spec"
        if self.page.fields:
            count += f", {len(self.page.fields)} fields on the page"
        if not self:
            return f"{count}: no drift"
        number = len(self.changes) + len(self.fields)
        return "\n".join([*map(str, self.changes), *map(str, self.fields), f"{count}: {number} differences"])


def find(bundle: Bundle, pages: Iterable[Path], *, partial: bool = False) -> Drift:
    """Compare saved pages with a bundle. With `partial`, the pages are only part of the index.

    Raises:
        GeneratorError: A page cannot be read, or has no table of endpoints.
    """
    page, known = read_pages(pages), known_rows(bundle)
    if partial:
        page.remove_repeated_rows()
    # Pages of resources have no rows of the index, or repeat those of one resource.
    changes = compare(known, page, operations_by_route(bundle), partial=partial)
    fields = compare_fields(bundle, known, page.fields)
    return Drift(bundle, known, page, changes, fields, partial)


def write_scaffold(drift: Drift, folder: Path, edition: date | None = None) -> Written | None:
    """Write skeletons for the new rows into `folder`. Without changes, write nothing and return None.

    Raises:
        GeneratorError: The date of the pages is unknown, or `folder` cannot be written.
    """
    date_of_page = edition or drift.page.updated
    if date_of_page is None:
        raise GeneratorError("the pages have no date; give it with --edition YYYY-MM-DD.")
    if not drift.changes:
        return None
    rows = complete_rows(drift.known, drift.changes) if drift.partial else drift.page.rows
    return scaffold(drift.bundle, drift.known, rows, drift.changes, folder, date_of_page)
