"""Finds differences between the vendor's index and the spec. Reads saved pages; never fetches any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.bundle import Bundle
from generator.drift.compare import Change, compare
from generator.drift.index import KnownRow, known_rows, operations_by_route
from generator.drift.pages import Page, PrintedRow, read_pages
from generator.drift.scaffold import complete_rows, scaffold
from generator.findings import GeneratorError
from generator.scaffold.steps import Written

__all__ = ["Change", "Drift", "Page", "PrintedRow", "compare", "find", "known_rows", "read_pages", "write_scaffold"]


@dataclass(frozen=True)
class Drift:
    """The rows of saved pages, the rows of the spec, and the differences."""

    bundle: Bundle
    known: list[KnownRow]
    page: Page
    changes: list[Change]
    partial: bool = False

    def __str__(self) -> str:
        count = f"{len(self.page.rows)} rows on the page, {len(self.known)} in the spec"
        if not self.changes:
            return f"{count}: no drift"
        return "\n".join([*map(str, self.changes), f"{count}: {len(self.changes)} differences"])


def find(bundle: Bundle, pages: Iterable[Path], *, partial: bool = False) -> Drift:
    """Compare saved pages with a bundle. With `partial`, the pages are only part of the index.

    Raises:
        GeneratorError: A page cannot be read, or has no table of endpoints.
    """
    page, known = read_pages(pages), known_rows(bundle)
    if partial:
        page.remove_repeated_rows()
    changes = compare(known, page, operations_by_route(bundle), partial=partial)
    return Drift(bundle, known, page, changes, partial)


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
