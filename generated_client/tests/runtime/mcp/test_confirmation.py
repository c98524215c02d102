"""Tests of the person who confirms writes."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from mcp import Client

from .programs import Action, Program

READ, WRITE = "call_read_operation", "call_write_operation"
CUSTOMER = {"managed_user_id": "Eacme/42"}
CHANGE: dict[str, Any] = {"operation_id": "update_managed_user", "path": CUSTOMER, "body": {"name": "Globex"}}
DELETION: dict[str, Any] = {"operation_id": "delete_managed_user", "path": CUSTOMER}
MODES: list[Literal["auto", "legacy"]] = ["auto", "legacy"]


@pytest.mark.parametrize("mode", MODES)
def test_a_person_confirms_a_write(mode: Literal["auto", "legacy"]) -> None:
    """A write is sent once after a person has seen host, operation and arguments, in old and new protocols."""
    program = Program(mode=mode)
    assert program.data(WRITE, **CHANGE)["status"] == 200
    assert program.questions == [
        "Send this request to stub.example.com?\n"
        "PUT /managed_users/Eacme%2F42\n"
        "update_managed_user: Update a customer\n"
        'Body: {"name": "Globex"}'
    ]
    assert len(program.stub.calls) == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("action", "confirm"), [("decline", True), ("cancel", True), ("accept", False)])
def test_nothing_is_sent_without_a_confirmation(mode: Literal["auto", "legacy"], action: Action, confirm: bool) -> None:
    """A person who declines, closes the question or chooses no prevents the call."""
    program = Program(mode=mode, action=action, confirm=confirm)
    assert program.data(WRITE, **CHANGE) == {
        "operation_id": "update_managed_user",
        "sent": False,
        "note": "not sent: the person did not confirm it",
    }
    assert (len(program.questions), program.stub.calls) == (1, [])


def test_a_read_asks_nothing() -> None:
    """A read is sent without a question, also one with a body."""
    program = Program()
    program.data(READ, operation_id="get_managed_user", path=CUSTOMER)
    path = {**CUSTOMER, "connection_id": 7}
    program.data(READ, operation_id="get_picklist_values", path=path, body={"pick_list_name": "a"})
    assert (len(program.stub.calls), program.questions) == (2, [])


@pytest.mark.parametrize("mode", MODES)
def test_a_program_that_cannot_ask_only_reads(mode: Literal["auto", "legacy"]) -> None:
    """A program without elicitation sees no tool that writes, and a call of it is an error that names the option."""
    program = Program(mode=mode, action=None)
    assert WRITE not in tools(program)
    failure = program.failure(WRITE, **CHANGE)
    assert "update_managed_user changes data, which a person has to confirm" in failure
    assert "--allow-writes" in failure
    assert program.data(READ, operation_id="get_managed_user", path=CUSTOMER)["status"] == 200
    assert len(program.stub.calls) == 1


def test_writes_can_be_allowed() -> None:
    """With the option, a program without elicitation writes without a question, and one with it still asks."""
    program = Program(action=None, allow_writes=True)
    assert WRITE in tools(program)
    assert program.data(WRITE, **CHANGE)["status"] == 200
    asking = Program(allow_writes=True)
    asking.data(WRITE, **CHANGE)
    assert len(asking.questions) == 1


@pytest.mark.parametrize("operation", ["delete_managed_user", "batch_delete_lookup_tables"])
def test_a_deletion_always_needs_a_person(operation: str) -> None:
    """A program that cannot ask does not delete, whatever the option says."""
    arguments: dict[str, Any] = {"operation_id": operation, "path": CUSTOMER}
    if operation.startswith("batch"):
        arguments["body"] = {"ids": [7]}
    program = Program(action=None, allow_writes=True)
    assert f"{operation} deletes, which a person has to confirm" in program.failure(WRITE, **arguments)
    assert program.stub.calls == []
    asking = Program()
    asking.data(WRITE, **arguments)
    assert asking.questions[0].endswith("It deletes data.")


def test_each_tool_has_its_operations() -> None:
    """A tool that reads does not write, and the other one does not read: their hints are true."""
    assert "call it with call_write_operation" in Program().failure(READ, **DELETION)
    assert "call it with call_read_operation" in Program().failure(WRITE, operation_id="list_managed_users")


def test_a_question_masks_secrets_and_escapes_controls() -> None:
    """Secrets are masked in a question, and an argument cannot add lines to it."""
    program = Program()
    path = {"managed_user_id": "7"}
    body = {"name": "a\nSend\u202e", "provider": "jira", "folder_id": 7, "input": {"password": "hunter2"}}
    program.data(WRITE, operation_id="create_connection", path=path, body=body)
    (text,) = program.questions
    assert text.count("\n") == 3
    assert "hunter2" not in text
    assert "\u202e" not in text
    assert r'"name": "a\nSend\x202e"' in text


def test_a_question_has_the_query_and_notes_secrets_of_the_result() -> None:
    """A question shows the query, and says that secrets of the result will be masked."""
    program = Program()
    path = {**CUSTOMER, "client_id": 7}
    program.data(WRITE, operation_id="regenerate_developer_api_client_token", path=path)
    assert program.questions[0].endswith("Secrets in its result will be masked.")
    program.data(
        WRITE,
        operation_id="remove_collaborator_group_members",
        path={**CUSTOMER, "id": "g"},
        query={"user_ids": [7]},
    )
    assert 'Query: {"user_ids": [7]}' in program.questions[1]


def test_arguments_that_no_person_can_read_are_not_sent() -> None:
    """A call whose arguments are too long for a question is an error."""
    program = Program()
    body = {"name": "x", "code": "x" * 9_000, "folder_id": "7"}
    failure = program.failure(WRITE, operation_id="create_recipe", path=CUSTOMER, body=body)
    assert "too long for a person to confirm" in failure
    assert (program.stub.calls, program.questions) == ([], [])


def test_tools_have_hints() -> None:
    """Hints mark the tools that do not change data, and the one that may destroy some."""

    async def listed(client: Client) -> list[Any]:
        return list((await client.list_tools()).tools)

    hints = {tool.name: tool.annotations for tool in Program().run(listed)}
    assert {name for name, hint in hints.items() if hint.read_only_hint} == hints.keys() - {WRITE}
    assert hints[WRITE].destructive_hint
    assert len(hints) == 4


def tools(program: Program) -> list[str]:
    """Return the names of the tools that a program sees."""

    async def listed(client: Client) -> list[str]:
        return [tool.name for tool in (await client.list_tools()).tools]

    return program.run(listed)
