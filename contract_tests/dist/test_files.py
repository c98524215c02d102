"""Tools of other teams accept the files for them."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml
from workato_embedded_mock import MockServer

from contract_tests.support.node import NODE, needs_node
from contract_tests.support.validator import operations
from contract_tests.dist.conftest import GUIDE

pytestmark = [pytest.mark.dist, needs_node]


def tool(name: str, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a tool of node/ and return what it printed."""
    command = [str(NODE / "node_modules/.bin" / name), *arguments]
    return subprocess.run(command, cwd=NODE, input=text, capture_output=True, text=True, check=False)


def test_redocly_accepts_the_document_as_openapi_3_1(folder: Path) -> None:
    """Redocly's linter reports no problems in the converted document, with the rules of the original one."""
    done = tool("redocly", "lint", "--config", "redocly.yaml", str(folder / "openapi-3.1.yaml"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "validated" in done.stderr + done.stdout


def test_backstage_accepts_the_entity(folder: Path) -> None:
    """The validator of Backstage's catalog accepts the entity, with the document in place of its path."""
    entity = yaml.safe_load((folder / "catalog-info.yaml").read_text("utf-8"))
    entity["spec"]["definition"] = (folder / entity["spec"]["definition"]["$text"]).read_text("utf-8")
    command = ["node", "files/check-entity.mjs"]
    done = subprocess.run(command, cwd=NODE, input=json.dumps(entity), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_newman_runs_the_collection_to_its_end(folder: Path, tmp_path: Path) -> None:
    """With the command of the guide, newman sends each request of the collection to a mock, and all succeed."""
    (line,) = re.findall(r"^npx (newman run .*)$", GUIDE.read_text("utf-8"), re.MULTILINE)
    report = tmp_path / "report.json"
    with MockServer() as server:
        words = [word.replace("http://127.0.0.1:8765/api", server.url) for word in shlex.split(line)[1:]]
        words = [str(folder / word) if (folder / word).is_file() else word for word in words]
        reporter = ["--reporters", "json", "--reporter-json-export", str(report), "--working-dir", str(folder)]
        done = tool("newman", *words, *reporter)
    run = json.loads(report.read_text("utf-8"))["run"]
    assert [(each["source"]["name"], each["error"]["message"]) for each in run["failures"]] == []
    assert done.returncode == 0, done.stderr
    statuses = [each["response"]["code"] for each in run["executions"]]
    assert len(statuses) > len(operations())
    assert all(200 <= status < 300 for status in statuses)
