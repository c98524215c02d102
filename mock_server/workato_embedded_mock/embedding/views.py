"""What the pages of a session show, and what people can do there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workato_embedded_mock.embedding.sessions import Session
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context

# A message for the parent window: type and payload. `wk` is added where it is posted.
PostedMessage = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a session.

    Attributes:
        kind: What it is, such as `widget`.
        url: Its Workato path with query, such as `/recipes/7`.
        html: The whole document.
        messages: What it posts when it is loaded; the HTML has them too.
        status: The status code.
    """

    kind: str
    url: str
    html: str
    messages: tuple[PostedMessage, ...] = ()
    status: int = 200


@dataclass(frozen=True, slots=True)
class ActionCall:
    """What a person did on a page.

    Attributes:
        body: The JSON body of the request.
        denial: Why the application denies access, from a fault; only for `authorize_in_application`.
    """

    body: Json
    denial: str | None = None


@dataclass(frozen=True, slots=True)
class ActionResult:
    """The outcome of an action.

    Attributes:
        messages: What the page posts.
        page: What the page shows now.
    """

    messages: tuple[PostedMessage, ...] = ()
    page: Mapping[str, Json] = field(default_factory=dict)


Action = Callable[[Context, Session, ActionCall], ActionResult]

# The actions by their operation ids.
ACTIONS: dict[str, Action] = {}


def render(_context: Context, session: Session, path: str) -> Page:
    """Return a page of a session.

    Args:
        _context: The context, which may read the namespace.
        session: The session.
        path: The path of the page with its query, such as `/recipes/7?a=b`.
    """
    return Page(session.kind, path, f"<!doctype html><title>Simulation</title><p>{session.kind}</p>")


def render_sign_in(root_path: str) -> Page:
    """Return the page for a session that has ended, or that never was.

    Args:
        root_path: The path of the server in its URLs.
    """
    return Page("sign_in", "/users/sign_in", f"<!doctype html><title>Sign in</title><p>{root_path}</p>", status=401)
