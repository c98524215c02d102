"""Results of comparing traffic with the spec: how often each field was confirmed or contradicted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class FieldRecord:
    """Result for one field.

    Attributes:
        home: Property of a named schema, such as `Role.name`, or an empty string.
        confirmed: Number of values that match the spec.
        nulls: Number of these that are null, which proves nothing about the type.
        contradicted: Number of contradictions by reason: the schema keyword and the type seen.
        unknown: Number of values by type, if the spec does not have the field.
    """

    home: str = ""
    confirmed: int = 0
    nulls: int = 0
    contradicted: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)

    @property
    def state(self) -> str:
        """Return the worst result: `contradicted`, `unknown` or `confirmed`."""
        return "contradicted" if self.contradicted else "unknown" if self.unknown else "confirmed"


@dataclass
class OperationRecord:
    """Result for one operation.

    Attributes:
        operation: Its operationId.
        statuses: Number of responses by status code.
        fields: Results by field, such as `query page` or `response 200 result[].id`.
        unseen: Fields of the spec that occurred in no entry. Bodies that were not recorded count as not seen.
    """

    operation: str
    statuses: Counter[int] = field(default_factory=Counter)
    fields: dict[str, FieldRecord] = field(default_factory=dict)
    unseen: set[str] = field(default_factory=set)

    def field(self, name: str, home: str = "") -> FieldRecord:
        """Return the record of a field, creating it if necessary."""
        return self.fields.setdefault(name, FieldRecord(home))

    def count(self, state: str) -> int:
        """Return the number of fields in a state."""
        return sum(record.state == state for record in self.fields.values())


@dataclass
class Observed:
    """Results for all entries.

    Attributes:
        operations: Results by operationId.
        unmatched: Number of requests that match no operation, by their printable form.
        skipped: Entries that cannot be read or have no response, one sentence each.
    """

    operations: dict[str, OperationRecord] = field(default_factory=dict)
    unmatched: Counter[str] = field(default_factory=Counter)
    skipped: list[str] = field(default_factory=list)

    @property
    def contradicts(self) -> bool:
        """Whether anything contradicts the spec."""
        return any(record.count("contradicted") for record in self.operations.values())
