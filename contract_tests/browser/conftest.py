"""Fixtures of the browser tests: a mock as a process of its own, and pages that report what goes wrong in them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from contract_tests.browser.accounts import Account, Mock, prepare
from contract_tests.support.postgres import missing
from contract_tests.support.processes import replica

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from contract_tests.browser.visitor import Visitor

if find_spec("playwright") is None:
    collect_ignore_glob = ["test_*.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, so that `make test` does not run them."""
    for item in items:
        if "contract_tests/browser" in item.path.as_posix():
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield a Chromium without a window."""
    from contract_tests.browser.chromium import chromium, program

    path = program()
    if path is None:
        missing("chromium")
        return
    with chromium(path) as running:
        yield running


@pytest.fixture(scope="session")
def prepared() -> Iterator[Mock]:
    """Yield a mock with prepared accounts, which tests do not change."""
    with replica(["serve", "--port", "0"], {}, stderr=subprocess.DEVNULL) as running:
        mock = Mock(running.url.removesuffix("/api"))
        prepare(mock)
        yield mock


@pytest.fixture(scope="session")
def shared() -> Iterator[Mock]:
    """Yield a mock in which tests have accounts of their own."""
    with replica(["serve", "--port", "0"], {}, stderr=subprocess.DEVNULL) as running:
        yield Mock(running.url.removesuffix("/api"))


@pytest.fixture
def account(shared: Mock, token: str) -> Account:
    """Return an account that only the test has, with the default seed."""
    account = Account(shared, token)
    with account.api() as api:
        api.get("/managed_users").raise_for_status()
    return account


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Yield a visitor; the test fails if something goes wrong in its pages."""
    from contract_tests.browser.visitor import Visitor

    visitor = Visitor(browser)
    yield visitor
    visitor.leave()
