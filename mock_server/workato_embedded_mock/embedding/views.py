"""What the pages of a session show, and what people can do there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from workato_embedded_mock.embedding.actions import connections, recipes
from workato_embedded_mock.embedding.pages import page as pages
from workato_embedded_mock.embedding.pages.rendering import Frame, as_document, as_fragment, messages_of
from workato_embedded_mock.embedding.pages.routes import page_at
from workato_embedded_mock.embedding.rendering import environment
from workato_embedded_mock.embedding.sessions import Session
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.embedding import read_settings


@dataclass(frozen=True, slots=True)
class Document:
    """A page with a document of its own.

    Attributes:
        html: The document. Its script posts its messages.
        status: The status code.
    """

    html: str
    status: int


@dataclass(frozen=True, slots=True)
class ActionCall:
    """What a person did on a page.

    Attributes:
        body: The JSON body of the request.
        denial: Why the application denies access, if a fault makes it; only for `authorize_in_application`.
    """

    body: Json
    denial: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What an open page posts and shows after an action, or instead of another page.

    Attributes:
        messages: The types and payloads of the messages that it posts.
        page: What it shows.
        next: What follows an action; empty for nothing.
        status: The status code.
    """

    messages: Sequence[Json]
    page: Mapping[str, Json]
    next: Mapping[str, Json] = field(default_factory=dict)
    status: int = 200

    def as_json(self) -> Json:
        """Return the change as a JSON object, as the script of the pages reads it."""
        return {"messages": self.messages, "page": self.page, "next": self.next}


# What a person does, with the body of the request, and why the application denies access, if a fault makes it.
_Do = Callable[[Context, Session, Json, str | None], pages.ActionResult]

# What people can do, by its operation id.
ACTIONS: dict[str, _Do] = {
    "connect_in_widget": connections.connect,
    "cancel_in_widget": connections.cancel,
    "disconnect_in_widget": connections.disconnect,
    "authorize_in_application": connections.authorize,
    "start_in_editor": recipes.start,
    "stop_in_editor": recipes.stop,
}


def render(context: Context, session: Session, path: str) -> Document:
    """Return a page of a session as a document.

    Args:
        context: The context, which may read the namespace.
        session: The session.
        path: The path of the page with its query, such as `/recipes/7?a=b`.
    """
    frame, page = _frame(context, session), page_at(context, session.managed_user_id, path)
    return Document(as_document(page, frame), page.status)


def move(context: Context, session: Session, path: str) -> Change:
    """Return a page that replaces another one of the session without a document of its own.

    Args:
        context: The context, which may read the namespace.
        session: The session.
        path: The path of the page with its query.
    """
    frame, page = _frame(context, session), page_at(context, session.managed_user_id, path)
    messages = messages_of(page.moved_to(), page, frame)
    return Change(messages, as_fragment(page, frame), status=page.status)


def act(context: Context, session: Session, operation_id: str, call: ActionCall) -> Change:
    """Do what a person does on a page.

    Args:
        context: The context, which may write.
        session: The session.
        operation_id: The operation of the action.
        call: The request.

    Raises:
        BadRequestError: The body is not that of the action.
        NotFoundError: The customer does not have what the body is about.
    """
    result = ACTIONS[operation_id](context, session, call.body, call.denial)
    frame = _frame(context, session)
    messages = messages_of(result.messages, result.page, frame)
    return Change(messages, as_fragment(result.page, frame), result.next)


def render_sign_in(root_path: str) -> Document:
    """Return the page for a session that has ended, or that never was.

    Args:
        root_path: The path of the server in its URLs.
    """
    html = environment().get_template("sign_in.html").render(root_path=root_path)
    return Document(html, 401)


def _frame(context: Context, session: Session) -> Frame:
    settings = read_settings(context.session)
    return Frame(
        session.root_path,
        session.url(""),
        session.origin,
        settings.url_prefix,
        settings.undocumented_messages,
        settings.styling,
    )
