"""Client, mock and document agree on each documented response of each operation."""

from __future__ import annotations

import pytest

from contract_tests.contracts.completeness import check_completeness
from contract_tests.contracts.exercises import INJECTED, OWN_RULES, kind_of
from contract_tests.contracts.responses import DocumentedResponse, documented_responses
from contract_tests.contracts.target import Target
from contract_tests.contracts.triangle import check_response
from contract_tests.support.evidence_notes import CLIENT, REFUSALS, VALIDATED, Notes

RESPONSES = documented_responses()


def of_kind(kind: str) -> list[DocumentedResponse]:
    """Return the responses that are produced in one way."""
    return [response for response in RESPONSES if kind_of(response) == kind]


def note(response: DocumentedResponse, kind: str, evidence: Notes) -> None:
    """Note what the check of a response shows."""
    if response.is_success:
        evidence.note(response.operation_id, CLIENT, "sync")
        evidence.note(response.operation_id, VALIDATED, "request")
        evidence.note(response.operation_id, VALIDATED, "response")
    else:
        evidence.note(response.operation_id, REFUSALS, response.label, kind)


def test_every_documented_response_can_be_exercised() -> None:
    """Each response in the document has a call that produces it, so a new status needs a new case."""
    check_completeness()


@pytest.mark.parametrize("response", of_kind(OWN_RULES), ids=str)
def test_client_mock_and_document_agree(response: DocumentedResponse, target: Target, evidence: Notes) -> None:
    """The document allows request and response, and the client parses the response or raises the right exception."""
    assert check_response(response, target) > 0
    note(response, OWN_RULES, evidence)


@pytest.mark.parametrize("response", of_kind(INJECTED), ids=str)
def test_client_mock_and_document_agree_on_injected_errors(
    response: DocumentedResponse, target: Target, evidence: Notes
) -> None:
    """Errors that only a fault produces, such as each 500, have the documented body and raise the right exception."""
    assert check_response(response, target) == 1
    note(response, INJECTED, evidence)
