"""The vendor's command works with the mock as the catalogue says."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path
from typing import Any

import httpx2
import pytest

from contract_tests.field.catalogue import Trial, program
from contract_tests.field.conftest import CUSTOMER
from contract_tests.field.environments import environment
from contract_tests.field.isolation import Isolated, Outside

pytestmark = pytest.mark.field

PROGRAM = program("workato-platform-cli")
FOLDER = "Order to cash"
PROJECT = {"project_id": 523200, "project_name": FOLDER, "folder_id": 5512}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a folder with the files that `workato init` would write, and a project."""
    project = tmp_path / "work" / FOLDER
    shutil.copytree(Path(__file__).with_name("project"), project)
    (project.parent / ".workatoenv").write_text(json.dumps({**PROJECT, "project_path": FOLDER}), "utf-8")
    (project / ".workatoenv").write_text(json.dumps(PROJECT), "utf-8")
    return project.parent


@pytest.mark.parametrize("trial", PROGRAM.trials, ids=lambda trial: trial.arguments)
def test_the_command_does_what_the_catalogue_says(
    trial: Trial, workspace: Path, developer_url: str, token: str, http: httpx2.Client, other_hosts: Outside
) -> None:
    """The command has the exit code and prints the texts of the catalogue, and the mock has the expected state."""
    variables = {
        "WORKATO_API_TOKEN": token,
        "WORKATO_HOST": developer_url,
        "WORKATO_DISABLE_KEYRING": "true",
        "WORKATO_DISABLE_UPDATE_CHECK": "true",
        "WORKATO_DISABLE_DEPRECATION_WARNING": "true",
    }
    folder = workspace / FOLDER if trial.folder == "project" else workspace
    runner = Isolated(workspace.parent, other_hosts, variables)
    done = runner.run(environment(PROGRAM.name) / "workato", *shlex.split(trial.arguments), folder=folder)
    assert done.returncode == trial.exit_code, done.stdout + done.stderr
    assert [text for text in trial.prints if text not in done.stdout] == [], done.stdout
    for path, part in trial.then.items():
        body = http.get(f"/managed_users/{CUSTOMER}{path}").json()
        assert has(body, part), body


def has(value: Any, part: Any) -> bool:
    """Return whether a value has all properties and entries of another, and equals it if it has neither."""
    if isinstance(part, dict):
        return isinstance(value, dict) and all(name in value and has(value[name], part[name]) for name in part)
    if isinstance(part, list):
        return isinstance(value, list) and all(any(has(entry, one) for entry in value) for one in part)
    return bool(value == part)
