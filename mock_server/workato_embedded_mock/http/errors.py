"""Turns every failure into the body that the API documents, in one place; must not decide what fails."""

from __future__ import annotations

import logging
import uuid

from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.errors import (
    BadRequestError,
    NotFoundError,
    Reason,
    RequestError,
    TooManyRequestsError,
    UnauthorizedError,
)
from workato_embedded_mock.http.answers import Header, send_answer
from workato_embedded_mock.http.exchange import exchange_of
from workato_embedded_mock.http.wire import CutError
from workato_embedded_mock.plain_json import write_json

logger = logging.getLogger(__name__)


class MethodNotAllowedError(RequestError):
    """The path exists and has no operation for the method."""

    def __init__(self, reason: Reason, allowed: tuple[str, ...]) -> None:
        super().__init__(reason)
        self.allowed = allowed


class ClientGoneError(Exception):
    """The client left before its request was read; there is nobody to answer."""


ANSWERS: dict[type[RequestError], tuple[int, bytes]] = {
    BadRequestError: (400, write_json({"message": "Bad request"})),
    UnauthorizedError: (401, write_json({"message": "Unauthorized"})),
    NotFoundError: (404, write_json({"message": "Not found"})),
    MethodNotAllowedError: (405, write_json({"message": "Method not allowed"})),
    TooManyRequestsError: (429, write_json({"message": "Too many requests"})),
}
"""Status and body of each refusal. The 405 and the body of the 429 are inferred, the others are documented."""


class ErrorMiddleware:
    """The outermost floor below the dispatcher: nothing that a request causes gets past it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, and answer for what fails in it."""
        try:
            await self._app(scope, receive, send)
        except RequestError as refusal:
            await _refuse(scope, send, refusal)
        except ClientGoneError:
            logger.debug("the client left before its request was read")
        except CutError:
            raise
        except Exception:
            if exchange_of(scope).answered:
                raise
            await _fail(scope, send)


async def _refuse(scope: Scope, send: Send, refusal: RequestError) -> None:
    status, body = ANSWERS[type(refusal)]
    headers: tuple[Header, ...] = ()
    if isinstance(refusal, MethodNotAllowedError):
        headers = ((b"allow", ", ".join(refusal.allowed).encode("ascii")),)
    elif isinstance(refusal, TooManyRequestsError):
        headers = ((b"retry-after", str(refusal.seconds).encode("ascii")),)
    exchange = exchange_of(scope)
    reasons = (*refusal.reasons, *exchange.hints)
    await send_answer(scope, send, exchange, status, body, reasons=reasons, headers=headers)


async def _fail(scope: Scope, send: Send) -> None:
    """Answer for a fault of the mock itself, and log it under the id that the caller gets."""
    incident = str(uuid.uuid4())
    logger.exception("fault %s in %s %r", incident, scope["method"], scope["path"])
    reason = Reason("", "fault", f"a fault of the mock, not of the request: see incident {incident} in its log")
    body = write_json({"message": "Server error", "id": incident})
    await send_answer(scope, send, exchange_of(scope), 500, body, reasons=(reason,))
