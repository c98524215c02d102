"""A stateful mock of the Workato Embedded Partner API."""

from workato_embedded_mock.app import MockApp, create_app
from workato_embedded_mock.refusals import StartError
from workato_embedded_mock.settings import Settings
from workato_embedded_mock.testing import MockServer

__all__ = ["MockApp", "MockServer", "Settings", "StartError", "create_app"]
