"""Tests of the calls that the server sends, and of their results and errors."""

from __future__ import annotations

import json
from typing import Any

import httpx2

from .programs import Program

READ, WRITE = "call_read_operation", "call_write_operation"
CUSTOMER = {"managed_user_id": "E42"}


def error(program: Program, tool: str, operation: str, **arguments: Any) -> dict[str, Any]:
    """Return the error of a call as data; its text has the same."""
    result = program.call(tool, operation_id=operation, **arguments)
    assert result.is_error
    assert result.structured_content is not None
    assert json.loads(result.content[0].text) == result.structured_content  # type: ignore[union-attr]
    found: dict[str, Any] = result.structured_content["error"]
    return found


def test_a_result_is_returned_without_its_envelope() -> None:
    """A call returns the status and the result, and sends one request."""
    program = Program()
    made = program.data(READ, operation_id="list_managed_users", query={"page": 1})
    assert (made["status"], made["result"][0]["id"], made["entries_of_page"]) == (200, 512044, 1)
    assert [(call.operation_id, call.query) for call in program.stub.calls] == [("list_managed_users", {"page": "1"})]


def test_secrets_in_results_are_masked() -> None:
    """Fields that the document marks as secret, and texts that look secret, are masked."""
    program = Program()
    made = program.data(WRITE, operation_id="create_developer_api_client", path=CUSTOMER, body=_example())
    assert "[secret]" in json.dumps(made["result"])
    program.stub.reply("get_managed_user", json={"id": 7, "name": "https://me:hunter2-hunter2@example.com"})
    shown = program.data(READ, operation_id="get_managed_user", path=CUSTOMER)["result"]
    assert "hunter2" not in json.dumps(shown)


def _example() -> dict[str, Any]:
    return dict(Program().data("describe_operation", operation_id="create_developer_api_client")["body"]["example"])


def test_an_error_response_is_structured() -> None:
    """An error response has its status, body, reasons, request id and time to wait."""
    program = Program()
    reason = {"pointer": "/path/managed_user_id", "keyword": "unknown", "text": "no such customer"}
    headers = {"X-Mock-Reason": json.dumps([reason]), "X-Correlation-Id": "req-7", "Retry-After": "9"}
    program.stub.reply("get_managed_user", status=404, headers=headers)
    found = error(program, READ, "get_managed_user", path=CUSTOMER)
    assert (found["kind"], found["status"], found["request_id"]) == ("NotFoundError", 404, "req-7")
    assert found["reasons"] == [reason]
    assert found["retry_after"] == 9
    assert found["message"].startswith("GET /api/managed_users/E42: 404")
    assert isinstance(found["body"], dict)


def test_an_error_repeats_no_secret() -> None:
    """Secrets that were sent are masked in the body of an error response that repeats them."""
    program = Program()
    program.stub.reply("create_connection", status=400, json={"message": "hunter2-hunter2 is wrong"})
    body = {"name": "Jira", "provider": "jira", "folder_id": 7, "input": {"password": "hunter2-hunter2"}}
    found = error(program, WRITE, "create_connection", path=CUSTOMER, body=body)
    assert "hunter2" not in json.dumps(found)
    assert found["body"] == {"message": "[secret] is wrong"}


def test_a_response_that_is_not_as_documented_is_an_error() -> None:
    """A success that is not JSON is an error with the text of the body."""
    program = Program()
    program.stub.reply("get_managed_user", text="<html>")
    found = error(program, READ, "get_managed_user", path=CUSTOMER)
    assert (found["kind"], found["status"], found["body"]) == ("APIResponseError", 200, "<html>")


def test_a_write_without_a_response_may_have_been_carried_out() -> None:
    """A write whose response is lost says that it may have been carried out; a read does not."""
    program = Program()
    for operation in ("create_managed_user", "get_managed_user"):
        program.stub.fail(operation, httpx2.ReadTimeout("late"))
    named = {"name": "Globex", "notification_email": "ops@example.com"}
    found = error(program, WRITE, "create_managed_user", body=named)
    assert found["kind"] == "APITimeoutError"
    assert found["note"].startswith("the change may have been carried out")
    assert "note" not in error(program, READ, "get_managed_user", path=CUSTOMER)


def test_reasons_of_a_success_are_shown() -> None:
    """What a mock server tolerated in a request is in the result."""
    program = Program()
    reason = {"pointer": "", "keyword": "trailingSlash", "text": "tolerated"}
    program.stub.reply("get_managed_user", headers={"X-Mock-Reason": json.dumps([reason])})
    assert program.data(READ, operation_id="get_managed_user", path=CUSTOMER)["reasons"] == [reason]


def test_a_value_that_cannot_be_sent_is_an_error() -> None:
    """A path value that would address another path is an error, before or without a person."""
    for program in (Program(), Program(action=None, allow_writes=True)):
        assert "invalid managed_user_id" in program.failure(READ, operation_id="get_managed_user", path=_dots())
        body = {"name": "a"}
        failure = program.failure(WRITE, operation_id="update_managed_user", path=_dots(), body=body)
        assert "invalid managed_user_id" in failure
        assert (program.stub.calls, program.questions) == ([], [])


def _dots() -> dict[str, str]:
    return {"managed_user_id": ".."}
