"""Serves the client script, and the scripts and styles of the pages."""

from __future__ import annotations

from pathlib import Path

from starlette.types import Scope, Send

from workato_embedded_mock.embedding.paths import OWN_SCRIPTS, SCRIPTS
from workato_embedded_mock.embedding.requests import EmbeddingRequest
from workato_embedded_mock.errors import not_found
from workato_embedded_mock.http.request_context import request_context_of
from workato_embedded_mock.http.responses import send_response

_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".ts": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
# The client script is for pages of other origins; its version can change with that of the mock.
_HEADERS = (
    (b"cache-control", b"no-cache"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"x-content-type-options", b"nosniff"),
)


async def send_script(scope: Scope, send: Send, request: EmbeddingRequest) -> None:
    """Send a file of the folder `static`.

    Raises:
        NotFoundError: There is no such file.
    """
    path = request.path
    prefix = OWN_SCRIPTS if path.startswith(OWN_SCRIPTS) else f"{SCRIPTS}/"
    file = _FOLDER / path.removeprefix(prefix)
    media_type = _TYPES.get(file.suffix)
    if media_type is None or file.parent != _FOLDER or not file.is_file():
        raise not_found("/path", "there is no such script")
    content_type = (b"content-type", media_type.encode("ascii"))
    await send_response(
        scope, send, request_context_of(scope), 200, file.read_bytes(), headers=_HEADERS, content_type=content_type
    )
