"""Handles the requests for pages of sessions, and for what people do there."""

from __future__ import annotations

from http import HTTPStatus

from starlette.types import Receive, Scope, Send

from workato_embedded_mock.embedding.parts import EmbeddingParts
from workato_embedded_mock.embedding.requests import EmbeddingRequest
from workato_embedded_mock.embedding.responses import send_page
from workato_embedded_mock.embedding.running import run
from workato_embedded_mock.embedding.sessions import Session, find_session
from workato_embedded_mock.embedding.views import ActionCall, Change, Document, act, move, render, render_sign_in
from workato_embedded_mock.errors import Reason, UnauthorizedError, bad_request
from workato_embedded_mock.http.request_context import request_context_of
from workato_embedded_mock.http.responses import send_response
from workato_embedded_mock.plain_json import Json, JsonError, read_json, write_json
from workato_embedded_mock.rules.context import Context

_LARGEST = 2**20
_ENDED = Reason("/path", "session", "the session has ended, or never was: open a direct link with a new token")


class PageHandler:
    """Serves the pages of sessions and their actions.

    Args:
        parts: The parts of the mock.
    """

    def __init__(self, parts: EmbeddingParts) -> None:
        self._parts = parts

    async def serve_page(self, scope: Scope, send: Send, request: EmbeddingRequest) -> None:
        """Send a page, or the sign-in page after the end of the session.

        The script of an open page gets as JSON what it shows and posts instead.
        """
        context = request_context_of(scope)
        namespace, arguments = context.namespace, {"request": request}
        if namespace is not None and request.accepts_json:
            change: Change = run(self._parts, scope, namespace, _move, arguments, write=False)
            await send_response(scope, send, context, change.status, write_json(change.as_json()))
            return
        if namespace is None:
            page, allowed = _sign_in(request), None
        else:
            page, allowed = run(self._parts, scope, namespace, _page, arguments, write=False)
        reasons = (_ENDED,) if allowed is None else ()
        await send_page(scope, send, page.status, page.html, allowed=allowed, reasons=reasons)

    async def serve_action(
        self, scope: Scope, receive: Receive, send: Send, request: EmbeddingRequest, denial: str | None
    ) -> None:
        """Run an action, and send what the page posts and shows.

        Raises:
            UnauthorizedError: The session has ended.
            BadRequestError: The body is not JSON.
        """
        context = request_context_of(scope)
        body = _parsed(await context.body.read(receive, _LARGEST))
        if context.namespace is None:
            raise UnauthorizedError(_ENDED)
        arguments = {"request": request, "call": ActionCall(body, denial)}
        change: Change = run(self._parts, scope, context.namespace, _act, arguments, write=True)
        await send_response(scope, send, context, HTTPStatus.OK, write_json(change.as_json()))


def _page(context: Context, request: EmbeddingRequest) -> tuple[Document, tuple[str, ...] | None]:
    """Return a page, and the origins that may frame it; None for these if the session has ended."""
    session = find_session(context, request.session_id, request.root_path)
    if session is None:
        return _sign_in(request), None
    return render(context, session, request.page), session.allowed


def _move(context: Context, request: EmbeddingRequest) -> Change:
    """Return what an open page shows instead.

    Raises:
        UnauthorizedError: The session has ended.
    """
    return move(context, _session(context, request), request.page)


def _act(context: Context, request: EmbeddingRequest, call: ActionCall) -> Change:
    """Run an action.

    Raises:
        UnauthorizedError: The session has ended.
    """
    return act(context, _session(context, request), request.operation_id or "", call)


def _session(context: Context, request: EmbeddingRequest) -> Session:
    """Return the session of a request.

    Raises:
        UnauthorizedError: It has ended.
    """
    session = find_session(context, request.session_id, request.root_path)
    if session is None:
        raise UnauthorizedError(_ENDED)
    return session


def _sign_in(request: EmbeddingRequest) -> Document:
    return render_sign_in(request.root_path)


def _parsed(data: bytes) -> Json:
    """Return the JSON value of a body; an empty object for an empty body.

    Raises:
        BadRequestError: It is not JSON.
    """
    try:
        return read_json(data) if data else {}
    except JsonError as error:
        raise bad_request("/body", "type", "the body is not JSON") from error
