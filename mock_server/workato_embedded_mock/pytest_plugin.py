"""Fixtures for pytest: `workato_mock`, a namespace for each test, and `workato_mock_server`, a server with a port.

pytest loads this module in every run, so it imports the mock only when a fixture needs it.
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from workato_embedded_mock.app import MockApp
    from workato_embedded_mock.testing.workato_mock import WorkatoMock

__all__ = ["pytest_addoption", "workato_mock", "workato_mock_server", "workato_mock_settings"]

_IN_PROCESS = "http://workato.mock"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options for tests against a running server."""
    group = parser.getgroup("workato-mock", "mock of the Workato Embedded Partner API")
    group.addoption(
        "--workato-mock-url",
        metavar="URL",
        help="run the tests against the workato-mock server at this address, not in this process",
    )
    group.addoption(
        "--workato-mock-control-token",
        metavar="TOKEN",
        default="",
        help="the control token of that server",
    )


@pytest.fixture(scope="session")
def workato_mock_settings() -> dict[str, Any]:
    """Return the settings of the mock, as keyword arguments of `MockServer`; override it to change them.

    `workato_mock` uses those of the test's module or folder, `workato_mock_server` those of its first test.
    """
    return {}


@pytest.fixture(scope="session")
def _workato_mock_apps() -> Iterator[Callable[[dict[str, Any]], MockApp]]:
    """Return a function that makes the app in this process, one for each choice of settings."""
    apps: dict[str, MockApp] = {}
    with ExitStack() as stack:

        def app_of(settings: dict[str, Any]) -> MockApp:
            key = repr(sorted(settings.items()))
            if key not in apps:
                with _fast_start():
                    from workato_embedded_mock.app import create_app
                    from workato_embedded_mock.settings import Settings

                    app = create_app(Settings(**settings))
                apps[key] = stack.enter_context(app)
            return apps[key]

        yield app_of


@pytest.fixture
def workato_mock(
    request: pytest.FixtureRequest,
    workato_mock_settings: dict[str, Any],
    _workato_mock_apps: Callable[[dict[str, Any]], MockApp],
) -> Iterator[WorkatoMock]:
    """Return a namespace of this test, with its instruments.

    An app in this process serves it, without a socket, or the server of `--workato-mock-url`.
    """
    with _fast_start():
        from workato_embedded_mock.testing.transports import MockTransport
        from workato_embedded_mock.testing.workato_mock import WorkatoMock

    url: str | None = request.config.getoption("--workato-mock-url")
    transport = None if url else MockTransport(_workato_mock_apps(workato_mock_settings))
    mock = WorkatoMock(url or _IN_PROCESS, f"test-{uuid.uuid4().hex}", transport, _control_token(request))
    yield mock
    mock.close()


@pytest.fixture(scope="session")
def _workato_mock_server_url(request: pytest.FixtureRequest, workato_mock_settings: dict[str, Any]) -> Iterator[str]:
    """Return the URL of a server with a port: of `--workato-mock-url`, or in a thread of this process."""
    url = request.config.getoption("--workato-mock-url")
    if url:
        yield url
        return
    with _fast_start():
        from workato_embedded_mock.testing.mock_server import MockServer

    with MockServer(**workato_mock_settings) as server:
        yield server.root_url


@pytest.fixture(scope="session")
def workato_mock_server(request: pytest.FixtureRequest, _workato_mock_server_url: str) -> Iterator[WorkatoMock]:
    """Return a namespace of a server with a port, for clients that need one; all tests of the session share it."""
    with _fast_start():
        from workato_embedded_mock.testing.workato_mock import WorkatoMock

    mock = WorkatoMock(_workato_mock_server_url, f"session-{uuid.uuid4().hex}", None, _control_token(request))
    yield mock
    mock.close()


@contextmanager
def _fast_start() -> Iterator[None]:
    """Import the mock as Python does, without pytest's rewriting of assertions, and without garbage collection.

    pytest rewrites every module of a distribution with a plugin. The mock has no assertions. If a library is missing,
    the fixture fails with one sentence.
    """
    finder = _PlainFinder()
    sys.meta_path.insert(0, finder)
    try:
        from workato_embedded_mock.startup.garbage import collection_paused

        with collection_paused():
            yield
    except ModuleNotFoundError as error:
        from workato_embedded_mock.startup.missing_libraries import missing_library

        pytest.fail(missing_library(error), pytrace=False)
    finally:
        sys.meta_path.remove(finder)


class _PlainFinder(MetaPathFinder):
    """Finds the modules of the mock as Python does."""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        """Return the spec of a module of the mock; None for any other."""
        return PathFinder.find_spec(fullname, path, target) if fullname.startswith(f"{__package__}.") else None


def _control_token(request: pytest.FixtureRequest) -> str:
    token: str = request.config.getoption("--workato-mock-control-token")
    return token
