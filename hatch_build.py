"""The build of `workato-embedded`: sets extras and description, and adds the compressed document to the wheel.

The build of `workato-embedded-mock` uses `description`, too.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urljoin

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

DOCUMENT = "spec/dist/openapi.json"
INSTALLED = "workato_embedded/_spec/openapi.json.gz"
# The start of a link or of a picture, and the path of a file of the repository.
_RELATIVE = re.compile(r'(\]\(|src(?:set)?=")(?![a-z]+:|#)([^)"\s]+)')


def description(readme: Path, folder: str, files: Mapping[str, str], version: str) -> dict[str, str]:
    """Return a README as a description, in which relative links lead to the repository.

    Args:
        readme: The file.
        folder: Its folder in the repository, with a slash at the end; empty for the root.
        files: Where `pages` and `pictures` of the repository are, with `{version}` in place of the version.
        version: The version.
    """

    def absolute(found: re.Match[str]) -> str:
        before, path = found.groups()
        base = files["pages" if before == "](" else "pictures"].replace("{version}", version)
        return f"{before}{urljoin(base + folder, path)}"

    return {"content-type": "text/markdown", "text": _RELATIVE.sub(absolute, readme.read_text("utf-8"))}


class ReadmeAndExtrasHook(MetadataHookInterface):
    """Sets description and extras. The extras that install the mock require the version of this project."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the extras of pyproject.toml, with the version in place of `{version}`, and the description."""
        version = metadata["version"]
        metadata["readme"] = description(Path(self.root) / "README.md", "", self.config["files"], version)
        metadata["optional-dependencies"] = {
            extra: [requirement.replace("{version}", version) for requirement in requirements]
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
        # The same document gives the same bytes: the header has no name, no time, and the same system for each Python.
        with compressed.open("wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as archive:
            archive.write((Path(self.root) / DOCUMENT).read_bytes())
        build_data["force_include"][str(compressed)] = INSTALLED
