"""Finds and reads the vendor's index as it was read by hand: spec/sources/index-<date>.csv, a file for each edition."""

from __future__ import annotations

import csv
from pathlib import Path

from generator.findings import GeneratorError

COLUMNS = ("section", "method", "path_in_index", "method_correct", "path_correct")


def newest_reading(spec: Path) -> Path:
    """Return the file of the newest edition. Raises GeneratorError where there is none."""
    found = sorted((spec / "sources").glob("index-*.csv"))
    if not found:
        raise GeneratorError("spec/sources has no reading of the vendor's index (index-<date>.csv).")
    return found[-1]


def reading(spec: Path) -> list[dict[str, str]]:
    """Return the rows of the newest edition, by the names of COLUMNS. Raises GeneratorError where there is none."""
    with newest_reading(spec).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
