"""Shared by all tests: reproducible inputs, and a copy of the files of the generator."""

from __future__ import annotations

import gc
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from contract_tests.support.certificates import share_certificates
from contract_tests.support.postgres import Postgres, postgres_server

pytest_plugins = ["contract_tests.support.http_library", "contract_tests.tools.evidence.plugin"]

# Generated inputs are the same in every run, and no test fails because a machine is slow. `make nightly` has more.
for name, examples in (("reproducible", 30), ("nightly", 120)):
    settings.register_profile(
        name,
        max_examples=examples,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=True,
    )
settings.load_profile("reproducible")

ROOT = Path(__file__).parent


def pytest_configure() -> None:
    """Let tests interrupt their processes, also in the background of a shell, and let clients share certificates."""
    # Tests hold many objects that stay until the end: collecting less often takes about 8% less CPU time.
    gc.set_threshold(20_000, 20, 20)
    share_certificates()
    # No test reads the profiles of the person who runs it.
    os.environ["WORKATO_EMBEDDED_CONFIG_DIR"] = str(ROOT / "build" / "no-profiles")
    # Shells ignore SIGINT for background commands, and the processes of the tests would inherit that.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run slow tests first: at the end, the other worker would wait for them."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the crash tests and of the tests against the real API."""
    parser.addoption(
        "--crashes", type=int, default=5, metavar="COUNT", help="how often to kill a server under load (default: 5)"
    )
    parser.addoption("--verified-writes", action="store_true", help="let `-m verified` create and delete a customer")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Run a PostgreSQL server for all tests that need one, and yield it."""
    with postgres_server() as running:
        yield running


@pytest.fixture
def copied_root(tmp_path: Path) -> Path:
    """Return a folder with copies of the spec, the generated files and pyproject.toml."""
    from generator.publish import OWNED

    for name in ("spec", "generated_client"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "tests"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in (path for path in OWNED if not path.startswith(("spec/", "generated_client/"))):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path
