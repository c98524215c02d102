"""What a change between two editions of the document is, and how changes are put together. Knows nothing of OpenAPI."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """What a change does to a program written against the older edition; the worst is the highest."""

    DOCS = 0
    """Nothing: texts, examples, evidence."""
    ADDITIVE = 1
    """Nothing, and it can do more, or need expect less."""
    BREAKING = 2
    """It may fail: what it sends may be refused, what it reads may be missing or of another kind."""

    @property
    def title(self) -> str:
        """Return the heading that changes of this level stand under."""
        return ("docs only", "additive", "breaking")[self]


@dataclass(frozen=True, order=True)
class Change:
    """One change: `place` is in an operation or in a named schema, `operation` the operationId that meets it."""

    level: Level
    place: str
    what: str
    operation: str = ""


@dataclass(frozen=True)
class Grouped:
    """A change, told once for all operations that meet it."""

    level: Level
    place: str
    what: str
    operations: tuple[str, ...]

    def __str__(self) -> str:
        named = [operation for operation in self.operations if operation and operation != self.place.partition(" ")[0]]
        shown = ", ".join(named[:3]) + (f" and {len(named) - 3} more" if len(named) > 3 else "")
        return f"{self.place}: {self.what}" + (f" ({shown})" if shown else "")


def grouped(changes: Iterable[Change]) -> list[Grouped]:
    """Return each change once, the breaking ones first, otherwise by place."""
    operations: dict[tuple[Level, str, str], set[str]] = defaultdict(set)
    for change in changes:
        operations[change.level, change.place, change.what].add(change.operation)
    made = [Grouped(*key, tuple(sorted(names))) for key, names in operations.items()]
    return sorted(made, key=lambda change: (-change.level, change.place, change.what))
