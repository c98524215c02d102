"""Finds and loads what the spec publishes: the bundled OpenAPI document and the fixtures; must not interpret them."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workato_embedded_mock.plain_json import Json, JsonError, read_json
from workato_embedded_mock.refusals import StartError

METHODS = ("get", "post", "put", "patch", "delete")
"""The methods of a path item that are operations here."""

_INSTALLED = Path(__file__).parent / "_spec"
_CHECKOUT = Path(__file__).parents[2] / "spec" / "dist"


@dataclass(frozen=True, slots=True)
class Document:
    """The OpenAPI document that the mock serves.

    Attributes:
        content: The parsed document.
        sha256: Hash of the file's bytes, in hexadecimal.
        path: Where it was read.
    """

    content: dict[str, Any]
    sha256: str
    path: Path

    @property
    def version(self) -> str:
        """The version that the document gives itself."""
        return str(self.content.get("info", {}).get("version", "unknown"))


def operations_of(content: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Answer path, method in capitals, and declaration of each operation of a document, in its order."""
    for path, item in content["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield path, method.upper(), operation


def load_document() -> Document:
    """Load the bundled document.

    Raises:
        StartError: It is missing or does not parse.
    """
    return read_document(_published("openapi.json"))


def read_document(path: Path) -> Document:
    """Load an OpenAPI document from a file.

    Raises:
        StartError: It is missing, or is no OpenAPI document.
    """
    data, content = _read(path)
    if not isinstance(content, dict) or "openapi" not in content or not isinstance(content.get("paths"), dict):
        raise StartError(f"The file {path} is not an OpenAPI document.")
    return Document(content, hashlib.sha256(data).hexdigest(), path)


def load_fixtures() -> tuple[Path, Json]:
    """Load the fixtures that are published with the document.

    Raises:
        StartError: They are missing or do not parse.
    """
    path = _published("fixtures.json")
    return path, _read(path)[1]


def _published(name: str) -> Path:
    """Find a file of the spec: in an installed package, else in the checkout."""
    return (_INSTALLED if _INSTALLED.is_dir() else _CHECKOUT) / name


def _read(path: Path) -> tuple[bytes, Json]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StartError(f"The file {path} cannot be read: {error.strerror or error}.") from error
    try:
        return data, read_json(data)
    except JsonError as error:
        raise StartError(f"The file {path} does not parse: {error}.") from error
