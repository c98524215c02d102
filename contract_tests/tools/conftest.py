"""Shared by the tests of tools: the wheels of this repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_tests.support.distributions import build_wheels


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the wheel of each distribution and return it by the distribution's name."""
    return build_wheels(tmp_path_factory.mktemp("wheels"))
