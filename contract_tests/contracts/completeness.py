"""Holds the cases to the document: no documented answer without a way to meet it."""

from __future__ import annotations

from contract_tests.contracts.exercises import way_to
from contract_tests.contracts.responses import documented_answers
from contract_tests.contracts.target import BrokenError
from contract_tests.support.validator import DOCUMENT, Document


def hold_complete(document: Document = DOCUMENT) -> None:
    """Require a call for each documented answer.

    Raises:
        BrokenError: There are answers that no call is known to get.
    """
    unmet = [str(answer) for answer in documented_answers(document) if way_to(answer) is None]
    if unmet:
        raise BrokenError(
            f"No call is known that is answered so: {', '.join(unmet)}; add one to contract_tests/contracts/cases."
        )
