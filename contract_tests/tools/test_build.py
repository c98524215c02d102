"""A clone in which no test ran can be built and installed; evidence is part of the build if a run has written it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

from contract_tests.support.validator import ROOT
from contract_tests.support.validator import operations as documented_operations

# Prints where the installed mock is, and what its control plane returns.
PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
import httpx2, workato_embedded_mock
with workato_embedded_mock.create_app() as app:
    transport = workato_embedded_mock.MockTransport(app)
    with httpx2.Client(transport=transport, base_url="http://mock.example.com") as http:
        operations = http.get("/_mock/operations").text
print(workato_embedded_mock.__file__, operations, sep="\\n")
"""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the files that git tracks or would track, without build outputs."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    folder = tmp_path_factory.mktemp("clone")
    for name in names:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def build(clone: Path, folder: Path) -> tuple[Path, Path]:
    """Build the sdist, and from it the wheel; return both."""
    hatchling = [sys.executable, "-m", "hatchling", "build", "-d", str(folder), "-t"]
    subprocess.run([*hatchling, "sdist"], cwd=clone, check=True, capture_output=True)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "source", filter="data")
    (source,) = (folder / "source").iterdir()
    subprocess.run([*hatchling, "wheel"], cwd=source, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return sdist, wheel


def served(wheel: Path, folder: Path) -> list[dict[str, Any]]:
    """Install a wheel and return the operations that its mock lists."""
    target = folder / "installed"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target"]
    subprocess.run([*install, str(target), str(wheel)], check=True, capture_output=True)
    command = [sys.executable, "-c", PROGRAM, str(target)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    module_path, listed = done.stdout.splitlines()
    assert Path(module_path).is_relative_to(target)
    operations: list[dict[str, Any]] = json.loads(listed)["operations"]
    return operations


def test_a_clone_without_evidence_builds_and_serves(clone: Path, tmp_path: Path) -> None:
    """Sdist and wheel build without evidence, and the installed mock returns `evidence: null` for each operation."""
    _, wheel = build(clone, tmp_path)
    operations = served(wheel, tmp_path)
    assert {operation["operation_id"] for operation in operations} == documented_operations().keys()
    assert {str(operation["evidence"]) for operation in operations} == {"None"}


@pytest.mark.parametrize("current", [True, False], ids=["of this document", "of another document"])
def test_evidence_is_built_in_if_it_is_of_this_document(clone: Path, tmp_path: Path, *, current: bool) -> None:
    """Evidence of this document is in sdist and wheel, and the installed mock serves it; other evidence is left out."""
    document = (clone / "spec/dist/openapi.json").read_bytes() if current else b""
    evidence = {"spec_sha256": hashlib.sha256(document).hexdigest(), "operations": {"get_member": {"fuzzed": True}}}
    path = clone / "build/evidence.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(evidence), "utf-8")
    try:
        sdist, wheel = build(clone, tmp_path)
    finally:
        path.unlink()
    with tarfile.open(sdist) as archive:
        assert current == any(name.endswith("/build/evidence.json") for name in archive.getnames())
    found = {operation["operation_id"]: operation["evidence"] for operation in served(wheel, tmp_path)}
    assert found["get_member"] == (evidence["operations"]["get_member"] if current else None)  # type: ignore[index]  # the dict above
