"""The pytest plugin starts the mock without slowing a test run down."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# A test run with assertion rewriting for the mock, as pytest has it for an installed distribution with a plugin.
_CONFTEST = "import pytest\npytest.register_assert_rewrite('workato_embedded_mock')\n"
_TEST = """
import gc, sys

def test_the_mock(workato_mock):
    ours = {name: type(module.__loader__).__name__ for name, module in sys.modules.items()
            if name.startswith("workato_embedded_mock.")}
    rewritten = [name for name, loader in ours.items() if loader != "SourceFileLoader"]
    assert rewritten == ["workato_embedded_mock.pytest_plugin"]
    assert not [finder for finder in sys.meta_path if type(finder).__module__.startswith("workato")]
    assert gc.isenabled() and gc.get_freeze_count() < 1000
    assert workato_mock.client.managed_users.list().total == 2
"""


def test_the_mock_is_imported_without_rewriting_assertions(tmp_path: Path) -> None:
    """Assertions in the mock are not rewritten; imports and garbage collection are as before afterwards."""
    (tmp_path / "conftest.py").write_text(_CONFTEST)
    (tmp_path / "test_it.py").write_text(_TEST)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert run.returncode == 0, run.stdout
