"""Lists every answer that a document documents, refusals that come with a status of success among them."""

from __future__ import annotations

from dataclasses import dataclass

from contract_tests.support.validator import DOCUMENT, Document, operations, resolve


@dataclass(frozen=True)
class Answer:
    """One documented answer of one operation; `refused` where it refuses with a status of success."""

    operation_id: str
    status: int
    refused: bool = False

    @property
    def is_success(self) -> bool:
        """Whether the operation was carried out."""
        return self.status < 300 and not self.refused

    @property
    def label(self) -> str:
        """The status in words: `404`, or `200 refused`."""
        return f"{self.status} refused" if self.refused else str(self.status)

    def __str__(self) -> str:
        return f"{self.operation_id} {self.label}"


def documented_answers(document: Document = DOCUMENT) -> list[Answer]:
    """Return all answers of a document in its order."""
    found = []
    for operation_id, operation in operations(document).items():
        for status, response in operation["responses"].items():
            found.append(Answer(operation_id, int(status)))
            if status.startswith("2"):
                media = resolve(response, document)["content"]["application/json"]
                # A schema whose own example is a refusal: the success is the example of the answer.
                example = resolve(media["schema"], document).get("example", {})
                if isinstance(example, dict) and example.get("success") is False:
                    found.append(Answer(operation_id, int(status), refused=True))
    return found
