"""Fixtures of environments with the wheels of a release."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_tests.installed.environments import VERSIONS, install_release, interpreter
from contract_tests.support.distributions import Installed

# All that can be installed together.
EVERYTHING = "cli,console,embedding,jq,keyring,mcp,mock,postgres"

_made: dict[str, Installed] = {}


@pytest.fixture(params=VERSIONS)
def python(request: pytest.FixtureRequest) -> str:
    """Return the path of each supported Python. Tests with one that is not installed are skipped."""
    found = interpreter(request.param)
    if found is None:
        pytest.skip(f"Python {request.param} is not installed")
    return found


@pytest.fixture
def everything(python: str, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Return an environment with all extras, pytest and pytest-xdist. Tests of one process share it."""
    if python not in _made:
        _made[python] = install_release(python, tmp_path_factory.mktemp("everything"), EVERYTHING, tools=True)
    return _made[python]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests here, so that only `make release` runs them."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("release")
