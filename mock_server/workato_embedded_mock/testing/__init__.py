"""Tools for tests: a mock server in a thread, a transport without a socket, and a namespace with its instruments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workato_embedded_mock.testing.embedded_page import EmbeddedPage
    from workato_embedded_mock.testing.mock_server import MockServer
    from workato_embedded_mock.testing.transports import MockTransport
    from workato_embedded_mock.testing.workato_mock import ControlError, WorkatoMock

__all__ = ["ControlError", "EmbeddedPage", "MockServer", "MockTransport", "WorkatoMock"]

_MODULES = {
    "ControlError": "workato_mock",
    "EmbeddedPage": "embedded_page",
    "MockServer": "mock_server",
    "MockTransport": "transports",
    "WorkatoMock": "workato_mock",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use: tests against a server elsewhere do not need the app."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
