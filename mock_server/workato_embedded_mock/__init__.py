"""A stateful mock of the Workato Embedded Partner API, driven by its OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workato_embedded_mock.app import MockApp, create_app
    from workato_embedded_mock.errors import StartError
    from workato_embedded_mock.settings import Settings
    from workato_embedded_mock.testing.embedded_page import EmbeddedPage
    from workato_embedded_mock.testing.mock_server import MockServer
    from workato_embedded_mock.testing.transports import MockTransport
    from workato_embedded_mock.testing.workato_mock import ControlError, WorkatoMock

__all__ = [
    "ControlError",
    "EmbeddedPage",
    "MockApp",
    "MockServer",
    "MockTransport",
    "Settings",
    "StartError",
    "WorkatoMock",
    "create_app",
]

_MODULES = {
    "ControlError": "testing.workato_mock",
    "EmbeddedPage": "testing.embedded_page",
    "MockApp": "app",
    "MockServer": "testing.mock_server",
    "MockTransport": "testing.transports",
    "Settings": "settings",
    "StartError": "errors",
    "WorkatoMock": "testing.workato_mock",
    "create_app": "app",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use: pytest loads this package in every run."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
