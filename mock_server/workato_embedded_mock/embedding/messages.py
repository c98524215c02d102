"""The messages between a framed page and the page around it; `messages.json` describes their types.

The server decides what a page posts. The page adds only what it alone knows: the height of its content, the fragment
of its URL, and whether an entry in the history was replaced. These fields are None here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from workato_embedded_mock.plain_json import Json, read_json
from workato_embedded_mock.rules.embedding import Failure

# What a link opens: the widget of a connection or of a recipe, or the whole application.
WIDGET, RECIPE_WIDGET, EDITOR = KINDS = ("widget", "recipe_widget", "editor")


@dataclass(frozen=True, slots=True)
class Message:
    """A message to the page around the frame.

    Attributes:
        type: Its type.
        payload: Its fields; None for a type without fields.
        inferred: Whether no source documents the message at this moment, whatever the kind of the page is.
    """

    type: str
    payload: Json = None
    inferred: bool = field(default=False, compare=False)

    def as_json(self) -> dict[str, Json]:
        """Return the message as a JSON object, without `wk`."""
        return {"type": self.type} if self.payload is None else {"type": self.type, "payload": self.payload}


@cache
def message_types() -> dict[str, Json]:
    """Return the description of each type of message, by its name."""
    content = read_json(resources.files(__package__).joinpath("messages.json").read_bytes())
    types: dict[str, Json] = content["types"]
    return types


def loaded(url: str) -> Message:
    """Return the message of a page that has started; `url` is its path with its query."""
    return Message("loaded", {"url": url})


def navigated(url: str) -> Message:
    """Return the message of a page that replaced another one; `url` is its path with its query."""
    return Message("navigated", {"url": url, "replaced": None})


def height_change() -> Message:
    """Return the message of content whose height has changed."""
    return Message("heightChange", {"height": None})


def status_change(
    connection_id: int, provider: str, *, connected: bool, error: str | None = None, inferred: bool = False
) -> Message:
    """Return the message about the status of a connection."""
    payload: dict[str, Json] = {"id": connection_id, "provider": provider, "connected": connected}
    return Message("connectionStatusChange", payload if error is None else {**payload, "error": error}, inferred)


def error_message(text: str) -> Message:
    """Return the message about something that failed."""
    return Message("error", {"message": text})


def failure(connection_id: int, provider: str, error: str, how: Failure) -> list[Message]:
    """Return the messages about a connection that failed, in one of the ways that the settings have."""
    status = status_change(connection_id, provider, connected=False, error=error)
    ways: dict[Failure, list[Message]] = {
        "status": [status],
        "error": [error_message(error)],
        "both": [status, error_message(error)],
    }
    return ways[how]


def posted_types(kind: str, *, undocumented: bool) -> list[str]:
    """Return the types that a page of a kind posts or understands.

    Args:
        kind: One of `KINDS`.
        undocumented: Whether messages count that no source documents for such a page.
    """
    return [name for name, one in message_types().items() if undocumented or kind in one["documented_for"]]


def posted(messages: Iterable[Message], kind: str, *, undocumented: bool) -> list[Message]:
    """Return those of the messages that a page of a kind posts."""
    types = posted_types(kind, undocumented=undocumented)
    return [message for message in messages if message.type in types and (undocumented or not message.inferred)]
