"""pip and uvx install the wheels of a release by their paths, so that no index is asked for their names."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from contract_tests.installed.environments import RELEASE
from contract_tests.support.validator import ROOT
from distribution.environment import wheels_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that has the release where a clone has it, and an environment with pip."""
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/release").symlink_to(RELEASE)
    venv.create(tmp_path / "environment", with_pip=True, symlinks=True)
    return tmp_path


def run(folder: Path, line: str) -> str:
    """Run a command line in a shell, in a folder that has the release, and return what it printed."""
    path = [folder / "environment/bin", Path(sys.executable).parent, "/usr/local/bin", "/usr/bin", "/bin"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
    done = subprocess.run(
        [shutil.which("bash") or "bash", "-euc", line],
        cwd=folder,
        env={
            **kept,
            "PATH": ":".join(map(str, path)),
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_TOOL_DIR": str(folder / "uv"),
            "UV_PYTHON": sys.executable,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_pip_installs_the_wheels(folder: Path) -> None:
    """Pip installs both wheels with extras by their paths, its check finds nothing, and both commands work."""
    client, mock = (
        wheels_of(RELEASE)[name].relative_to(ROOT) for name in ("workato-embedded", "workato-embedded-mock")
    )
    run(folder, f"pip install '{client}[cli]' '{mock}[console]'")
    assert run(folder, "pip check") == "No broken requirements found.\n"
    assert run(folder, "environment/bin/workato-embedded --version").startswith("workato-embedded, version ")
    assert run(folder, "environment/bin/workato-mock --version").startswith("workato-mock, version ")


def test_uvx_runs_the_command_of_a_wheel(folder: Path) -> None:
    """Uvx runs the command of a wheel that is named by its path."""
    client = wheels_of(RELEASE)["workato-embedded"].relative_to(ROOT)
    line = f"uvx --from '{client}[cli]' workato-embedded --version"
    assert run(folder, line).startswith("workato-embedded, version ")
