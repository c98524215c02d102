"""The MCP server works with the mock as its address, as a program with a language model uses it."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import pytest
from mcp import Client
from mcp.types import ElicitResult
from workato_embedded import WorkatoEmbedded
from workato_embedded._operations.index import ALL
from workato_embedded._runtime.mcp.confirmation import Session
from workato_embedded._runtime.mcp.document import Document
from workato_embedded._runtime.mcp.searching import Search
from workato_embedded._runtime.mcp.server import make_server
from workato_embedded._runtime.spec import read_spec

from contract_tests.support.command_line import run
from contract_tests.support.validator import ROOT

GUIDE = (ROOT / "docs/guides/mcp.md").read_text("utf-8")
# The calls of the guide, in order: each is a tool with its arguments.
CALLS = [
    (call["tool"], call["arguments"])
    for block in re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    if "tool" in (call := json.loads(block))
]


class Conversation:
    """Calls of one program, whose person confirms everything.

    Attributes:
        questions: What the person was asked.
    """

    def __init__(self, client: WorkatoEmbedded) -> None:
        document = Document(read_spec(), ALL)
        self._session = Session(document, Search(document), client, allow_writes=False)
        self.questions: list[str] = []

    def call(self, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
        """Carry out calls in order, and return their data."""

        async def connected() -> list[Any]:
            async with Client(make_server(self._session, "1.0"), elicitation_callback=self._confirm) as client:
                return [(await client.call_tool(*call)).structured_content for call in calls]

        return asyncio.run(connected())

    async def _confirm(self, context: Any, params: Any) -> ElicitResult:  # noqa: ARG002 - the SDK's
        self.questions.append(params.message)
        return ElicitResult(action="accept", content={"confirm": True})


@pytest.fixture
def conversation(client: WorkatoEmbedded) -> Conversation:
    """Return a program in the test's namespace."""
    return Conversation(client)


def test_an_object_is_created_read_and_deleted(conversation: Conversation, client: WorkatoEmbedded) -> None:
    """What a program writes, it can read and delete, and the client sees the same."""
    body = {"name": "Globex", "notification_email": "ops@example.com", "external_id": "globex"}
    path = {"managed_user_id": "Eglobex"}
    created, read = conversation.call(
        ("call_write_operation", {"operation_id": "create_managed_user", "body": body}),
        ("call_read_operation", {"operation_id": "get_managed_user", "path": path}),
    )
    assert read["result"]["id"] == created["result"]["id"] == client.managed_users.get("Eglobex").id
    deleted, missing = conversation.call(
        ("call_write_operation", {"operation_id": "delete_managed_user", "path": path}),
        ("call_read_operation", {"operation_id": "get_managed_user", "path": path}),
    )
    assert deleted["status"] == 200
    assert missing["error"]["status"] == 404
    assert len(conversation.questions) == 2


def test_the_reasons_of_the_mock_are_in_an_error(conversation: Conversation) -> None:
    """An error has the reasons of `X-Mock-Reason`, the message of the API and the id of the request."""
    call = ("call_read_operation", {"operation_id": "get_managed_user", "path": {"managed_user_id": "Enone"}})
    (made,) = conversation.call(call)
    assert (made["error"]["kind"], made["error"]["status"]) == ("NotFoundError", 404)
    assert made["error"]["reasons"][0]["pointer"] == "/path/managed_user_id"
    assert made["error"]["request_id"]


def test_all_pages_are_read_by_their_next(conversation: Conversation, client: WorkatoEmbedded) -> None:
    """Following `next` reads all entries of a list, once each."""
    expected = [each.id for each in client.managed_users.list()]
    found: list[int] = []
    following: dict[str, Any] = {"query": {"per_page": 1}}
    while following:
        (made,) = conversation.call(("call_read_operation", {"operation_id": "list_managed_users", **following}))
        found += [each["id"] for each in made["result"]]
        following = made.get("next", {})
    assert found == expected
    assert len(found) > 1


def test_the_calls_of_the_guide_work(conversation: Conversation) -> None:
    """Each call of the guide succeeds in order, and the question of the guide is asked."""
    assert len(CALLS) >= 4
    for made in conversation.call(*CALLS):
        assert "error" not in made
    (question,) = conversation.questions
    host = question.split("?")[0].removeprefix("Send this request to ")
    assert f"```text\n{question.replace(host, 'www.workato.com')}\n```" in GUIDE


def test_the_guide_lists_tools_and_options(conversation: Conversation) -> None:
    """The guide names each tool and each option of the command, and its setting is valid."""

    async def tools() -> list[str]:
        async with Client(
            make_server(conversation._session, "1.0"), elicitation_callback=conversation._confirm
        ) as client:
            return [tool.name for tool in (await client.list_tools()).tools]

    assert all(f"`{name}`" in GUIDE for name in asyncio.run(tools()))
    help_text = run("mcp", "--help").stdout
    assert all(option in help_text for option in re.findall(r"`(--[a-z-]+)", GUIDE))
    settings = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)]
    (server,) = next(each["mcpServers"] for each in settings if "mcpServers" in each).values()
    assert run(*server["args"], "--help").exit_code == 0
    assert server["env"].keys() <= {"WORKATO_EMBEDDED_API_TOKEN", "WORKATO_EMBEDDED_DATA_CENTER"}
