"""What the mock does not carry out yet it says so, and shows the documented example."""

from __future__ import annotations

import re

import httpx
import pytest

from contract_tests.cases import CASES
from contract_tests.judge import documented_example, operations, success_status

PENDING = sorted(operations().keys() - CASES.keys())


@pytest.mark.parametrize("operation_id", PENDING)
def test_an_operation_without_a_rule_answers_501_from_its_example(operation_id: str, http: httpx.Client) -> None:
    """An operation that has no case here has no rule in the mock, which answers 501 with the example of the spec."""
    operation = operations()[operation_id]
    response = http.request(operation["method"], re.sub(r"\{\w+\}", "1", operation["path"]))
    example = documented_example(operation, success_status(operation))
    assert (response.status_code, response.json()) == (501, example)
    assert "no rule" in response.headers["x-mock-reason"]
