"""Read and name the files of evidence, and identify a run. Runs no tests."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contract_tests.support.validator import ROOT
from contract_tests.tools.evidence.axes import spec_sha256

# Build outputs: `make evidence` writes the first two, `make interop` the third.
EVIDENCE = "build/evidence.json"
PAGE = "build/evidence.md"
OTHER_CLIENT = "build/other-client.json"

# The folders that a run depends on.
SOURCES = ("spec/dist", "generated_client", "mock_server/workato_embedded_mock", "contract_tests")

Evidence = dict[str, Any]


def read_evidence(root: Path = ROOT) -> Evidence | None:
    """Return the evidence in `build/`, or None if there is none of this document."""
    evidence: Evidence | None = _of_this_document(root / EVIDENCE)
    return evidence


def other_clients(root: Path = ROOT) -> dict[str, list[str]]:
    """Return the operations that another client called, by its name; empty if it has not run with this document."""
    run = _of_this_document(root / OTHER_CLIENT)
    return {} if run is None else {f"{run['client']} {run['version']}": run["operations"]}


def run_of(root: Path = ROOT) -> dict[str, Any]:
    """Identify a run by a hash of its sources and by the commit."""
    digest = hashlib.sha256()
    for path in _sources(root):
        digest.update(
            f"{path.relative_to(root).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
        )
    commit = _git(root, "rev-parse", "HEAD")
    changed = _git(root, "status", "--porcelain", "--", *SOURCES)
    return {"id": digest.hexdigest(), "commit": commit or "unknown", "uncommitted_changes": bool(changed)}


def _of_this_document(path: Path) -> Any:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and content.get("spec_sha256") == spec_sha256() else None


def _sources(root: Path) -> Iterator[Path]:
    paths = (path for source in SOURCES for path in (root / source).rglob("*") if path.is_file())
    return iter(sorted(path for path in paths if "__pycache__" not in path.parts))


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
