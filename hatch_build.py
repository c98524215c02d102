"""The build of `workato-embedded`: pins the mock's distribution, and adds the compressed document to the wheel."""

from __future__ import annotations

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

DOCUMENT = "spec/dist/openapi.json"
INSTALLED = "workato_embedded/_spec/openapi.json.gz"


class ExtrasHook(MetadataHookInterface):
    """Sets the extras. Those that install the mock require the version of this project."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the extras of pyproject.toml, with the version in place of `{version}`."""
        metadata["optional-dependencies"] = {
            extra: [requirement.replace("{version}", metadata["version"]) for requirement in requirements]
            for extra, requirements in self.config["optional-dependencies"].items()
        }


class DocumentHook(BuildHookInterface[Any]):
    """Adds the document to the wheel. An editable install reads it from `spec/dist` itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compress the document into a temporary folder, from where it is added."""
        if version == "editable":
            return
        # It is deleted with this object, after the build.
        self._folder = TemporaryDirectory(ignore_cleanup_errors=True)
        compressed = Path(self._folder.name, "openapi.json.gz")
        # The same document gives the same bytes: the header has no time.
        compressed.write_bytes(gzip.compress((Path(self.root) / DOCUMENT).read_bytes(), mtime=0))
        build_data["force_include"][str(compressed)] = INSTALLED
