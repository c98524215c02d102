"""Serves the console below `/_mock/console`; imports Flask, Jinja and a2wsgi when it is first asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

from starlette.responses import HTMLResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.console.paths import PREFIX
from workato_embedded_mock.console.threads import has_loop, in_thread
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.http.control_access import ControlAccess
from workato_embedded_mock.http.public_address import root_path_of
from workato_embedded_mock.http.unavailable import unavailable_page
from workato_embedded_mock.openapi.router import without_empty_segments
from workato_embedded_mock.startup.missing_libraries import missing_library

if TYPE_CHECKING:
    from a2wsgi import WSGIMiddleware

_THREADS = 4


class ConsoleMount:
    """The console as an ASGI app. It is created with the first request.

    Args:
        tools: The parts of the mock.
        api: The app of the API.
        control: The app of the control plane.
        base_path: The path of the API.
        access: Decides which requests are rejected.
        key: Returns the key of signatures, which all processes with the same database share.
    """

    def __init__(
        self,
        tools: Tools,
        api: ASGIApp,
        control: ASGIApp,
        base_path: str,
        access: ControlAccess,
        key: Callable[[], str],
    ) -> None:
        self._tools = tools
        self._api = api
        self._control = control
        self._base_path = base_path
        self._access = access
        self._key = key
        self._app: WSGIMiddleware | None = None
        self._creating = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a page, or say how to install the console."""
        path = without_empty_segments(scope["path"])
        if path == PREFIX:
            await RedirectResponse(f"{root_path_of(scope)}{PREFIX}/", 307)(scope, receive, send)
            return
        if not has_loop():
            await _sorry("the console needs an event loop: open it with an asynchronous client")(scope, receive, send)
            return
        try:
            app = await self._created()
        except ModuleNotFoundError as error:
            await _sorry(missing_library(error))(scope, receive, send)
            return
        from workato_embedded_mock.console.bridge import LOOP

        LOOP.set(asyncio.get_running_loop())
        await app(_inner(scope, path), receive, send)  # type: ignore[arg-type]  # the types of a2wsgi are its own

    def close(self) -> None:
        """End the threads. They end by themselves when they have no request."""
        if self._app is not None:
            self._app.executor.shutdown(wait=False, cancel_futures=True)

    async def _created(self) -> WSGIMiddleware:
        async with self._creating:
            if self._app is None:
                # The imports take a while, in which other requests are served.
                self._app = await in_thread(self._create)
            return self._app

    def _create(self) -> WSGIMiddleware:
        from a2wsgi import WSGIMiddleware

        from workato_embedded_mock.console.bridge import Bridge
        from workato_embedded_mock.console.web import ConsoleParts, create_web

        waits = self._tools.namespaces.shared
        bridge = Bridge(self._api, self._control, self._access.token, waits=waits)
        web = create_web(ConsoleParts(self._tools, bridge, self._base_path, self._access, self._key()))
        return WSGIMiddleware(web.wsgi_app, workers=_THREADS)  # type: ignore[arg-type]  # the same


def _inner(scope: Scope, path: str) -> Scope:
    """Return the scope of a request for WSGI: the console is the root, and the query string is ASCII."""
    root = f"{root_path_of(scope)}{PREFIX}"
    query = quote_from_bytes(scope["query_string"], safe="%/:?#[]@!$&'()*+,;=-._~").encode()
    return {**scope, "root_path": root, "path": f"{root}{path[len(PREFIX) :]}", "query_string": query}


def _sorry(sentence: str) -> HTMLResponse:
    return unavailable_page("Console of workato-mock", "The console is not available", sentence)
