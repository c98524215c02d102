"""Lets pages of other origins call the API."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.middleware.cors import ALL_METHODS, CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.openapi.router import without_empty_segments
from workato_embedded_mock.rules.embedding import parse_origin

# The headers that scripts may read besides those that every script may.
_EXPOSED = (
    "Allow",
    "Location",
    "Retry-After",
    "X-Correlation-Id",
    "X-Mock-Reason",
    "X-Request-Id",
)
# The origin of a page without one, such as a file.
_NULL = "null"


class CrossOriginApp:
    """Serves an app, whose paths below a base path pages of some origins may call from scripts.

    Args:
        app: The app.
        base_path: The path of the API.
        origins: The origins, such as `https://docs.example.com`, or `null`.

    Raises:
        StartError: An origin is invalid.
    """

    def __init__(self, app: ASGIApp, base_path: str, origins: Iterable[str]) -> None:
        self._app = app
        self._start = f"{base_path}/"
        self._open = CORSMiddleware(
            app,
            allow_origins=[_parse_origin(text) for text in origins],
            allow_methods=ALL_METHODS,
            allow_headers=["*"],
            expose_headers=_EXPOSED,
            # Browsers ask for it where a public page calls a server on this machine.
            allow_private_network=True,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        path = without_empty_segments(scope["path"])
        app = self._open if f"{path}/".startswith(self._start) else self._app
        await app(scope, receive, send)


def _parse_origin(text: str) -> str:
    """Return an origin as browsers write it.

    Raises:
        StartError: It is not an origin.
    """
    origin = _NULL if text == _NULL else parse_origin(text)
    rest = "" if origin is None else text.lower().removeprefix(origin).rstrip("/")
    if origin is None or rest not in ("", ":80", ":443"):
        raise StartError(f"invalid cors {text!r}: expected an origin such as https://docs.example.com, or null")
    return origin
