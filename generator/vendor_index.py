"""Reads the CSV copies of the vendor's index page: spec/sources/index-<date>.csv, one file per edition."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from generator.findings import GeneratorError

COLUMNS = ("section", "method", "path_in_index", "method_correct", "path_correct")


def newest_index(spec: Path) -> Path:
    """Return the CSV file of the newest edition.

    Raises:
        GeneratorError: There is no CSV file of an edition.
    """
    found = sorted((spec / "sources").glob("index-????-??-??.csv"))
    if not found:
        raise GeneratorError("spec/sources has no copy of the vendor's index; expected index-<date>.csv")
    return found[-1]


def newest_edition(spec: Path) -> date:
    """Return the date of the newest edition.

    Raises:
        GeneratorError: There is no CSV file of an edition.
    """
    return date.fromisoformat(newest_index(spec).stem.removeprefix("index-"))


def read_index(spec: Path) -> list[dict[str, str]]:
    """Return the rows of the newest edition, each a dict with the keys of COLUMNS.

    Raises:
        GeneratorError: There is no CSV file of an edition.
    """
    with newest_index(spec).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
