"""The guide to the first steps works from top to bottom, in a new folder; `make dist-check` runs what needs Node."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from workato_embedded_mock.cli.command import serve

from contract_tests.scenarios.test_guides import blocks
from contract_tests.support.processes import replica

GUIDE = blocks("first-steps.md")
DEFAULT_PORT = next(option.default for option in serve.params if option.name == "port")


@pytest.fixture
def port() -> Iterator[int]:
    """Run the server of the guide on a free port, and yield the port."""
    (command,) = [text for language, word, text in GUIDE if (language, word) == ("sh", "server")]
    assert command == "workato-mock serve\n"
    with replica(["serve", "--port", "0"], {}, stderr=subprocess.DEVNULL) as running:
        yield running.port


def test_the_first_steps_work(port: int, tmp_path: Path) -> None:
    """The commands of the guide run in order in one shell, with the files that it shows."""
    lines = ["set -euo pipefail"]
    for language, word, text in GUIDE:
        if language == "python":
            (tmp_path / word).write_text(text, encoding="utf-8")
        elif (language, word) == ("sh", ""):
            # The tests run in an environment that has the packages.
            lines += [line for line in text.splitlines() if not line.startswith("pip install")]
    script = "\n".join(lines).replace(f"127.0.0.1:{DEFAULT_PORT}", f"127.0.0.1:{port}")
    path = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
    done = subprocess.run(
        [shutil.which("bash") or "bash", "-c", script],
        cwd=tmp_path,
        env={"PATH": path, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Northwind Tools" in done.stdout
    assert "1 passed" in done.stdout
