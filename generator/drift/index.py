"""What the spec knows of the vendor's index: its rows as printed, and which operation each of them really means."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from generator.bundle import Bundle
from generator.drift.pages import PrintedRow
from generator.vendor_index import reading

PREFIX = "/api"
_PLACEHOLDER = re.compile(r"\{\w+\}|:\w+")


@dataclass(frozen=True)
class KnownRow:
    """A row that an operation claims in `x-index-rows`: as printed, and as it would be without a mistake."""

    printed: PrintedRow
    correct: PrintedRow
    operation: str

    @property
    def is_wrong(self) -> bool:
        """Whether the printed row leads elsewhere than the operation, names of placeholders aside."""
        return shape(self.printed) != shape(self.correct)


def blank(path: str) -> str:
    """Return a path with its placeholders unnamed, without the prefix, one slash in front and none behind."""
    bare = "/" + path.strip("/").removeprefix(PREFIX.strip("/") + "/")
    return _PLACEHOLDER.sub("{}", bare)


def shape(row: PrintedRow) -> tuple[str, str]:
    """Return what two rows have in common that lead to the same operation."""
    return row.method, blank(row.path)


def known_rows(bundle: Bundle) -> list[KnownRow]:
    """Return the rows that the operations of a bundle claim, in the order of the document.

    The section comes from the newest reading of the index in spec/sources, the correction from the operation.
    """
    sections = _sections(bundle.sources.folder)
    found = []
    for pointer, operation, _ in bundle.operations():
        correct = PrintedRow(str(pointer[2]).upper(), PREFIX + str(pointer[1]))
        for text in operation.get("x-index-rows", []):
            method, _, path = text.partition(" ")
            left = sections[text, *shape(correct)]
            found.append(KnownRow(PrintedRow(method, path, left.pop(0) if left else ""), correct, _name(operation)))
    return found


def operations_by_shape(bundle: Bundle) -> dict[tuple[str, str], str]:
    """Return the operationIds of a bundle by method and path, the path's placeholders unnamed."""
    return {(str(p[2]).upper(), blank(str(p[1]))): _name(operation) for p, operation, _ in bundle.operations()}


def _name(operation: dict[str, object]) -> str:
    return str(operation.get("operationId", ""))


def _sections(spec: Path) -> dict[tuple[str, str, str], list[str]]:
    sections: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in reading(spec):
        key = (f"{row['method']} {row['path_in_index']}", row["method_correct"], blank(row["path_correct"]))
        sections[key].append(row["section"])
    return sections
