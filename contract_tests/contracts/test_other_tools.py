"""Other OpenAPI tools accept the document."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys

from datamodel_code_generator.parser.openapi import OpenAPIParser
from prance import ResolvingParser
from workato_embedded import spec_path
from workato_embedded._metadata import SPEC_SHA256

from contract_tests.support.node import needs_node, npm_run
from contract_tests.support.validator import DOCUMENT, ROOT, operations


def test_prance_resolves_all_references() -> None:
    """Prance resolves the document without leaving a reference."""
    parser = ResolvingParser(str(spec_path()), backend="openapi-spec-validator")
    assert "$ref" not in json.dumps(parser.specification)


def test_datamodel_code_generator_makes_models() -> None:
    """datamodel-code-generator generates a model for every schema with properties."""
    parser = OpenAPIParser(spec_path().read_text(encoding="utf-8"), formatters=[])
    code = parser.parse()
    assert isinstance(code, str)
    compile(code, "models.py", "exec")
    objects = [name for name, schema in DOCUMENT["components"]["schemas"].items() if schema.get("properties")]
    assert all(f"class {name}(" in code for name in objects)


@needs_node
def test_redocly_reports_no_problems() -> None:
    """Redocly's linter reports no errors or warnings, with its recommended rules and additional ones."""
    done = npm_run("lint")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in (done.stdout + done.stderr).lower().replace("deprecation warning", "")


@needs_node
def test_openapi_typescript_generates_valid_types() -> None:
    """`tsc --strict` compiles the types that openapi-typescript generates."""
    done = npm_run("types")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_client_contains_the_document() -> None:
    """`spec_path()` returns the document from which the client was generated, and its hash is in the client."""
    assert spec_path() == spec_path("openapi.json")
    assert json.loads(spec_path().read_bytes()) == DOCUMENT
    assert hashlib.sha256(spec_path().read_bytes()).hexdigest() == SPEC_SHA256


def test_the_summary_counts_all_operations_and_properties() -> None:
    """`lint --summary` prints the number of operations and properties by confidence, with correct totals."""
    command = [sys.executable, "-m", "generator", "lint", "--summary"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    properties = sum(len(schema.get("properties", {})) for schema in DOCUMENT["components"]["schemas"].values())
    for kind, total in (("operations", len(operations())), ("properties", properties)):
        (line,) = [line for line in done.stdout.splitlines() if line.startswith(f"{total} {kind}: ")]
        assert sum(int(part.split()[0]) for part in line.partition(": ")[2].split(", ")) == total
