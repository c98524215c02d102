"""What traffic says about the spec: per operation and field, how often it was confirmed or contradicted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class FieldRecord:
    """What was seen of one field. `home` is the property's place in a named schema, such as `Role.name`, or empty."""

    home: str = ""
    confirmed: int = 0
    nulls: int = 0
    """How often null was seen, which says nothing of the type; among the confirmed ones."""
    contradicted: Counter[str] = field(default_factory=Counter)
    """By reason: the keyword of the schema, and the type that was seen."""
    unknown: Counter[str] = field(default_factory=Counter)
    """By type that was seen, of a field that the spec does not have."""

    @property
    def state(self) -> str:
        """Return `contradicted`, `unknown` or `confirmed`: the worst that was seen."""
        return "contradicted" if self.contradicted else "unknown" if self.unknown else "confirmed"


@dataclass
class OperationRecord:
    """What was seen of one operation: statuses, and fields such as `query page` or `answer 200 result[].id`."""

    operation: str
    statuses: Counter[int] = field(default_factory=Counter)
    fields: dict[str, FieldRecord] = field(default_factory=dict)
    unseen: set[str] = field(default_factory=set)
    """Fields that the spec has and no exchange had, of bodies that were seen."""

    def field(self, name: str, home: str = "") -> FieldRecord:
        """Return the record of a field, a new one if there is none."""
        return self.fields.setdefault(name, FieldRecord(home))

    def count(self, state: str) -> int:
        """Return how many fields are in a state."""
        return sum(record.state == state for record in self.fields.values())


@dataclass
class Observed:
    """Everything that was seen: operations by id, and the shapes of requests that are no operation's."""

    operations: dict[str, OperationRecord] = field(default_factory=dict)
    unmatched: Counter[str] = field(default_factory=Counter)

    @property
    def contradicts(self) -> bool:
        """Whether anything contradicts the spec."""
        return any(record.count("contradicted") for record in self.operations.values())
