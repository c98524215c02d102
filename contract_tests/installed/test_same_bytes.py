"""Each supported Python builds the wheels and sdists of a release with the same bytes."""

from __future__ import annotations

import subprocess
import zlib
from pathlib import Path

import pytest

from contract_tests.installed.environments import RELEASE
from contract_tests.support.validator import ROOT
from distribution.environment import create


def test_each_python_builds_the_same_bytes(python: str, tmp_path: Path) -> None:
    """A build of the same commit on each Python, with the same zlib, has the bytes of the release."""
    create(tmp_path / "environment", python, {}, ROOT / "requirements.lock", "click", "hatchling", "packaging")
    program = str(tmp_path / "environment/bin/python")
    command = [program, "-c", "import zlib; print(zlib.ZLIB_RUNTIME_VERSION)"]
    version = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    if version != zlib.ZLIB_RUNTIME_VERSION:
        pytest.skip(f"{python} has zlib {version}, not {zlib.ZLIB_RUNTIME_VERSION}, which compresses differently")
    output = tmp_path / "release"
    subprocess.run([program, "-m", "distribution", "build", "--output", str(output)], cwd=ROOT, check=True)
    names = {path.name for path in output.iterdir()} - {"SHA256SUMS"}
    assert len(names) == 4
    assert [name for name in names if (output / name).read_bytes() != (RELEASE / name).read_bytes()] == []
