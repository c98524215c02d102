"""Fixtures for pytest: `workato_mock`, a namespace for each test, and `workato_mock_server`, a server with a port.

`workato_mock_key` is a key pair that signs direct links for `workato_mock`.

The report of a failed test has a section with the last requests of the namespaces that it used. pytest loads this
module in every run, so it imports the mock only when a fixture or a report needs it.
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from workato_embedded.embedding import KeyPair

    from workato_embedded_mock.app import MockApp
    from workato_embedded_mock.testing.workato_mock import WorkatoMock

__all__ = [
    "pytest_addoption",
    "pytest_runtest_makereport",
    "pytest_runtest_teardown",
    "workato_mock",
    "workato_mock_key",
    "workato_mock_server",
    "workato_mock_settings",
]

_IN_PROCESS = "http://workato.mock"

_SECTION = "workato-mock: last requests"
# The namespaces of a test, the section of its failed teardown, and the namespace that all tests share.
_MOCKS = pytest.StashKey[list["WorkatoMock"]]()
_TEARDOWN_TEXT = pytest.StashKey[str]()
_SHARED_MOCK = pytest.StashKey["WorkatoMock"]()


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
    group.addoption(
        "--workato-mock-requests",
        metavar="N",
        type=_number,
        default=5,
        help="how many of the last requests the report of a failed test shows, 5 by default; 0 for no section",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the last requests to the report of a failed test, setup or teardown."""
    report = yield
    if report.failed:
        text = item.stash.get(_TEARDOWN_TEXT, "") if call.when == "teardown" else _last_requests(item)
        if text:
            report.sections.append((_SECTION, text))
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Delete the namespaces of a test after all its fixtures; before, keep the section for a failed teardown."""
    try:
        yield
    except BaseException:
        item.stash[_TEARDOWN_TEXT] = _last_requests(item)
        raise
    finally:
        for mock in item.stash.get(_MOCKS, []):
            mock.close()
        item.stash[_MOCKS] = []


def _last_requests(item: pytest.Item) -> str:
    """Return the section of a test: a part for each namespace that it used. Nothing that happens here raises."""
    most = item.config.getoption("--workato-mock-requests")
    used = [("workato_mock", mock) for mock in item.stash.get(_MOCKS, [])]
    shared = item.config.stash.get(_SHARED_MOCK, None)
    if shared is not None and "workato_mock_server" in getattr(item, "fixturenames", ()):
        used.append(("workato_mock_server", shared))
    return "\n".join(_part(name, mock, most) for name, mock in used) if most else ""


def _part(name: str, mock: WorkatoMock, most: int) -> str:
    try:
        with _fast_start():
            from workato_embedded_mock.testing.reports import report_of

        return report_of(name, mock, most)
    # A test may have replaced what this uses, also by a function that calls `pytest.fail`.
    except (Exception, pytest.fail.Exception, pytest.skip.Exception) as error:
        return f"{name}: the requests cannot be read: {type(error).__name__}: {error}"


def _number(text: str) -> int:
    """Return a number of requests. Raises ValueError if it is not one."""
    number = int(text)
    if number < 0:
        raise ValueError("expected an integer of at least 0")
    return number


@pytest.fixture(scope="session")
def workato_mock_settings() -> dict[str, Any]:
    """Return the settings of the mock, as keyword arguments of `MockServer`; override it to change them.

    `workato_mock` uses those of the test's module or folder, `workato_mock_server` those of its first test.
    """
    return {}


@pytest.fixture(scope="session")
def _workato_mock_exits(request: pytest.FixtureRequest) -> ExitStack:
    """Return what is closed at the very end: the report of the last test needs the mock after session fixtures."""
    stack = ExitStack()
    request.config.add_cleanup(stack.close)
    return stack


@pytest.fixture(scope="session")
def _workato_mock_apps(_workato_mock_exits: ExitStack) -> Callable[[dict[str, Any]], MockApp]:
    """Return a function that makes the app in this process, one for each choice of settings."""
    apps: dict[str, MockApp] = {}

    def app_of(settings: dict[str, Any]) -> MockApp:
        key = repr(sorted(settings.items()))
        if key not in apps:
            with _fast_start():
                from workato_embedded_mock.app import create_app
                from workato_embedded_mock.settings import Settings

                app = create_app(Settings(**settings))
            apps[key] = _workato_mock_exits.enter_context(app)
        return apps[key]

    return app_of


@pytest.fixture
def workato_mock(
    request: pytest.FixtureRequest,
    workato_mock_settings: dict[str, Any],
    _workato_mock_apps: Callable[[dict[str, Any]], MockApp],
) -> WorkatoMock:
    """Return a namespace of this test, with its instruments.

    An app in this process serves it, without a socket, or the server of `--workato-mock-url`.
    """
    with _fast_start():
        from workato_embedded_mock.testing.transports import MockTransport
        from workato_embedded_mock.testing.workato_mock import WorkatoMock

    url: str | None = request.config.getoption("--workato-mock-url")
    transport = None if url else MockTransport(_workato_mock_apps(workato_mock_settings))
    mock = WorkatoMock(url or _IN_PROCESS, f"test-{uuid.uuid4().hex}", transport, _control_token(request))
    # `pytest_runtest_teardown` closes it.
    request.node.stash.setdefault(_MOCKS, []).append(mock)
    return mock


@pytest.fixture
def workato_mock_key(workato_mock: WorkatoMock) -> KeyPair:
    """Return a throwaway key pair, which is registered as the key of the account of `workato_mock`.

    It signs links with `workato_embedded.embedding`, or with any other library, for the vendor id
    `workato_mock.embedding.vendor_id`. It needs the extra `embedding`.
    """
    with _fast_start():
        return workato_mock.embedding.register_key()


@pytest.fixture(scope="session")
def _workato_mock_server_url(
    request: pytest.FixtureRequest, workato_mock_settings: dict[str, Any], _workato_mock_exits: ExitStack
) -> str:
    """Return the URL of a server with a port: of `--workato-mock-url`, or in a thread of this process."""
    url: str | None = request.config.getoption("--workato-mock-url")
    if url:
        return url
    with _fast_start():
        from workato_embedded_mock.testing.mock_server import MockServer

    return _workato_mock_exits.enter_context(MockServer(**workato_mock_settings)).root_url


@pytest.fixture(scope="session")
def workato_mock_server(
    request: pytest.FixtureRequest, _workato_mock_server_url: str, _workato_mock_exits: ExitStack
) -> WorkatoMock:
    """Return a namespace of a server with a port, for clients that need one; all tests of the session share it."""
    with _fast_start():
        from workato_embedded_mock.testing.workato_mock import WorkatoMock

    mock = WorkatoMock(_workato_mock_server_url, f"session-{uuid.uuid4().hex}", None, _control_token(request))
    request.config.stash[_SHARED_MOCK] = mock
    _workato_mock_exits.callback(_close_quietly, mock)
    return mock


def _close_quietly(mock: WorkatoMock) -> None:
    """Delete a namespace, unless its server has ended already."""
    import httpx2

    with suppress(httpx2.TransportError):
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
