"""Check that the cases cover the document: each documented response can be exercised."""

from __future__ import annotations

from contract_tests.contracts.exercises import kind_of
from contract_tests.contracts.responses import documented_responses
from contract_tests.contracts.target import ContractError
from contract_tests.support.validator import DOCUMENT, Document


def check_completeness(document: Document = DOCUMENT) -> None:
    """Require an exercise for each documented response.

    Raises:
        ContractError: Some responses have no exercise.
    """
    missing = [str(response) for response in documented_responses(document) if kind_of(response) is None]
    if missing:
        raise ContractError(f"no case produces {', '.join(missing)}; add one to contract_tests/contracts/cases")
