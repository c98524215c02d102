"""Other teams' tools load the document too."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from datamodel_code_generator.parser.openapi import OpenAPIParser
from prance import ResolvingParser
from workato_embedded import spec_path
from workato_embedded._metadata import SPEC_SHA256

from contract_tests.support.validator import DOCUMENT, ROOT, operations

NODE = ROOT / "node"


def test_prance_resolves_it_whole() -> None:
    """No reference is left when prance has resolved the document."""
    parser = ResolvingParser(str(spec_path()), backend="openapi-spec-validator")
    assert "$ref" not in json.dumps(parser.specification)


def test_a_second_python_generator_loads_it() -> None:
    """datamodel-code-generator makes models of every schema."""
    parser = OpenAPIParser(spec_path("openapi.json").read_text(encoding="utf-8"), formatters=[])
    code = parser.parse()
    assert isinstance(code, str)
    compile(code, "models.py", "exec")
    objects = [name for name, schema in DOCUMENT["components"]["schemas"].items() if schema.get("properties")]
    assert all(f"class {name}(" in code for name in objects)


def node(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script of node/package.json."""
    return subprocess.run(["npm", "run", "--silent", script], cwd=NODE, capture_output=True, text=True, check=False)


needs_node = pytest.mark.skipif(
    not (NODE / "node_modules").is_dir() or shutil.which("npm") is None,
    reason="Node's tools are not installed; `make docs` installs them",
)


@needs_node
def test_redocly_has_nothing_to_complain_of() -> None:
    """The field's linter, with all of its recommended rules as errors and some more, finds nothing."""
    done = node("lint")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in (done.stdout + done.stderr).lower().replace("deprecation warning", "")


@needs_node
def test_typescript_accepts_it() -> None:
    """openapi-typescript makes types of it, which `tsc --strict` compiles."""
    done = node("types")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_document_comes_with_the_client() -> None:
    """`spec_path()` names the document, in both forms, that the client was generated from."""
    assert json.loads(spec_path("openapi.json").read_text(encoding="utf-8")) == DOCUMENT
    assert spec_path().name == "openapi.yaml"
    assert len(SPEC_SHA256) == 64
    with pytest.raises(FileNotFoundError, match=r"openapi\.xml is not part of this installation"):
        spec_path("openapi.xml")


def test_the_summary_counts_everything(tmp_path: Path) -> None:
    """`lint --summary` prints how many operations and properties are known how well, and the sums are right."""
    command = [sys.executable, "-m", "generator", "lint", "--summary"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    properties = sum(len(schema.get("properties", {})) for schema in DOCUMENT["components"]["schemas"].values())
    for kind, total in (("operations", len(operations())), ("properties", properties)):
        (line,) = [line for line in done.stdout.splitlines() if line.startswith(f"{total} {kind}: ")]
        assert sum(int(part.split()[0]) for part in line.partition(": ")[2].split(", ")) == total
