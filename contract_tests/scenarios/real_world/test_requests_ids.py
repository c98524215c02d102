"""Any id in a body may be a number or a text of its digits, whatever the document says."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_tests.contracts.cases import CASES
from contract_tests.support.recorder import Recorder, without_times
from contract_tests.support.validator import operations, resolve

HERE = "/managed_users/512044"
ID = re.compile(r"(^|_)ids?$")
# Ids that are texts of the partner or of another system, not numbers of the API.
FOREIGN = {"external_id", "oauth_id", "plan_id"}
# Operations whose ids the document gives both types.
BOTH_TYPES = {"create_lookup_table"}
CODE = json.dumps({"number": 0, "provider": "clock", "name": "scheduled_event", "keyword": "trigger", "block": []})

ids = st.integers(1, 2**63 - 1)


def with_json_body() -> list[str]:
    """Return the operations with a JSON body."""
    return [
        operation_id
        for operation_id, operation in operations().items()
        if "application/json" in resolve(operation.get("requestBody", {})).get("content", {}) and operation_id in CASES
    ]


def other_types(value: Any, name: str = "") -> Any:
    """Return a body with numbers instead of texts of digits for all ids, and texts instead of numbers."""
    if isinstance(value, dict):
        return {key: other_types(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [other_types(item, name) for item in value]
    if not ID.search(name) or name in FOREIGN or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return int(value) if re.fullmatch("[0-9]+", value) else value
    return str(value) if isinstance(value, int) else value


@pytest.mark.parametrize("operation_id", with_json_body())
def test_an_id_of_the_other_type_is_served_like_the_documented_one(base_url: str, operation_id: str) -> None:
    """An id of the other type has the same response as the documented one, with a note if the body has ids."""
    case = CASES[operation_id]
    recorder = Recorder(base_url, uuid.uuid4().hex)
    recorder.prepare(case.first).sync(case.call)
    documented = recorder.responses[0]
    sent = json.loads(documented.request.content)
    changed = other_types(sent)
    other = Recorder(base_url, uuid.uuid4().hex)
    other.prepare(case.first)
    headers = {"Authorization": f"Bearer {other.token}"}
    response = httpx2.request(documented.request.method, documented.request.url, json=changed, headers=headers)
    assert response.status_code == documented.status_code, response.headers.get("X-Mock-Reason")
    assert without_times(response.json()) == without_times(documented.json())
    noted = "was read as" in response.headers.get("X-Mock-Reason", "")
    assert noted is (changed != sent and operation_id not in BOTH_TYPES)


@given(number=ids)
@settings(max_examples=10, deadline=None)
def test_any_number_and_its_digits_mean_the_same(base_url: str, number: int) -> None:
    """An id as a number gets the response of the same id as digits, also where no object has it."""
    bodies: dict[str, Any] = {
        "folders": lambda wanted: {"name": "F", "parent_id": wanted},
        "connections": lambda wanted: {"provider": "jira", "folder_id": wanted},
        "roles/2202/copy": lambda wanted: {"name": "R", "folder_ids": [wanted]},
        "recipes": lambda wanted: {"recipe": {"code": CODE, "folder_id": wanted}},
        "api_collections": lambda wanted: {"name": "C", "project_id": wanted},
        "lookup_tables/batch_delete": lambda wanted: {"ids": [wanted]},
    }
    for path, body in bodies.items():
        responses = [
            httpx2.post(
                f"{base_url}{HERE}/{path}", json=body(wanted), headers={"Authorization": f"Bearer {uuid.uuid4().hex}"}
            )
            for wanted in (number, str(number))
        ]
        results = [(response.status_code, without_times(response.json())) for response in responses]
        assert results[0] == results[1], path
