"""Environments with the wheels of a release, outside of the repository, for each supported Python that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from contract_tests.support.distributions import Installed
from contract_tests.support.validator import ROOT
from distribution.environment import create, requirement, wheels_of

RELEASE = ROOT / "dist/release"
VERSIONS = ("3.11", "3.12", "3.13")
# What the tests use besides the distributions.
_TOOLS = ("pytest", "pytest-xdist")


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
    wheels, name = wheels_of(RELEASE), "workato-embedded"
    wanted = requirement(name, filter(None, extras.split(",")), wheels[name])
    packages = create(folder, python, wheels, ROOT / "requirements.lock", wanted, *(_TOOLS if tools else ()))
    return Installed(folder, packages)
