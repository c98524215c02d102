"""The client meets each documented answer of each operation at the mock, and a judge that knows neither agrees."""

from __future__ import annotations

import pytest

from contract_tests.contracts.completeness import hold_complete
from contract_tests.contracts.exercises import INJECTED, MET, way_to
from contract_tests.contracts.responses import Answer, documented_answers
from contract_tests.contracts.target import World
from contract_tests.contracts.triangle import hold
from contract_tests.tools.evidence.notes import CLIENT, REFUSALS, VALIDATED, Notes

ANSWERS = documented_answers()


def by_way(way: str) -> list[Answer]:
    """Return the answers that are met in one way."""
    return [answer for answer in ANSWERS if way_to(answer) == way]


def test_every_documented_answer_can_be_met() -> None:
    """A status that is added to the document needs a call that is answered so."""
    hold_complete()


def note(answer: Answer, way: str, evidence: Notes) -> None:
    """Note what the meeting of an answer shows."""
    if answer.is_success:
        evidence.note(answer.operation_id, CLIENT, "sync")
        evidence.note(answer.operation_id, VALIDATED, "request")
        evidence.note(answer.operation_id, VALIDATED, "response")
    else:
        evidence.note(answer.operation_id, REFUSALS, answer.label, way)


@pytest.mark.parametrize("answer", by_way(MET), ids=str)
def test_client_mock_and_document_agree(answer: Answer, world: World, evidence: Notes) -> None:
    """The request is allowed, the answer documented, read whole or raised as the exception that stands for it."""
    assert hold(answer, world) > 0
    note(answer, MET, evidence)


@pytest.mark.parametrize("answer", by_way(INJECTED), ids=str)
def test_they_agree_on_what_only_a_fault_brings(answer: Answer, world: World, evidence: Notes) -> None:
    """What the mock has no occasion for is injected, and counted apart: each operation's 500, and few others."""
    assert hold(answer, world) == 1
    note(answer, INJECTED, evidence)
