"""The build of `workato-embedded-mock`: pins the client's distribution, and adds the document that the mock serves.

In a clone, both come from the folder above. An sdist has them already.
"""

from __future__ import annotations

import hashlib
import json
import runpy
import tomllib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

PUBLISHED = "spec/dist"
SERVED = ("openapi.json", "openapi.json.sha256", "editions.json", "fixtures.json")
EVIDENCE = "build/evidence.json"
INSTALLED = "workato_embedded_mock/_spec"


class VersionHook(MetadataHookInterface):
    """Sets version, URLs, description and dependencies. The mock requires the client of the same version."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set what pyproject.toml leaves open. This is not called in an sdist, whose PKG-INFO has the values."""
        root, clone = Path(self.root), Path(self.root).parent
        content = tomllib.loads((clone / "pyproject.toml").read_text("utf-8"))
        project, version = content["project"], content["project"]["version"]
        files = content["tool"]["hatch"]["metadata"]["hooks"]["custom"]["files"]
        description = runpy.run_path(str(clone / "hatch_build.py"))["description"]
        metadata["readme"] = description(root / "README.md", f"{root.name}/", files, version)
        pinned = [requirement.replace("{version}", version) for requirement in self.config["dependencies"]]
        extras = self.config["optional-dependencies"]
        metadata |= {"version": version, "urls": project["urls"]}
        metadata |= {"dependencies": pinned, "optional-dependencies": extras}


class DocumentHook(BuildHookInterface[Any]):
    """Adds the files of the spec, and the evidence unless it is of another document than the one that is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files to what is built. An editable install reads them from the clone itself."""
        if version == "editable":
            return
        # From an sdist they are added in the same way: a wheel of the same files lists them in the same order.
        unpacked = Path(self.root) / INSTALLED
        files = list(unpacked.iterdir()) if unpacked.is_dir() else _files_of_clone(Path(self.root).parent)
        build_data["force_include"] |= {str(file): f"{INSTALLED}/{file.name}" for file in files}


def _files_of_clone(clone: Path) -> list[Path]:
    files = [clone / PUBLISHED / name for name in SERVED]
    return [*files, clone / EVIDENCE] if _is_current(clone / EVIDENCE, files[0]) else files


def _is_current(evidence: Path, document: Path) -> bool:
    if not evidence.exists():
        return False
    found: str = json.loads(evidence.read_text("utf-8"))["spec_sha256"]
    return found == hashlib.sha256(document.read_bytes()).hexdigest()
