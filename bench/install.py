"""Measures what an install takes: wheels of this repository, installed with pip into new environments.

The libraries have the versions of the environment of the tests. pip gets their wheels from its package index.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from importlib.metadata import distribution, distributions
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from bench.calls import operation_requests
from contract_tests.support.distributions import Installed, build_wheels, dependencies
from contract_tests.tools.dependencies import named_modules, sizes
from distribution.build import PROJECTS

CLIENT, MOCK = PROJECTS
Figures = dict[str, Any]


def measure_install() -> Figures:
    """Measure the install of the client, and the one with the mock, with its libraries and who needs each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheels = build_wheels(folder)
        client = _install(folder / "client", CLIENT, str(wheels[CLIENT]))
        mock = _install(folder / "mock", f"{CLIENT}[mock]", f"{wheels[CLIENT]}[mock]", str(wheels[MOCK]))
        libraries = _libraries(mock)
        when = _imported(mock)
        for each in libraries:
            each["imported"] = next((step for step, names in when.items() if each["name"] in names), "never")
        return {"client": _sums(_libraries(client)), "mock": _sums(libraries), "libraries": libraries}


def _install(folder: Path, requirement: str, *wheels: str) -> Installed:
    """Install wheels with pip, and the libraries that a requirement needs, into a new environment."""
    venv.create(folder, symlinks=True)
    versions = folder / "versions.txt"
    names = dependencies(requirement).keys() - PROJECTS.keys()
    versions.write_text("".join(f"{name}=={distribution(name).version}\n" for name in names), "utf-8")
    python = str(folder / "bin/python")
    command = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, "--constraint", str(versions), *wheels], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    return Installed(folder, packages)


def _libraries(installed: Installed) -> list[Figures]:
    """Return name, sizes and owners of each distribution of an environment, largest first."""
    found = []
    needed_by = dependencies(f"{CLIENT}[mock]")
    for each in distributions(path=[str(installed.packages)]):
        name = canonicalize_name(each.name)
        files, bytecode = (round(number / 1e6, 2) for number in sizes(each))
        found.append({"name": name, "mb": files, "bytecode_mb": bytecode, "needed_by": sorted(needed_by[name])})
    return sorted(found, key=lambda each: (-each["mb"] - each["bytecode_mb"], each["name"]))


def _sums(libraries: list[Figures]) -> Figures:
    files, bytecode = (sum(each[key] for each in libraries) for key in ("mb", "bytecode_mb"))
    return {"packages": len(libraries), "mb": round(files, 1), "with_bytecode_mb": round(files + bytecode, 1)}


def _imported(installed: Installed) -> Mapping[str, list[str]]:
    """Return the distributions that the mock has imported after each step: start, requests and its features."""
    path = installed.folder / "given.json"
    path.write_text(json.dumps({"requests": operation_requests(), "modules": sorted(named_modules(MOCK))}), "utf-8")
    done = installed.run("python", str(Path(__file__).with_name("installed_imports.py")), str(path))
    done.check_returncode()
    steps: dict[str, list[str]] = json.loads(done.stdout)
    return {step: [canonicalize_name(name) for name in names] for step, names in steps.items()}
