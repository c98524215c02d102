"""Finds where the vendor's index has moved away from the spec. Reads pages that were saved; fetches none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.bundle import Bundle
from generator.drift.compare import Change, compare
from generator.drift.index import KnownRow, known_rows, operations_by_shape
from generator.drift.pages import Page, PrintedRow, read_pages
from generator.drift.scaffold import scaffold
from generator.findings import GeneratorError

__all__ = ["Change", "Found", "Page", "PrintedRow", "compare", "find", "known_rows", "read_pages", "write_scaffold"]


@dataclass(frozen=True)
class Found:
    """Pages beside the spec: what both say, and how they differ."""

    bundle: Bundle
    known: list[KnownRow]
    page: Page
    changes: list[Change]

    def __str__(self) -> str:
        count = f"{len(self.page.rows)} rows on the page, {len(self.known)} in the spec"
        if not self.changes:
            return f"{count}: no drift"
        return "\n".join([*map(str, self.changes), f"{count}: {len(self.changes)} differences"])


def find(bundle: Bundle, pages: Iterable[Path], *, partial: bool = False) -> Found:
    """Compare saved pages with a bundle; `partial` where they are not the whole index.

    Raises:
        GeneratorError: a page cannot be read, or has no table of endpoints.
    """
    page, known = read_pages(pages), known_rows(bundle)
    return Found(bundle, known, page, compare(known, page, operations_by_shape(bundle), partial=partial))


def write_scaffold(found: Found, folder: Path, edition: date | None = None) -> list[str]:
    """Write skeletons of what is new into `folder`, and return the paths written: none where nothing differs.

    Raises:
        GeneratorError: neither the pages nor `edition` tell the date of the pages, or `folder` cannot be written.
    """
    date_of_page = edition or found.page.updated
    if date_of_page is None:
        raise GeneratorError("The pages do not say when they were updated; name their date with --edition.")
    if not found.changes:
        return []
    return scaffold(found.bundle, found.known, found.page, found.changes, folder, date_of_page)
