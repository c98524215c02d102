"""The build hook: add the evidence of the contract tests to the wheel and the sdist, if a run has written it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

EVIDENCE = "build/evidence.json"
DOCUMENT = "spec/dist/openapi.json"
INSTALLED = "workato_embedded_mock/_spec/evidence.json"


class EvidenceHook(BuildHookInterface[Any]):
    """Adds `build/evidence.json`, unless it is of another document than the one that is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file to what is built. An editable install reads it from `build/` itself."""
        root = Path(self.root)
        if version != "editable" and _is_current(root / EVIDENCE, root / DOCUMENT):
            build_data["force_include"][EVIDENCE] = INSTALLED if self.target_name == "wheel" else EVIDENCE


def _is_current(evidence: Path, document: Path) -> bool:
    if not evidence.exists():
        return False
    found: str = json.loads(evidence.read_text("utf-8"))["spec_sha256"]
    return found == hashlib.sha256(document.read_bytes()).hexdigest()
