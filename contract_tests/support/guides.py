"""Reads the code blocks of the guides, and runs the guide to the first steps."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from workato_embedded_mock.cli.command import serve

from contract_tests.support.processes import COMMAND, replica
from contract_tests.support.validator import ROOT

_FIRST_STEPS = "first-steps.md"
_DEFAULT_PORT = next(option.default for option in serve.params if option.name == "port")


def blocks(guide: str) -> list[tuple[str, str, str]]:
    """Return the language, file name and text of each code block of a guide."""
    text = (ROOT / "docs/guides" / guide).read_text(encoding="utf-8")
    return re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def run_first_steps(folder: Path, commands: Path, server: Sequence[str] = COMMAND) -> subprocess.CompletedProcess[str]:
    """Run the guide to the first steps from top to bottom in one shell, without its installation.

    Exports and imports are immediate.

    Args:
        folder: An empty folder, which gets the files that the guide shows.
        commands: The folder of the commands of the environment in which everything is installed.
        server: The command `workato-mock` of the environment.
    """
    guide = blocks(_FIRST_STEPS)
    assert [text for language, word, text in guide if (language, word) == ("sh", "server")] == ["workato-mock serve\n"]
    lines = ["set -euo pipefail"]
    for language, word, text in guide:
        if language == "python":
            (folder / word).write_text(text, encoding="utf-8")
        elif (language, word) == ("sh", ""):
            lines.append(text)
    settings = {"WORKATO_MOCK_TRANSITIONS": "immediate"}
    with replica(["serve", "--port", "0"], settings, stderr=subprocess.DEVNULL, command=server) as running:
        script = "\n".join(lines).replace(f"127.0.0.1:{_DEFAULT_PORT}", f"127.0.0.1:{running.port}")
        return run_shell(script, folder, commands)


def run_shell(script: str, folder: Path, *commands: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a folder, without settings of this environment, and return what it printed.

    Args:
        script: The script.
        folder: The folder, which is also the home of the user.
        commands: The folders of commands that come before those of the system.
        environment: Environment variables that are added.
    """
    path = ":".join([*map(str, commands), "/usr/local/bin:/usr/bin:/bin"])
    return subprocess.run(
        [shutil.which("bash") or "bash", "-c", script],
        cwd=folder,
        env={"PATH": path, "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
