"""Builds the app of the control plane, and turns its errors into responses."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp

from workato_embedded_mock.control.catalogue import all_handlers
from workato_embedded_mock.control.operations import routes
from workato_embedded_mock.control.token_auth import ControlTokenAuth
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import RequestError
from workato_embedded_mock.http.error_responses import ERROR_RESPONSES

PREFIX = "/_mock"


def control_plane(tools: Tools, token: str = "") -> ASGIApp:
    """Return the app that serves everything under `/_mock`.

    Args:
        tools: What the handlers work with.
        token: The control token. Without one, only callers on this machine are accepted.
    """
    app = Starlette(
        routes=list(routes(tools, all_handlers())),
        exception_handlers={
            HTTPException: _unknown,
            RequestError: _rejected,
            SQLAlchemyError: _failed,
            Exception: _broken,
        },
    )
    return ControlTokenAuth(app, token)


async def _unknown(request: Request, error: Exception) -> JSONResponse:
    """Respond to a path or a method that does not exist."""
    status = getattr(error, "status_code", 500)
    headers: dict[str, Any] | None = getattr(error, "headers", None)
    messages = {404: f"the control plane has no {request.url.path}", 405: f"{request.url.path} has no {request.method}"}
    return JSONResponse({"message": messages.get(status, str(error))}, status, headers)


async def _rejected(_request: Request, error: Exception) -> JSONResponse:
    rejection = cast("RequestError", error)
    body = {"message": str(rejection), "reasons": [reason.as_json() for reason in rejection.reasons]}
    return JSONResponse(body, ERROR_RESPONSES[type(rejection)][0])


async def _failed(_request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"status": "failed", "message": f"the database does not respond: {error}"}, 503)


async def _broken(_request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"message": f"a fault of the mock, see its log: {type(error).__name__}"}, 500)
