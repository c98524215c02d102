"""A page of a session, before it is written as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from workato_embedded_mock.embedding.messages import Message, height_change, loaded, navigated
from workato_embedded_mock.plain_json import Json

# What pages show besides the kinds of messages.KINDS: a window of another application, and a page that does not exist.
CONSENT, NOT_FOUND = "consent", "not_found"


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about the last action.

    Attributes:
        text: The sentence.
        tone: Its class in the style: `good`, `bad` or `warning`.
    """

    text: str
    tone: str = "good"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a session.

    Attributes:
        kind: What it is: a kind of `messages.KINDS`, `consent` or `not_found`.
        url: Its path and query, as Workato has it.
        title: Its title.
        template: The template of its main part.
        values: The values of the template.
        subject: What its actions are about: `connection_id` or `recipe_id`, and `path` if they change another page.
        messages: What it posts when it is opened, besides `loaded` or `navigated`.
        notice: A sentence about the last action; None for none.
        status: The status code of the response.
    """

    kind: str
    url: str
    title: str
    template: str
    values: dict[str, Any] = field(default_factory=dict)
    subject: dict[str, Json] = field(default_factory=dict)
    messages: Sequence[Message] = ()
    notice: Notice | None = None
    status: int = 200

    def opening(self) -> list[Message]:
        """Return what the page posts when it is opened with a document of its own."""
        return [] if self.kind == CONSENT else [loaded(self.url), height_change(), *self.messages]

    def moved_to(self) -> list[Message]:
        """Return what the page posts when it replaces another one in the same document."""
        return [navigated(self.url), height_change(), *self.messages]


@dataclass(frozen=True, slots=True)
class ActionResult:
    """The result of an action.

    Attributes:
        page: What is shown then.
        messages: What is posted, in this order.
        next: What follows: `{"action": name}` with the same body, or `{"window": path}`; empty for nothing.
    """

    page: Page
    messages: Sequence[Message] = ()
    next: dict[str, Json] = field(default_factory=dict)
