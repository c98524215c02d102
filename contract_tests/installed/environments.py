"""Environments with the wheels of a release, outside of the repository, for each supported Python that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from contract_tests.support.distributions import Installed
from contract_tests.support.validator import ROOT

RELEASE = ROOT / "dist/release"
VERSIONS = ("3.11", "3.12", "3.13")
# What the tests use besides the distributions.
_TOOLS = ("pytest", "pytest-xdist")


def wheels() -> dict[str, Path]:
    """Return the wheels of the release by the names of their distributions."""
    found = {path.name.partition("-")[0].replace("_", "-"): path for path in RELEASE.glob("*.whl")}
    assert found, f"{RELEASE} has no wheels: `make release` builds them"
    return found


def interpreter(version: str) -> str | None:
    """Return the path of a Python, or None if it is not installed.

    The commands of pyenv exist for versions that are not selected, too, and fail.
    """
    installed = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    here = [sys.executable] if version == f"{sys.version_info.major}.{sys.version_info.minor}" else []
    found = [*here, shutil.which(f"python{version}"), *sorted(installed.glob(f"{version}.*/bin/python"))]
    runs = (each for each in found if each and not subprocess.run([each, "-c", ""], capture_output=True).returncode)
    return str(next(runs, "")) or None


def install_release(python: str, folder: Path, extras: str, *, tools: bool = False) -> Installed:
    """Create an environment with the client's wheel and extras, and libraries at the versions of requirements.lock.

    Args:
        python: The Python of the environment.
        folder: The folder of the environment.
        extras: Extras of the client, such as `cli,jq`; empty for none.
        tools: Whether the environment gets pytest and pytest-xdist, too.
    """
    _uv("venv", "--python", python, str(folder))
    # The wheels are named by their paths: an index may have other distributions of these names.
    named = wheels()
    own = folder / "own.txt"
    own.write_text("".join(f"{name} @ {path.as_uri()}\n" for name, path in named.items()), "utf-8")
    client = named["workato-embedded"].as_uri()
    wanted = [f"workato-embedded{f'[{extras}]' if extras else ''} @ {client}", *(_TOOLS if tools else ())]
    constraints = ("--constraint", str(ROOT / "requirements.lock"), "--constraint", str(own))
    _uv("pip", "install", "--python", str(folder / "bin/python"), *constraints, *wanted)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    return Installed(folder, packages)


def _uv(*words: str) -> None:
    command = [sys.executable, "-m", "uv", "--quiet", "--no-python-downloads", *words]
    # In a folder without a project.
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"uv {words[0]} failed:\n{done.stderr}"
