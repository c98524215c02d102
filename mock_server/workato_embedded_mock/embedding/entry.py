"""Finds the requests of direct links and their pages; imports what serves them with the first of them.

Must import neither Jinja nor PyJWT: serving the API needs none of them.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.embedding.parts import EmbeddingParts
from workato_embedded_mock.embedding.paths import is_embedding
from workato_embedded_mock.http.unavailable import unavailable_page
from workato_embedded_mock.startup.missing_libraries import missing_library


class Embedding:
    """Direct links and their pages as an ASGI app. It is created with the first request.

    Args:
        parts: The parts of the mock.
    """

    def __init__(self, parts: EmbeddingParts) -> None:
        self._parts = parts
        self._app: ASGIApp | None = None

    def serves(self, scope: Scope) -> bool:
        """Return whether a request is for a direct link, for one of its pages, or for a script of these."""
        return is_embedding(scope["path"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or say how to install what serves it."""
        if self._app is None:
            try:
                from workato_embedded_mock.embedding.web import create_web
            except ModuleNotFoundError as error:
                heading = "Direct links are not available"
                page = unavailable_page("Direct links of workato-mock", heading, missing_library(error))
                await page(scope, receive, send)
                return
            self._app = create_web(self._parts)
        await self._app(scope, receive, send)
