"""Calls that nobody thought of are answered as the document says: a share of what `make fuzz` tries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contract_tests.support.validator import DOCUMENT, operations
from contract_tests.tools.evidence.notes import FUZZED, Notes
from contract_tests.tools.fuzzing.by_design import TOO_LARGE, may_accept, may_refuse, reasons_of
from contract_tests.tools.fuzzing.run import fuzz


def test_whatever_comes_in_is_answered_as_the_document_says(evidence: Notes) -> None:
    """No fault, and no status, body or content type outside the document; every operation has its success."""
    outcome = fuzz(max_examples=8)
    assert not outcome.failures, outcome.output
    assert not outcome.unreached
    assert outcome.operations == len(operations())
    assert outcome.cases > 4000
    for operation_id, operation in operations().items():
        if f"{operation['method']} {operation['path']}" in outcome.reached:
            evidence.note(operation_id, FUZZED, "yes")


@pytest.fixture
def other_document(tmp_path: Path) -> Path:
    """A document that the mock does not keep: of three answers, one each has another status, shape and content type."""
    document: dict[str, Any] = json.loads(json.dumps(DOCUMENT))
    paths = document["paths"]
    del paths["/managed_users/{managed_user_id}"]["get"]["responses"]["404"]
    document["components"]["schemas"]["TaskUsage"].setdefault("required", []).append("unheard_of")
    answer = paths["/customer_managers"]["get"]["responses"]["200"]
    answer["content"] = {"text/csv": answer["content"]["application/json"]}
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def test_a_mock_that_does_not_keep_the_document_is_found_out(other_document: Path) -> None:
    """An undocumented status, a body outside its schema and a wrong content type are failures, each by its name."""
    tried = ["get_managed_user", "get_task_usage", "list_customer_managers"]
    outcome = fuzz(max_examples=2, document=other_document, operations=tried)
    titles = " ".join(outcome.failures)
    assert "Undocumented status code" in titles
    assert "Response violates schema" in titles
    assert "Undocumented Content-Type" in titles


@pytest.mark.parametrize(
    ("keyword", "text", "expected"),
    [("unique", "taken", True), ("type", TOO_LARGE, True), ("type", "not a string", False), ("maximum", "", False)],
)
def test_a_call_that_fits_is_refused_for_a_rule_only(keyword: str, text: str, *, expected: bool) -> None:
    """What a schema of the document could say is no reason to refuse what fits the document."""
    assert may_refuse([{"pointer": "/body/name", "keyword": keyword, "text": text}]) is expected


def test_what_does_not_fit_is_served_with_a_note_only() -> None:
    """Without `X-Mock-Reason` such an answer is a failure, and so is a refusal."""
    noted = reasons_of({"x-mock-reason": ['[{"pointer":"/query/per_page","keyword":"maximum","text":"lowered"}]']})
    assert may_accept(noted)
    assert not may_accept(reasons_of({}))
    assert not may_refuse(reasons_of({}))
