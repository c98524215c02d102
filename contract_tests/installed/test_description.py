"""The bills of materials and the report about licenses describe what the wheels install, always with the same bytes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from contract_tests.installed.environments import RELEASE
from contract_tests.support.validator import ROOT
from distribution.environment import wheels_of

SBOMS = sorted(RELEASE.glob("*.cdx.json"))
PINS = dict(re.findall(r"(?m)^([\w.-]+)==([^\s;]+)", (ROOT / "requirements.lock").read_text("utf-8")))


def test_the_description_has_the_same_bytes_again(tmp_path: Path) -> None:
    """A second description of the same wheels, in another folder, has the same bytes."""
    for wheel in wheels_of(RELEASE).values():
        shutil.copy(wheel, tmp_path)
    command = [sys.executable, "-m", "distribution", "describe", "--output", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    described = [path for path in tmp_path.iterdir() if path.suffix in {".json", ".md"}]
    assert len(described) == 3
    assert {path.name: path.read_bytes() for path in described} == {
        path.name: (RELEASE / path.name).read_bytes() for path in described
    }


@pytest.mark.parametrize("path", SBOMS, ids=lambda path: path.name)
def test_a_bill_of_materials_has_what_is_installed(path: Path) -> None:
    """Each library has the version of requirements.lock, and nothing names a path of this machine."""
    content = json.loads(path.read_text("utf-8"))
    main = content["metadata"]["component"]
    assert path.name == f"{main['name']}-{main['version']}.cdx.json"
    installed = {
        each["name"].lower().replace("_", "-").replace(".", "-"): each["version"] for each in content["components"]
    }
    assert len(installed) > 40
    assert installed.items() <= {**PINS, **dict.fromkeys(map(str, wheels_of(RELEASE)), main["version"])}.items()
    assert "file:" not in path.read_text("utf-8")
