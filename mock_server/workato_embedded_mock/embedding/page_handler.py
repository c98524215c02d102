"""Handles the requests for pages of sessions, and for what people do there."""

from __future__ import annotations

from http import HTTPStatus

from starlette.types import Receive, Scope, Send

from workato_embedded_mock.embedding.parts import EmbeddingParts
from workato_embedded_mock.embedding.requests import EmbeddingRequest
from workato_embedded_mock.embedding.responses import send_page
from workato_embedded_mock.embedding.running import run
from workato_embedded_mock.embedding.sessions import find_session
from workato_embedded_mock.embedding.views import ACTIONS, ActionCall, ActionResult, Page, render, render_sign_in
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
        """Send a page, or the sign-in page after the end of the session."""
        page, allowed = _sign_in(request), None
        namespace = request_context_of(scope).namespace
        if namespace is not None:
            arguments = {"request": request}
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
        result: ActionResult = run(self._parts, scope, context.namespace, _act, arguments, write=True)
        content = write_json({"messages": list(result.messages), "page": dict(result.page)})
        await send_response(scope, send, context, HTTPStatus.OK, content)


def _page(context: Context, request: EmbeddingRequest) -> tuple[Page, tuple[str, ...] | None]:
    """Return a page, and the origins that may frame it; None for these if the session has ended."""
    session = find_session(context, request.session_id, request.root_path)
    if session is None:
        return _sign_in(request), None
    return render(context, session, request.page), session.allowed


def _act(context: Context, request: EmbeddingRequest, call: ActionCall) -> ActionResult:
    """Run an action.

    Raises:
        UnauthorizedError: The session has ended.
    """
    session = find_session(context, request.session_id, request.root_path)
    if session is None:
        raise UnauthorizedError(_ENDED)
    return ACTIONS[request.operation_id or ""](context, session, call)


def _sign_in(request: EmbeddingRequest) -> Page:
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
