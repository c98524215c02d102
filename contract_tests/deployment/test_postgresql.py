"""The rules of the mock work on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = (
    "jobs/test_jobs.py",
    "lookup_tables/test_rows.py",
    "managed_users/test_managed_users.py",
    "packages/test_real_packages.py",
    "workspace/test_properties.py",
)
# Many tests, of one kind of object.
MORE = ("recipes/test_recipes.py",)


@pytest.mark.usefixtures("postgres")
@pytest.mark.slow
@pytest.mark.parametrize("modules", [MODULES, pytest.param(MORE, marks=pytest.mark.nightly)], ids=["few", "more"])
def test_the_mock_s_tests_pass_on_postgresql(modules: tuple[str, ...]) -> None:
    """The tests of the resources with the most queries succeed with PostgreSQL.

    `WORKATO_MOCK_TEST_DATABASE=postgresql pytest mock_server/tests` runs them all.
    """
    files = [f"mock_server/tests/resources/{name}" for name in modules]
    assert all((ROOT / file).is_file() for file in files)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**environment, "WORKATO_MOCK_TEST_DATABASE": "postgresql"},
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert "skipped" not in done.stdout
