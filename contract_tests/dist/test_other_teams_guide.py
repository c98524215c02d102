"""The guide for other teams works from top to bottom, in a folder that has only what the site has."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest
from workato_embedded_mock import MockServer

from contract_tests.dist.packed import MODULES, offline_installation
from contract_tests.support.guides import blocks
from contract_tests.support.node import needs_node

pytestmark = [pytest.mark.dist, needs_node]

GUIDE: Final = blocks("for-other-teams.md")
PACKAGE: Final = "../site/files/workato-embedded.tgz"
# Each line that downloads, and what runs instead: Node's tools have the same packages.
OFFLINE: Final = {
    f"npm install {PACKAGE}": shlex.join(offline_installation(PACKAGE)),
    "npm install --save-dev typescript @types/node": f"ln -s {MODULES}/@types node_modules/@types",
}


def script(address: str) -> str:
    """Return the files and commands of the guide in their order, for a mock at an address."""
    lines = ["set -euo pipefail"]
    for language, file, text in GUIDE:
        if language == "ts":
            lines.append(f"cat > {file} <<'END'\n{text}END")
        else:
            lines += [OFFLINE.get(line, line).replace("npx ", f"{MODULES}/.bin/").replace("/--yes ", "/") for line in text.splitlines()]
    return "\n".join(lines).replace("http://127.0.0.1:8765/api", address)


def test_the_guide_works(folder: Path, archive: Path, tmp_path: Path) -> None:
    """The collection runs, the program compiles and creates a workspace, and its test passes."""
    files = tmp_path / "site/files"
    shutil.copytree(folder, files)
    shutil.copy(archive, files)
    with MockServer() as server:
        command = ["bash", "-c", script(server.url)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\n512102\n" in done.stdout
    assert "# pass 1\n" in done.stdout


def test_each_download_of_the_guide_is_replaced() -> None:
    """The guide has each line that the test replaces, and installs nothing else."""
    lines = [line for language, _, text in GUIDE if language == "sh" for line in text.splitlines()]
    assert [line for line in lines if "install" in line] == list(OFFLINE)
