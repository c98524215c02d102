"""The rows of the vendor's index that the spec lists, each with the operation it stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.bundle import TWINS, Bundle
from generator.drift.pages import PrintedRow
from generator.scaffold.naming import normalize_path
from generator.vendor_index import read_index

PREFIX = "/api"


@dataclass(frozen=True)
class KnownRow:
    """A row in the `x-index-rows` of an operation: as printed, and corrected.

    Attributes:
        printed: The row as the index prints it.
        correct: The row that the operation should have.
        operation: The operationId.
        since: The day from which the operation exists, in ISO form; empty for the first edition.
        until: The day from which it is gone, or None.
    """

    printed: PrintedRow
    correct: PrintedRow
    operation: str
    since: str = ""
    until: str | None = None

    def has_begun(self, day: date) -> bool:
        """Return whether the operation exists on a day, or existed before."""
        return self.since <= day.isoformat()

    def exists_on(self, day: date) -> bool:
        """Return whether the operation exists on a day."""
        return self.has_begun(day) and (self.until is None or day.isoformat() < self.until)

    @property
    def is_wrong(self) -> bool:
        """Whether the printed row differs from the operation, apart from names of placeholders."""
        return route(self.printed) != route(self.correct)


def without_prefix(path: str) -> str:
    """Return a printed path without the prefix that all paths of the index have."""
    return "/" + f"{path.strip('/')}/".removeprefix(f"{PREFIX.strip('/')}/").strip("/")


def route(row: PrintedRow) -> tuple[str, str]:
    """Return method and normalized path of a row. Rows of the same operation have the same route."""
    return row.method, normalize_path(without_prefix(row.path))


def known_rows(bundle: Bundle) -> list[KnownRow]:
    """Return the rows that the operations of a bundle list, in document order.

    The section comes from the newest copy of the index in spec/sources, the correction from the operation.
    """
    sections = _sections(bundle.sources.folder)
    found = []
    for pointer, operation, _ in bundle.operations():
        correct = PrintedRow(str(pointer[2]).upper(), PREFIX + str(pointer[1]))
        for text in operation.get("x-index-rows", []):
            method, _, path = text.partition(" ")
            left = sections[text, *route(correct)]
            printed = PrintedRow(method, path, left.pop(0) if left else "")
            found.append(KnownRow(printed, correct, _name(operation), *_dates(operation)))
    return found


def later_rows(bundle: Bundle) -> list[KnownRow]:
    """Return rows, as an index could print them, of the operations that are younger than its newest copy."""
    found = []
    for pointer, operation, _ in bundle.operations():
        if "x-since" in operation and not operation.get("x-index-rows"):
            row = PrintedRow(str(pointer[2]).upper(), PREFIX + str(pointer[1]))
            found.append(KnownRow(row, row, _name(operation), *_dates(operation)))
    return found


def operations_by_route(bundle: Bundle) -> dict[tuple[str, str], str]:
    """Return the operationIds of a bundle by route."""
    return {(method, normalize_path(path)): _name(operation) for method, path, operation, _ in bundle.routes()}


def as_own_methods(bundle: Bundle, rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """Return rows in which twin methods are replaced by the method of the operation; a page may print both or one."""
    own = {
        (method, normalize_path(path)): str(pointer[2]).upper()
        for pointer, operation, _ in bundle.operations()
        for method, path in ((str(twin).upper(), str(pointer[1])) for twin in operation.get(TWINS, ()))
    }
    present = {route(row) for row in rows}
    kept = []
    for row in rows:
        method = own.get(route(row))
        if method is None:
            kept.append(row)
        elif (method, route(row)[1]) not in present:
            kept.append(replace(row, method=method))
    return kept


def _dates(operation: dict[str, object]) -> tuple[str, str | None]:
    until = operation.get("x-until")
    return str(operation.get("x-since", "")), None if until is None else str(until)


def _name(operation: dict[str, object]) -> str:
    return str(operation.get("operationId", ""))


def _sections(spec: Path) -> dict[tuple[str, str, str], list[str]]:
    sections: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in read_index(spec):
        key = (f"{row['method']} {row['path_in_index']}", row["method_correct"], normalize_path(row["path_correct"]))
        sections[key].append(row["section"])
    return sections
