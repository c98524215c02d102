"""Responses to generated requests are as documented: a small part of `make fuzz`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contract_tests.support.evidence_notes import FUZZED, Notes
from contract_tests.support.validator import DOCUMENT, operations
from contract_tests.tools.fuzzing.by_design import TOO_LARGE, are_twins, may_accept, may_reject, reasons_of
from contract_tests.tools.fuzzing.run import fuzz


@pytest.mark.slow
def test_responses_to_generated_requests_are_as_documented(evidence: Notes) -> None:
    """No response has an undocumented status, body or content type, and each operation succeeds at least once."""
    outcome = fuzz(max_examples=3)
    assert not outcome.failures, outcome.output
    assert not outcome.unreached
    assert outcome.operations == len(operations())
    assert outcome.cases > 4000
    for operation_id, operation in operations().items():
        if f"{operation['method']} {operation['path']}" in outcome.reached:
            evidence.note(operation_id, FUZZED, "yes")


@pytest.fixture
def other_document(tmp_path: Path) -> Path:
    """Return a document that differs from the mock in a status, a body and a content type."""
    document: dict[str, Any] = json.loads(json.dumps(DOCUMENT))
    paths = document["paths"]
    del paths["/managed_users/{managed_user_id}"]["get"]["responses"]["404"]
    document["components"]["schemas"]["TaskUsage"].setdefault("required", []).append("unheard_of")
    response = paths["/customer_managers"]["get"]["responses"]["200"]
    response["content"] = {"text/csv": response["content"]["application/json"]}
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def test_differences_from_the_document_are_found(other_document: Path) -> None:
    """An undocumented status, a body that does not fit its schema, and a wrong content type are reported."""
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
def test_a_valid_request_may_be_rejected_only_for_a_rule(keyword: str, text: str, *, expected: bool) -> None:
    """A request that fits the document may be rejected only for a reason that no schema can express."""
    assert may_reject([{"pointer": "/body/name", "keyword": keyword, "text": text}]) is expected


def test_an_invalid_request_may_be_accepted_only_with_a_note() -> None:
    """Accepting an invalid request, or rejecting a valid one, without `X-Mock-Reason` is a failure."""
    noted = reasons_of({"x-mock-reason": ['[{"pointer":"/query/per_page","keyword":"maximum","text":"lowered"}]']})
    assert may_accept(noted)
    assert not may_accept(reasons_of({}))
    assert not may_reject(reasons_of({}))


def test_only_documented_twins_are_served_without_an_operation() -> None:
    """A method that the document names as a twin of an operation may be served, and no other one."""
    path = "/v2/managed_users/{managed_user_id}/recipes/{recipe_id}/versions/{id}"
    assert are_twins(path, ["PUT"])
    assert not are_twins(path, ["PUT", "POST"])
    assert not are_twins("/managed_users", ["PUT"])
