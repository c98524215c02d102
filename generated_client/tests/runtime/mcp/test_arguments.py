"""Tests of the check of arguments before a call."""

from __future__ import annotations

from typing import Any

import pytest
from workato_embedded._runtime.mcp.arguments import Arguments, InvalidArgumentsError, checked_call
from workato_embedded._runtime.mcp.describing import describe
from workato_embedded._runtime.plain_json import is_object

from .programs import Program, document

READ, WRITE = "call_read_operation", "call_write_operation"
CUSTOMER = {"managed_user_id": "E42"}
NAMED = {"name": "Globex", "notification_email": "ops@example.com"}


@pytest.mark.parametrize(
    ("tool", "operation", "arguments", "text"),
    [
        (READ, "get_managed_user", {}, "path: missing managed_user_id"),
        (
            READ,
            "get_managed_user",
            {"path": {"managed_user": 7}},
            "unknown managed_user; did you mean managed_user_id?",
        ),
        (READ, "list_managed_users", {"query": {"page": "one"}}, 'query/page: expected type "integer"'),
        (READ, "list_managed_users", {"query": {"zzz": 1}}, "query: unknown zzz; known: page, per_page"),
        (READ, "get_task_usage", {"path": {"zzz": 1}}, "path: unknown zzz; known: none"),
        (READ, "list_managed_users", {"query": {"per_page": 500}}, "query/per_page: expected maximum 100"),
        (READ, "list_managed_users", {"body": {}}, "body: the operation has no body"),
        (WRITE, "create_managed_user", {}, "body: missing"),
        (WRITE, "create_managed_user", {"body": {}}, "body: missing name, notification_email"),
        (WRITE, "create_managed_user", {"body": {**NAMED, "externalid": "7"}}, "did you mean external_id?"),
        (WRITE, "create_managed_user", {"body": {**NAMED, "name": 7}}, 'body/name: expected type "string"'),
        (WRITE, "import_package", {"path": CUSTOMER, "query": {"folder_id": 1}}, "import_package sends a file"),
    ],
)
def test_invalid_arguments_are_not_sent(tool: str, operation: str, arguments: dict[str, Any], text: str) -> None:
    """Arguments that do not fit the document are one error with each problem; a person is not asked."""
    program = Program()
    failure = program.failure(tool, operation_id=operation, **arguments)
    assert text in failure
    assert failure.count(text) == 1
    assert (program.stub.calls, program.questions) == ([], [])


@pytest.mark.parametrize(
    ("tool", "arguments", "text"),
    [
        (
            READ,
            {"operation": "get_managed_user"},
            f"invalid arguments of {READ}: unknown operation; did you mean operation_id?",
        ),
        (
            READ,
            {"operation_id": "list_managed_users", "zzz": {}},
            "unknown zzz; known: operation_id, path, query, body, start",
        ),
        (READ, {}, f"invalid arguments of {READ}: operation_id: Field required"),
        (READ, {"operation_id": "list_managed_users", "query": "hunter2"}, "query: Input should be a valid dictionary"),
        (WRITE, {"operation_id": "create_managed_user", "bodies": {"name": "hunter2"}}, "did you mean body?"),
        ("describe_operation", {"operation_id": 7}, "operation_id: Input should be a valid string"),
        ("search_operations", {"query": "roles", "limit": 0}, "limit: Input should be greater than or equal to 1"),
    ],
)
def test_invalid_arguments_of_a_tool_are_one_sentence(tool: str, arguments: dict[str, Any], text: str) -> None:
    """A misspelt or missing argument of a tool, and one of a wrong type, are named on one line without values."""
    program = Program()
    failure = program.failure(tool, **arguments)
    assert text in failure
    assert "\n" not in failure
    assert "hunter2" not in failure
    assert (program.stub.calls, program.questions) == ([], [])


def test_an_error_shows_no_values() -> None:
    """The error of an invalid argument does not repeat its value, which may be a secret."""
    body = {**NAMED, "external_id": {"password": "hunter2-hunter2"}, "frame_ancestors": ["hunter2-hunter2"]}
    failure = Program().failure(WRITE, operation_id="create_managed_user", body=body)
    assert "body/external_id" in failure
    assert "hunter2" not in failure


def test_an_alternative_and_a_missing_body_are_checked() -> None:
    """A value that fits no alternative is an error; an optional body may be missing."""
    _checked("disconnect_connection", None, connection_id=7)
    with pytest.raises(InvalidArgumentsError, match="body/role_id: fits none of the documented forms"):
        checked_call(document().find("update_customer_manager"), Arguments({"id": 7}, {}, {"role_id": []}))


def test_many_problems_are_summed_up() -> None:
    """An error names ten problems and the number of the others."""
    with pytest.raises(InvalidArgumentsError) as caught:
        _checked("create_lookup_table", {"lookup_table": {"name": 1, "schema": [7] * 30}})
    assert str(caught.value).endswith(" more")


def test_numbers_may_be_text_in_the_url() -> None:
    """A number is accepted where the URL has text, and text stays text."""
    program = Program()
    program.data(READ, operation_id="get_managed_user", path={"managed_user_id": 512044})
    assert program.stub.calls[0].path == "/api/managed_users/512044"


@pytest.mark.parametrize("wrapped", [True, False])
def test_the_wrapper_of_a_body_is_optional(wrapped: bool) -> None:
    """The body is sent inside the API's wrapper, whether it is given with or without it."""
    program, fields = Program(), {"name": "New", "code": "{}", "folder_id": "7"}
    body = {"recipe": fields} if wrapped else fields
    program.data(WRITE, operation_id="create_recipe", path=CUSTOMER, body=body)
    assert program.stub.calls[0].body == {"recipe": fields}


def test_every_example_is_valid() -> None:
    """The examples in the descriptions are valid arguments."""
    for each in document().operations.values():
        made = describe(each)
        if each.takes_file:
            continue
        path = {name: schema["example"] for name, schema in made.get("path", {}).items()}
        body = made["body"].get("example") if "body" in made else None
        query = {name: schema["example"] for name, schema in made.get("query", {}).items() if schema["required"]}
        checked_call(each, Arguments(path, query, body if is_object(body) else None))


def _checked(operation: str, body: dict[str, Any] | None, **path: Any) -> object:
    return checked_call(document().find(operation), Arguments({**CUSTOMER, **path}, {}, body))
