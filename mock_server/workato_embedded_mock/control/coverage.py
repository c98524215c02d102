"""Says of each operation of the document how the mock serves it; must not serve any."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from workato_embedded_mock.openapi.document import Document, load_evidence, operations_of
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.catalogue import all_rules


@dataclass(frozen=True, slots=True)
class Covered:
    """One operation.

    Attributes:
        operation_id: Its id in the document.
        method: Its method, in capitals.
        path: Its path below the base URL.
        rule: Whether the mock carries it out, with state; else it answers 501 from the example.
        confidence: How well the operation is known: documented, partly or inferred.
        evidence: What the contract tests have shown of it, by axis; None where nothing is kept for this document.
    """

    operation_id: str
    method: str
    path: str
    rule: bool
    confidence: str
    evidence: Json

    def as_json(self) -> Json:
        """Write it for an answer."""
        return asdict(self)


def coverage_of(document: Document) -> list[Covered]:
    """Answer all operations in the order of the document."""
    rules, evidence = all_rules(document), load_evidence(document)
    return [
        Covered(
            operation["operationId"],
            method,
            path,
            operation["operationId"] in rules,
            operation.get("x-provenance", {}).get("confidence", "unknown"),
            evidence.get(operation["operationId"]),
        )
        for path, method, operation in operations_of(document.content)
    ]
