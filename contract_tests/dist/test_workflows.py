"""The Arazzo workflows are valid, and run with a mock from the first step to the last."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from workato_embedded_mock import MockServer

from contract_tests.support.node import NODE, needs_node
from contract_tests.support.validator import ROOT
from generator.cli import linted
from generator.dist.workflows import WORKFLOWS, workflows

pytestmark = [pytest.mark.dist, needs_node]

REDOCLY: Final = NODE / "node_modules/@redocly/cli/bin/cli.js"
# It finds the operations of the workflows in the file that is published next to them.
DOCUMENT: Final = "openapi.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the published files."""
    folder, bundle = tmp_path_factory.mktemp("published"), linted(ROOT)
    (folder / WORKFLOWS).write_text(workflows(bundle), "utf-8")
    (folder / DOCUMENT).write_text(bundle.to_yaml(), "utf-8")
    return folder


def redocly(folder: Path, *arguments: str) -> str:
    """Run Redocly, which must succeed, and return its output."""
    command = ["node", str(REDOCLY), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_workflows_are_valid(folder: Path) -> None:
    """Redocly finds no problems in the file."""
    assert "warning" not in redocly(folder, "lint", "--format", "stylish", WORKFLOWS).replace("Deprecation warning", "")


def test_every_workflow_succeeds(folder: Path) -> None:
    """Each step of each workflow gets the expected response from a new mock, which the document describes."""
    with MockServer() as server:
        inputs = json.dumps({"token": "workflows"})
        arguments = ["--server", f"api={server.url}", "--input", inputs, "--json-output", "result.json"]
        redocly(folder, "respect", WORKFLOWS, *arguments)
    result: dict[str, Any] = json.loads((folder / "result.json").read_text("utf-8"))
    names = [workflow["workflowId"] for workflow in yaml.safe_load((folder / WORKFLOWS).read_text("utf-8"))["workflows"]]
    ran = [workflow["workflowId"] for workflow in result["files"][WORKFLOWS]["executedWorkflows"]]
    assert ran == names
