"""Answers the requests of the control plane; must not touch the state but through the instruments."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from workato_embedded_mock.http.auth import bearer_token, namespace_name
from workato_embedded_mock.instruments.namespaces import Namespaces
from workato_embedded_mock.refusals import RequestError

PREFIX = "/_mock"


@dataclass(frozen=True, slots=True)
class Identity:
    """What the server says about itself."""

    version: str
    spec_version: str
    spec_sha256: str


def control_plane(namespaces: Namespaces, identity: Identity) -> Starlette:
    """Make the app that serves everything under `/_mock`."""

    async def health(_request: Request) -> JSONResponse:
        namespaces.check()
        return JSONResponse(
            {
                "status": "ok",
                "version": identity.version,
                "spec_version": identity.spec_version,
                "spec_sha256": identity.spec_sha256,
            }
        )

    async def reset(request: Request) -> JSONResponse:
        name = _named_namespace(request.headers)
        if name is None:
            return JSONResponse({"reset": namespaces.reset_all()})
        namespaces.reset(name)
        return JSONResponse({"reset": [name]})

    return Starlette(
        routes=[
            Route(f"{PREFIX}/health", health, methods=["GET"]),
            Route(f"{PREFIX}/reset", reset, methods=["POST"]),
        ],
        exception_handlers={HTTPException: _refused, RequestError: _malformed, SQLAlchemyError: _failed},
    )


def _named_namespace(headers: Mapping[str, str]) -> str | None:
    """Answer the namespace that a request means: `X-Mock-Namespace`, else the bearer token, else None.

    Raises:
        RequestError: One of the two headers is there and malformed.
    """
    named, authorization = headers.get("x-mock-namespace"), headers.get("authorization")
    if named is not None:
        return namespace_name(named.encode("latin-1"))
    return None if authorization is None else bearer_token(authorization.encode("latin-1"))


async def _refused(request: Request, error: Exception) -> JSONResponse:
    """Say what is wrong with a path or a method."""
    status = getattr(error, "status_code", 500)
    headers: dict[str, Any] | None = getattr(error, "headers", None)
    messages = {404: f"the control plane has no {request.url.path}", 405: f"{request.url.path} has no {request.method}"}
    return JSONResponse({"message": messages.get(status, str(error))}, status, headers)


async def _malformed(_request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"message": str(error)}, 400)


async def _failed(_request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"status": "failed", "message": f"the database does not answer: {error}"}, 503)
