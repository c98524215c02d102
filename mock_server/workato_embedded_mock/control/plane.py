"""Builds the app of the control plane, and turns its errors into responses."""

from __future__ import annotations

import logging

from sqlalchemy.exc import ResourceClosedError
from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.control.operations import ControlOperations
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import MethodNotAllowedError, RequestError
from workato_embedded_mock.http.control_access import ControlAccess
from workato_embedded_mock.http.error_responses import ERROR_RESPONSES, RETRY_AFTER
from workato_embedded_mock.http.request_body import ClientGoneError
from workato_embedded_mock.http.request_context import request_context_of
from workato_embedded_mock.http.responses import Header, send_response
from workato_embedded_mock.plain_json import Json, write_json
from workato_embedded_mock.store.availability import unavailability

PREFIX = "/_mock"

logger = logging.getLogger(__name__)


def control_plane(tools: Tools, access: ControlAccess) -> ASGIApp:
    """Return the app that serves everything under `/_mock`.

    Args:
        tools: What the handlers work with.
        access: Decides which requests are rejected.
    """
    return _AccessMiddleware(_ErrorMiddleware(ControlOperations(tools)), access)


class _AccessMiddleware:
    """Sends an error response for requests that the access rules reject."""

    def __init__(self, app: ASGIApp, access: ControlAccess) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        rejection = self._access.rejection(scope)
        if rejection is None:
            await self._app(scope, receive, send)
        else:
            status, text = rejection
            await _send(scope, send, status, {"message": text})


class _ErrorMiddleware:
    """Sends an error response with a `message` for every error of the operations."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except RequestError as error:
            body = {"message": str(error), "reasons": [reason.as_json() for reason in error.reasons]}
            await _send(scope, send, ERROR_RESPONSES[type(error)][0], body, *_headers(error))
        except ClientGoneError:
            logger.debug("the client left before its request was received")
        except Exception as error:
            if request_context_of(scope).responded:
                raise
            await _send_failure(scope, send, error)


def _headers(error: RequestError) -> list[Header]:
    return [(b"allow", ", ".join(error.allowed).encode("ascii"))] if isinstance(error, MethodNotAllowedError) else []


async def _send_failure(scope: Scope, send: Send, error: Exception) -> None:
    """Send the response for an error that the request did not cause."""
    cause = unavailability(error) or (str(error) if isinstance(error, ResourceClosedError) else None)
    if cause is not None:
        text = f"the database is not available: {cause}"
        logger.warning("%s %r failed, %s", scope["method"], scope["path"], text)
        await _send(scope, send, 503, {"status": "failed", "message": text}, RETRY_AFTER)
        return
    logger.error("fault in %s %r", scope["method"], scope["path"], exc_info=error)
    await _send(scope, send, 500, {"message": f"a fault of the mock, see its log: {type(error).__name__}"})


async def _send(scope: Scope, send: Send, status: int, body: Json, *headers: Header) -> None:
    await send_response(scope, send, request_context_of(scope), status, write_json(body), headers=headers)
