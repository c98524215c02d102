"""Authenticates the callers of the control plane."""

from __future__ import annotations

import hmac
import ipaddress

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

HEADER = "X-Mock-Control-Token"

# Paths without authentication: orchestrators ask for health, callers of the API for the file of an export.
_OPEN = ("/_mock/health", "/_mock/ready", "/_mock/version", "/_mock/packages/")


class ControlTokenAuth:
    """Accepts requests with the control token; without a control token, requests from this machine.

    The token is in `X-Mock-Control-Token`, since `Authorization` names the namespace.

    Args:
        app: The control plane.
        token: The control token; empty for none.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or reject it."""
        rejection = None if scope["path"].startswith(_OPEN) else rejection_of(scope, self._token)
        if rejection is not None:
            status, text = rejection
            await JSONResponse({"message": text}, status)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def rejection_of(scope: Scope, token: str) -> tuple[int, str] | None:
    """Return the status and the sentence with which a request is rejected; None if it is accepted.

    Args:
        scope: The request.
        token: The control token; empty for none.
    """
    if token:
        given = dict(scope["headers"]).get(HEADER.lower().encode(), b"")
        if not is_token(given, token):
            return 401, f"the control plane requires its token in the header {HEADER}"
    elif not _is_loopback(scope.get("client")):
        return 403, "without --control-token the control plane accepts requests from its own machine only"
    return None


def is_token(given: bytes, token: str) -> bool:
    """Return whether given bytes are the control token. The time that it takes does not depend on the bytes."""
    return hmac.compare_digest(given, token.encode())


def _is_loopback(client: tuple[str, int] | None) -> bool:
    """Return whether a caller is on this machine. A caller without an address uses a local socket."""
    if client is None:
        return True
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return client[0] in {"testclient", "localhost", ""}
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
