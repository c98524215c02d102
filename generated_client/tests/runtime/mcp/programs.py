"""A program with a language model, as the SDK's own client in the process of the server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, TypeVar

from mcp import Client
from mcp.types import CallToolResult, ElicitRequestFormParams, ElicitResult
from workato_embedded._operations.index import ALL
from workato_embedded._runtime.mcp.confirmation import Session
from workato_embedded._runtime.mcp.document import Document
from workato_embedded._runtime.mcp.searching import Search
from workato_embedded._runtime.mcp.server import make_server
from workato_embedded._runtime.spec import read_spec
from workato_embedded.testing import Stub

T = TypeVar("T")
Action = Literal["accept", "decline", "cancel"]


@cache
def document() -> Document:
    """Return the document, which takes some time to parse."""
    return Document(read_spec(), ALL)


@dataclass
class Program:
    """A program with a language model.

    Attributes:
        stub: Receives what the server sends.
        action: What the person does who is asked; None if the program cannot ask.
        confirm: What the person chooses in the form.
        allow_writes: Whether the server lets a program write that cannot ask.
        mode: `auto` for the newest version of the protocol, `legacy` for older ones.
        questions: What the person was asked.
    """

    stub: Stub = field(default_factory=Stub)
    action: Action | None = "accept"
    confirm: bool = True
    allow_writes: bool = False
    mode: Literal["auto", "legacy"] = "auto"
    questions: list[str] = field(default_factory=list)

    def call(self, tool: str, **arguments: Any) -> CallToolResult:
        """Call a tool and return its result."""
        return self.run(lambda client: client.call_tool(tool, arguments))

    def data(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """Call a tool and return the data of its result, which must not be an error."""
        result = self.call(tool, **arguments)
        assert not result.is_error, result.content
        found: dict[str, Any] = result.structured_content
        return found

    def failure(self, tool: str, **arguments: Any) -> str:
        """Call a tool and return the text of its error."""
        result = self.call(tool, **arguments)
        assert result.is_error
        (content,) = result.content
        assert content.type == "text"
        return content.text

    def run(self, use: Callable[[Client], Awaitable[T]]) -> T:
        """Connect to a server and return what a function returns."""

        async def connected() -> T:
            shared = Session(document(), Search(document()), self.stub.client(), self.allow_writes)
            ask = self._ask if self.action else None
            server = make_server(shared, "1.0")
            async with Client(server, elicitation_callback=ask, mode=self.mode) as client:
                return await use(client)

        return asyncio.run(connected())

    async def _ask(self, context: Any, params: Any) -> ElicitResult:  # noqa: ARG002 - the SDK's
        assert isinstance(params, ElicitRequestFormParams)
        assert self.action
        self.questions.append(params.message)
        return ElicitResult(action=self.action, content={"confirm": self.confirm} if self.action == "accept" else None)
