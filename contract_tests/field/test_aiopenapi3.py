"""A client that reads the document while it runs can read everything from the mock."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contract_tests.field.catalogue import program
from contract_tests.field.environments import environment
from contract_tests.field.isolation import Isolated, Outside
from contract_tests.support.validator import DOCUMENT, operations, parameters_of

pytestmark = pytest.mark.field

PROGRAM = program("aiopenapi3")


def arguments(operation: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a call: the examples of the required parameters and of the body."""
    found: dict[str, Any] = {
        "parameters": {one["name"]: one.get("example", 1) for one in parameters_of(operation) if one.get("required")}
    }
    if "requestBody" in operation:
        found["data"] = operation["requestBody"]["content"]["application/json"]["example"]
    return found


def test_the_client_reads_what_the_catalogue_says(
    base_url: str, token: str, tmp_path: Path, other_hosts: Outside
) -> None:
    """Each GET succeeds, and its response passes the client's validation, except those that the catalogue names."""
    calls = {name: arguments(one) for name, one in operations().items() if one["method"] == "GET"}
    document, path = tmp_path / "openapi.json", tmp_path / "calls.json"
    document.write_text(json.dumps({**DOCUMENT, "servers": [{"url": base_url}]}), "utf-8")
    path.write_text(json.dumps(calls), "utf-8")
    script = Path(__file__).with_name("read_with_aiopenapi3.py")
    python = environment(PROGRAM.name) / "python"
    done = Isolated(tmp_path, other_hosts).run(python, script, token, document, path)
    assert done.returncode == 0, done.stderr
    errors = {name: text for name, text in json.loads(done.stdout).items() if text}
    assert len(calls) > 30
    assert errors.keys() == {trial.what.strip("`") for trial in PROGRAM.trials if not trial.works}, errors
