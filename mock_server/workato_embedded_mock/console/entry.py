"""Finds the app for paths that neither the API nor the control plane serves.

Must not import Flask: serving the API needs none of it.
"""

from __future__ import annotations

from typing import Any

from starlette.types import ASGIApp, Scope

from workato_embedded_mock.console.landing import METHODS, PATHS, Landing
from workato_embedded_mock.console.mount import ConsoleMount
from workato_embedded_mock.console.paths import PREFIX
from workato_embedded_mock.console.served_document import JSON_PATH, YAML_PATH, ServedDocument
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.openapi.router import without_empty_segments


class Console:
    """What people look at: the console, the document, and the links at the root.

    Args:
        mount: The console.
        tools: The parts of the mock.
        base_path: The path of the API.
        as_of: The day whose edition the server has; None for everything that is known.
    """

    def __init__(self, mount: ConsoleMount, tools: Tools, base_path: str, as_of: str | None) -> None:
        self._mount = mount
        document = ServedDocument(lambda: _served(tools, as_of), base_path)
        landing = Landing(tools.version, base_path)
        self._apps: dict[str, ASGIApp] = {JSON_PATH: document, YAML_PATH: document, **dict.fromkeys(PATHS, landing)}

    def app_for(self, scope: Scope) -> ASGIApp | None:
        """Return the app that serves a request; None if it is for the API or the control plane."""
        path = without_empty_segments(scope["path"])
        if f"{path}/".startswith(f"{PREFIX}/"):
            return self._mount
        return self._apps.get(path) if scope["method"] in METHODS else None

    def close(self) -> None:
        """End the threads of the console. A second call does nothing."""
        self._mount.close()


def _served(tools: Tools, as_of: str | None) -> dict[str, Any]:
    """Return the document of the edition that the server serves."""
    return tools.document.content if as_of is None else tools.views.on(as_of).content
