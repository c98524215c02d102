"""The Arazzo workflows are valid, and run with a mock from the first step to the last."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from workato_embedded_mock import MockServer

from contract_tests.dist.conftest import GUIDE
from contract_tests.support.node import NODE, needs_node
from generator.dist.names import WORKFLOWS

pytestmark = [pytest.mark.dist, needs_node]

REDOCLY: Final = NODE / "node_modules/@redocly/cli/bin/cli.js"


def redocly(folder: Path, *arguments: str) -> str:
    """Run Redocly, which must succeed, and return its output."""
    command = ["node", str(REDOCLY), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_workflows_are_valid(folder: Path) -> None:
    """Redocly finds no problems in the file."""
    assert "warning" not in redocly(folder, "lint", "--format", "stylish", WORKFLOWS).replace("Deprecation warning", "")


def test_every_workflow_succeeds(folder: Path, tmp_path: Path) -> None:
    """With the command of the guide, each step of each workflow gets the expected response from a new mock."""
    (line,) = re.findall(r"^npx @redocly/cli (respect .*)$", GUIDE.read_text("utf-8"), re.MULTILINE)
    output = tmp_path / "result.json"
    with MockServer() as server:
        words = [word.replace("http://127.0.0.1:8765/api", server.url) for word in line.split()]
        redocly(folder, *words, "--json-output", str(output))
    result: dict[str, Any] = json.loads(output.read_text("utf-8"))
    names = [workflow["workflowId"] for workflow in yaml.safe_load((folder / WORKFLOWS).read_text("utf-8"))["workflows"]]
    ran = [workflow["workflowId"] for workflow in result["files"][WORKFLOWS]["executedWorkflows"]]
    assert ran == names
