"""List every response that a document documents, including refusals: errors with a status of success."""

from __future__ import annotations

from dataclasses import dataclass

from contract_tests.support.validator import DOCUMENT, Document, operations, success_schema


@dataclass(frozen=True)
class DocumentedResponse:
    """One documented response of one operation.

    Attributes:
        operation_id: The operation.
        status: The HTTP status.
        is_refusal: Whether it is an error with a status of success, such as `200 {"success": false}`.
    """

    operation_id: str
    status: int
    is_refusal: bool = False

    @property
    def is_success(self) -> bool:
        """Whether the operation was carried out."""
        return self.status < 300 and not self.is_refusal

    @property
    def label(self) -> str:
        """The status in words: `404`, or `200 refused`."""
        return f"{self.status} refused" if self.is_refusal else str(self.status)

    def __str__(self) -> str:
        return f"{self.operation_id} {self.label}"


def documented_responses(document: Document = DOCUMENT) -> list[DocumentedResponse]:
    """Return all responses of a document in its order."""
    found = []
    for operation_id, operation in operations(document).items():
        for status in operation["responses"]:
            found.append(DocumentedResponse(operation_id, int(status)))
            if status.startswith("2"):
                # Where the schema has an example of a refusal, the example of the response is the success.
                example = success_schema(operation, document).get("example", {})
                if isinstance(example, dict) and example.get("success") is False:
                    found.append(DocumentedResponse(operation_id, int(status), is_refusal=True))
    return found
