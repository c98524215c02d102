"""Turns every error into the response that the API documents for it."""

from __future__ import annotations

import logging
import uuid

from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.errors import (
    BadRequestError,
    MethodNotAllowedError,
    NotFoundError,
    Reason,
    RequestError,
    TooManyRequestsError,
    UnauthorizedError,
    UnprocessableError,
)
from workato_embedded_mock.http.connection_control import ConnectionAborted
from workato_embedded_mock.http.request_body import ClientGoneError
from workato_embedded_mock.http.request_context import request_context_of
from workato_embedded_mock.http.responses import Header, send_response
from workato_embedded_mock.openapi.error_bodies import MESSAGE
from workato_embedded_mock.plain_json import write_json
from workato_embedded_mock.store.availability import unavailability

logger = logging.getLogger(__name__)

# Sent with a 503: the number of seconds after which the request may be sent again.
RETRY_AFTER: Header = (b"retry-after", b"1")
_UNAVAILABLE = write_json({"message": "Service unavailable"})

# Status and body of each error. The 405, the 422 and the body of the 429 are inferred, the others are documented.
ERROR_RESPONSES: dict[type[RequestError], tuple[int, bytes]] = {
    BadRequestError: (400, write_json({"message": "Bad request"})),
    UnauthorizedError: (401, write_json({"message": "Unauthorized"})),
    NotFoundError: (404, write_json({"message": "Not found"})),
    MethodNotAllowedError: (405, write_json({"message": "Method not allowed"})),
    UnprocessableError: (422, write_json({"errors": [{"title": "Unprocessable entity"}]})),
    TooManyRequestsError: (429, write_json({"message": "Too many requests"})),
}


class ErrorMiddleware:
    """Sends an error response for every error of the inner middlewares and of the rules."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        await serve_with_errors(self._app, scope, receive, send)


async def serve_with_errors(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve a request, and send the response for its error.

    Raises:
        ConnectionAborted: The connection is to end without a response.
        Exception: The response had begun before the error.
    """
    try:
        await app(scope, receive, send)
    except Exception as error:
        await _send_error(scope, send, error)


async def _send_error(scope: Scope, send: Send, error: Exception) -> None:
    """Send the response for an error; raise the error again where no response can be sent."""
    if isinstance(error, RequestError):
        await _send_rejection(scope, send, error)
    elif isinstance(error, ClientGoneError):
        logger.debug("the client left before its request was received")
    elif isinstance(error, ConnectionAborted) or request_context_of(scope).responded:
        raise error
    elif (cause := unavailability(error)) is not None:
        await _send_unavailable(scope, send, cause)
    else:
        await send_failure(scope, send, error)


async def _send_rejection(scope: Scope, send: Send, error: RequestError) -> None:
    status, body = ERROR_RESPONSES[type(error)]
    context = request_context_of(scope)
    own = context.error_bodies.body(status, error.message, error.reasons)
    if isinstance(error, UnprocessableError):
        body = body if error.message is None else write_json({"errors": [{"title": error.message}]})
    elif own is not None:
        body = write_json(own)
    elif error.message is not None:
        body = write_json({MESSAGE: error.message})
    headers: tuple[Header, ...] = ()
    if isinstance(error, MethodNotAllowedError):
        headers = ((b"allow", ", ".join(error.allowed).encode("ascii")),)
    elif isinstance(error, TooManyRequestsError):
        headers = ((b"retry-after", str(error.seconds).encode("ascii")),)
    reasons = (*error.reasons, *context.hints)
    await send_response(scope, send, context, status, body, reasons=reasons, headers=headers)


async def send_failure(scope: Scope, send: Send, error: Exception) -> None:
    """Send a 500 for a fault of the mock, and log it under the id that the caller gets."""
    incident = str(uuid.uuid4())
    logger.error("fault %s in %s %r", incident, scope["method"], scope["path"], exc_info=error)
    reason = Reason("", "fault", f"a fault of the mock, not of the request: see incident {incident} in its log")
    body = write_json({"message": "Server error", "id": incident})
    await send_response(scope, send, request_context_of(scope), 500, body, reasons=(reason,))


async def _send_unavailable(scope: Scope, send: Send, cause: str) -> None:
    """Send a 503 because of the database."""
    text = f"the database is not available: {cause}"
    logger.warning("%s %r failed, %s", scope["method"], scope["path"], text)
    reasons = (Reason("", "database", text),)
    context = request_context_of(scope)
    context.without_database = True
    await send_response(scope, send, context, 503, _UNAVAILABLE, reasons=reasons, headers=(RETRY_AFTER,))
