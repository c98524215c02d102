"""Describes how the mock serves each operation of the document."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from workato_embedded_mock.openapi.document import Document, load_evidence, operations_of
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.catalogue import all_rules


@dataclass(frozen=True, slots=True)
class OperationCoverage:
    """How one operation is served.

    Attributes:
        operation_id: Its operationId.
        method: Its method, in capitals.
        path: Its path below the base URL.
        rule: Whether the mock has a rule for it; otherwise it returns 501 and the example.
        confidence: How well it is known: documented, partly or inferred.
        evidence: What the contract tests have shown of it, by axis; None without evidence for this document.
    """

    operation_id: str
    method: str
    path: str
    rule: bool
    confidence: str
    evidence: Json

    def as_json(self) -> Json:
        """Return it as JSON."""
        return asdict(self)


def coverage_of(document: Document) -> list[OperationCoverage]:
    """Return the coverage of all operations in the order of the document."""
    rules, evidence = all_rules(document), load_evidence(document)
    return [
        OperationCoverage(
            operation["operationId"],
            method,
            path,
            operation["operationId"] in rules,
            operation.get("x-provenance", {}).get("confidence", "unknown"),
            evidence.get(operation["operationId"]),
        )
        for path, method, operation in operations_of(document.content)
    ]
