"""Changes between two editions of the document, and how they are grouped. Does not depend on OpenAPI."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """Effect of a change on a program written for the older edition, the worst being the highest.

    Attributes:
        DOCS: No effect: only texts, examples or provenance changed.
        ADDITIVE: The program still works. More is accepted, or fewer cases can be returned.
        BREAKING: The program may fail. Requests may be rejected, or values be missing or of another type.
    """

    DOCS = 0
    ADDITIVE = 1
    BREAKING = 2

    @property
    def title(self) -> str:
        """Return the heading for changes of this level."""
        return ("docs only", "additive", "breaking")[self]


@dataclass(frozen=True, order=True)
class Change:
    """One change.

    Attributes:
        level: Effect of the change.
        location: Where it is, in an operation or a named schema.
        what: What changed.
        operation: Id of the affected operation, or an empty string.
    """

    level: Level
    location: str
    what: str
    operation: str = ""


@dataclass(frozen=True)
class GroupedChange:
    """One change, with all operations that it affects."""

    level: Level
    location: str
    what: str
    operations: tuple[str, ...]

    def __str__(self) -> str:
        named = [
            operation for operation in self.operations if operation and operation != self.location.partition(" ")[0]
        ]
        shown = ", ".join(named[:3]) + (f" and {len(named) - 3} more" if len(named) > 3 else "")
        return f"{self.location}: {self.what}" + (f" ({shown})" if shown else "")


def group_changes(changes: Iterable[Change]) -> list[GroupedChange]:
    """Return each change once, breaking changes first, then sorted by location."""
    operations: dict[tuple[Level, str, str], set[str]] = defaultdict(set)
    for change in changes:
        operations[change.level, change.location, change.what].add(change.operation)
    result = [GroupedChange(*key, tuple(sorted(names))) for key, names in operations.items()]
    return sorted(result, key=lambda change: (-change.level, change.location, change.what))
