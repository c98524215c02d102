"""Puts the control plane together and answers for what fails in it; must not touch the state but through handlers."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp

from workato_embedded_mock.control.catalogue import all_handlers
from workato_embedded_mock.control.guard import Guard
from workato_embedded_mock.control.operations import reasons_of, routes
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import RequestError
from workato_embedded_mock.http.errors import ANSWERS

PREFIX = "/_mock"


def control_plane(tools: Tools, token: str = "") -> ASGIApp:
    """Make the app that serves everything under `/_mock`.

    Args:
        tools: What the handlers work with.
        token: The bearer token that it asks for. Without one it answers to callers of this machine only.
    """
    app = Starlette(
        routes=list(routes(tools, all_handlers())),
        exception_handlers={
            HTTPException: _unknown,
            RequestError: _refused,
            SQLAlchemyError: _failed,
            Exception: _broken,
        },
    )
    return Guard(app, token)


async def _unknown(request: Request, error: Exception) -> JSONResponse:
    """Say what is wrong with a path or a method."""
    status = getattr(error, "status_code", 500)
    headers: dict[str, Any] | None = getattr(error, "headers", None)
    messages = {404: f"the control plane has no {request.url.path}", 405: f"{request.url.path} has no {request.method}"}
    return JSONResponse({"message": messages.get(status, str(error))}, status, headers)


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    refusal = cast("RequestError", error)
    return JSONResponse({"message": str(refusal), "reasons": reasons_of(refusal.reasons)}, ANSWERS[type(refusal)][0])


async def _failed(_request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"status": "failed", "message": f"the database does not answer: {error}"}, 503)


async def _broken(_request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"message": f"a fault of the mock, see its log: {type(error).__name__}"}, 500)
