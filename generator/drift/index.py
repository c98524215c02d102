"""The rows of the vendor's index that the spec lists, each with the operation it stands for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from generator.bundle import Bundle
from generator.drift.pages import PrintedRow
from generator.scaffold.naming import normalize_path
from generator.vendor_index import read_index

PREFIX = "/api"


@dataclass(frozen=True)
class KnownRow:
    """A row in the `x-index-rows` of an operation: as printed, and corrected."""

    printed: PrintedRow
    correct: PrintedRow
    operation: str

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
            found.append(KnownRow(PrintedRow(method, path, left.pop(0) if left else ""), correct, _name(operation)))
    return found


def operations_by_route(bundle: Bundle) -> dict[tuple[str, str], str]:
    """Return the operationIds of a bundle by route."""
    return {(str(p[2]).upper(), normalize_path(str(p[1]))): _name(operation) for p, operation, _ in bundle.operations()}


def _name(operation: dict[str, object]) -> str:
    return str(operation.get("operationId", ""))


def _sections(spec: Path) -> dict[tuple[str, str, str], list[str]]:
    sections: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in read_index(spec):
        key = (f"{row['method']} {row['path_in_index']}", row["method_correct"], normalize_path(row["path_correct"]))
        sections[key].append(row["section"])
    return sections
