"""Where evidence is kept, what names a run, and what is wrong with what is kept; must not run tests."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from contract_tests.support.validator import ROOT, operations
from contract_tests.tools.evidence.axes import spec_sha256, tests_sha256, unfilled
from contract_tests.tools.evidence.report import report

JSON = "docs/evidence.json"
MARKDOWN = "docs/evidence.md"
OTHERS = "node/other-client/driven.json"
"""What the run of the other client has shown; `make interop` writes it."""

SOURCES = ("spec/dist", "generated_client", "mock_server/workato_embedded_mock", "contract_tests")
"""What a run is made of."""

Evidence = dict[str, Any]


def read_evidence(root: Path = ROOT) -> Evidence | None:
    """Read the evidence that is kept; None where there is none, or nothing that can be read."""
    kept: Evidence | None = _read(root / JSON)
    return kept


def other_clients(root: Path = ROOT) -> dict[str, list[str]]:
    """Return the operations by the name of the other client; nothing where the document has changed since."""
    driven = _read(root / OTHERS)
    if driven is None or driven["spec_sha256"] != spec_sha256():
        return {}
    return {f"{driven['client']} {driven['version']}": driven["operations"]}


def run_of(root: Path = ROOT) -> dict[str, Any]:
    """Name a run by what it is made of: a hash of the sources, and the commit; nothing of when it was."""
    digest = hashlib.sha256()
    for path in _sources(root):
        digest.update(
            f"{path.relative_to(root).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
        )
    commit = _git(root, "rev-parse", "HEAD")
    changed = _git(root, "status", "--porcelain", "--", *SOURCES)
    return {"id": digest.hexdigest(), "commit": commit or "unknown", "uncommitted_changes": bool(changed)}


def complaints(tests: Iterable[str], root: Path = ROOT) -> list[str]:
    """Say what is stale or missing in the evidence that is kept, given the ids of the tests that would take part."""
    kept = read_evidence(root)
    if kept is None:
        return [f"There is no {JSON}."]
    try:
        return _stale(kept, tests, root)
    except (AttributeError, KeyError, TypeError):
        return [f"{JSON} has not the form that is written now."]


def _stale(kept: Evidence, tests: Iterable[str], root: Path) -> list[str]:
    found = []
    if kept["spec_sha256"] != spec_sha256():
        found.append("The document has changed since the run.")
    if kept["operations"].keys() != operations().keys():
        names = ", ".join(sorted(kept["operations"].keys() ^ operations().keys()))
        found.append(f"The operations are not those of the run: {names}.")
    if kept["tests"]["sha256"] != tests_sha256(tests):
        found.append("The tests that show something are not those of the run.")
    callers = [axes["other_client"] for axes in kept["operations"].values()]
    shown = {name for names in callers if isinstance(names, list) for name in names}
    if not found and shown != other_clients(root).keys():
        found.append(f"{OTHERS} is not the one of the run.")
    found += [f"Nothing was seen of {hole}." for hole in unfilled(kept)]
    if not found and (root / MARKDOWN).read_text("utf-8") != report(kept):
        found.append(f"{MARKDOWN} does not say what {JSON} says.")
    return found


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _sources(root: Path) -> Iterator[Path]:
    paths = (path for source in SOURCES for path in (root / source).rglob("*") if path.is_file())
    return iter(sorted(path for path in paths if "__pycache__" not in path.parts))


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
