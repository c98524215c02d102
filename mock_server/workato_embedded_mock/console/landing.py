"""What the server shows at its root: links for programs, and the console for browsers; must not import Flask."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from workato_embedded_mock.console.paths import PREFIX
from workato_embedded_mock.http.public_address import root_path_of, root_url_of

PATHS = ("/", "/_mock", "/_mock/")
METHODS = ("GET", "HEAD")

_HTML, _JSON = "text/html", "application/json"


class Landing:
    """Serves `/` and `/_mock`.

    Args:
        version: The version of the program.
        base_path: The path of the API.
    """

    def __init__(self, version: str, base_path: str) -> None:
        self._version = version
        self._base_path = base_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead a browser to the console, and send the links to other callers."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        response: Response
        if prefers_html(headers.get(b"accept", "")):
            response = RedirectResponse(f"{root_path_of(scope)}{PREFIX}/", 303)
        else:
            response = JSONResponse(self._links(root_url_of(scope)))
        response.headers.update({"vary": "Accept", "cache-control": "no-store"})
        await response(scope, receive, send)

    def _links(self, root: str) -> dict[str, Any]:
        return {
            "name": "workato-mock",
            "version": self._version,
            "api": f"{root}{self._base_path}",
            "console": f"{root}{PREFIX}/",
            "openapi": f"{root}/openapi.json",
            "control_plane": f"{root}/_mock/openapi.json",
            "health": f"{root}/_mock/health",
        }


def prefers_html(accept: str) -> bool:
    """Return whether an `Accept` header names HTML, and weights it no less than JSON; `*/*` does not name it."""
    weights: dict[str, float] = {}
    for item in accept.lower().split(","):
        kind, *parameters = (part.strip() for part in item.split(";"))
        weights[kind] = max([_weight(parameter) for parameter in parameters if parameter.startswith("q=")] or [1.0])
    html = weights.get(_HTML, 0.0)
    return html > 0 and html >= weights.get(_JSON, 0.0)


def _weight(parameter: str) -> float:
    try:
        return float(parameter.removeprefix("q="))
    except ValueError:
        return 0.0
