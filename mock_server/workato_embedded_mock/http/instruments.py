"""Applies authentication, rate limits and faults to requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.errors import Reason, TooManyRequestsError
from workato_embedded_mock.http.auth import BearerAuth
from workato_embedded_mock.http.faults import FaultyApp
from workato_embedded_mock.http.request_context import RequestContext, operation_id_of, request_context_of
from workato_embedded_mock.instruments.faults import Faults
from workato_embedded_mock.instruments.limits import Limits
from workato_embedded_mock.openapi.bodies import LARGEST_FILE
from workato_embedded_mock.openapi.document import ErrorBodies
from workato_embedded_mock.plain_json import Json, JsonError, read_json


class InstrumentMiddleware:
    """Authenticates callers, counts requests against their limits, and applies faults.

    Args:
        app: The next app.
        content: The document.
        base_path: The path before all paths of the document.
        auth: Authenticates the callers.
        limits: The rate limits.
        faults: The faults.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        content: Mapping[str, Any],
        base_path: str,
        auth: BearerAuth,
        limits: Limits,
        faults: Faults,
    ) -> None:
        self._app = app
        self._bodies = ErrorBodies(content)
        self._base_path = base_path
        self._auth = auth
        self._limits = limits
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request that has an operation.

        Raises:
            UnauthorizedError: The caller is not known, or may not call the operation.
            TooManyRequestsError: The rate limit is exceeded.
        """
        context = request_context_of(scope)
        operation_id = operation_id_of(scope) or ""
        name = context.namespace = self._auth.authenticate(scope, operation_id)
        seconds = self._limits.consume(name, operation_id)
        if seconds is not None:
            text = f"the limit of {operation_id} is reached; it can be requested again in {seconds} s"
            raise TooManyRequestsError(Reason("", "rateLimit", text), seconds)
        path = scope["path"].removeprefix(self._base_path)
        candidates = self._faults.candidates(name, operation_id, path)
        if not candidates:
            await self._app(scope, receive, send)
            return
        wanted = any(fault.part is not None for fault in candidates)
        body = await _json_body(receive, context) if wanted else None
        fault = self._faults.match_request(name, operation_id, path, body)
        app = self._app if fault is None else FaultyApp(self._app, fault, operation_id, self._bodies)
        await app(scope, receive, send)


async def _json_body(receive: Receive, context: RequestContext) -> Json:
    """Return the JSON value of the body, or None if it is too large or not JSON."""
    if not await context.body.keep(receive, LARGEST_FILE):
        return None
    try:
        return read_json(context.body.data)
    except JsonError:
        return None
