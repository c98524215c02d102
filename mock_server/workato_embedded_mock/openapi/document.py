"""Finds and loads the bundled OpenAPI document, the fixtures and the evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import orjson

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.plain_json import Json, JsonError, read_json

# The methods of a path item that are operations.
METHODS = ("get", "post", "put", "patch", "delete")
# On an operation: other methods that do the same.
_TWINS = "x-twin-methods"

_INSTALLED = Path(__file__).parents[1] / "_spec"
_CHECKOUT = Path(__file__).parents[3] / "spec" / "dist"
# The bundled document by the hash of its file. Its content is never changed.
_LOADED: dict[str, Document] = {}
_EVIDENCE = (_INSTALLED / "evidence.json", Path(__file__).parents[3] / "build" / "evidence.json")


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
        """The version in the document's `info`."""
        return str(self.content.get("info", {}).get("version", "unknown"))


def operations_of(content: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Return path, method in capitals, and declaration of each operation of a document, in its order."""
    for path, item in content["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield path, method.upper(), operation


def served_methods(item: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the operations of a path item by method, including the other methods that do the same."""
    operations = {method: item[method] for method in METHODS if method in item}
    twins = {twin: operation for operation in operations.values() for twin in operation.get(_TWINS, ())}
    return {**twins, **operations}


def ids_of(content: Mapping[str, Any]) -> set[str]:
    """Return the operationIds of a document."""
    return {operation["operationId"] for _path, _method, operation in operations_of(content)}


def resolved(content: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the component that a reference points to; return anything else unchanged."""
    while "$ref" in part:
        _, _, section, name = part["$ref"].split("/")
        part = content["components"][section][name]
    return part


def json_media(content: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the declaration of the JSON that a request body or a response has; an empty one if it has none."""
    media: Mapping[str, Any] = resolved(content, part).get("content", {}).get("application/json", {})
    return media


def parameters_of(content: Mapping[str, Any], path: str, declared: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the parameters in path and query without references; the operation overrides those of its path."""
    found = [*content["paths"][path].get("parameters", ()), *declared.get("parameters", ())]
    parameters = {
        (item["in"], item["name"]): {**item, "schema": resolved(content, item["schema"])}
        for item in (resolved(content, each) for each in found)
    }
    return [item for item in parameters.values() if item["in"] in {"path", "query"}]


def references_in(part: Any) -> Iterator[str]:
    """Return the references in a part of a document."""
    if isinstance(part, list):
        for item in part:
            yield from references_in(item)
    elif isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for item in part.values():
            yield from references_in(item)


class ExampleBodies:
    """The example bodies of a document's responses, by status."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._own: dict[str, dict[int, Json]] = {}
        for _path, _method, operation in operations_of(content):
            self._own[operation["operationId"]] = dict(_examples(content, operation["responses"]))
        bodies: dict[int, list[Json]] = {}
        for own in self._own.values():
            for status, body in own.items():
                if status >= HTTPStatus.BAD_REQUEST:
                    bodies.setdefault(status, []).append(body)
        # What most operations return, not what is special about one of them.
        self._shared = {status: max(each, key=each.count) for status, each in bodies.items()}

    def body(self, operation_id: str, status: int) -> Json:
        """Return the documented body of a status: of the operation, else of any other, else one of the same form."""
        own = self._own.get(operation_id, {})
        if status in own:
            return own[status]
        if status in self._shared:
            return self._shared[status]
        return {"message": HTTPStatus(status).phrase if status in set(HTTPStatus) else str(status)}


def _examples(content: Mapping[str, Any], responses: Mapping[str, Any]) -> Iterator[tuple[int, Json]]:
    for status, response in responses.items():
        media = json_media(content, response)
        if status.isdigit() and "example" in media:
            yield int(status), media["example"]


def load_document() -> Document:
    """Load the bundled document. It is parsed once in a process.

    Raises:
        StartError: The document is missing or does not parse.
    """
    path = _published("openapi.json")
    data = _bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 not in _LOADED:
        _LOADED[sha256] = _document(path, data, sha256)
    return _LOADED[sha256]


def is_built(document: Document) -> bool:
    """Return whether the build has made and checked exactly this document."""
    try:
        # As `sha256sum` writes it.
        return _published("openapi.json.sha256").read_text("ascii").split()[0] == document.sha256
    except (OSError, ValueError, IndexError):
        return False


def read_document(path: Path) -> Document:
    """Load an OpenAPI document from a file.

    Raises:
        StartError: The file is missing, or it is not an OpenAPI document.
    """
    data = _bytes(path)
    return _document(path, data, hashlib.sha256(data).hexdigest())


def _document(path: Path, data: bytes, sha256: str) -> Document:
    try:
        content = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise StartError(f"the file {path} does not parse: not JSON: {error}") from error
    if not isinstance(content, dict) or "openapi" not in content or not isinstance(content.get("paths"), dict):
        raise StartError(f"the file {path} is not an OpenAPI document")
    return Document(content, sha256, path)


def load_fixtures() -> tuple[Path, Json]:
    """Load the fixtures that are published with the document.

    Raises:
        StartError: The fixtures are missing or do not parse.
    """
    path = _published("fixtures.json")
    return path, _read(path)


def load_editions() -> Json:
    """Load the editions that are published with the document: dates, titles, and how the document differed.

    Raises:
        StartError: The file is missing or does not parse.
    """
    return _read(_published("editions.json"))


def load_evidence(document: Document) -> dict[str, Json]:
    """Load the evidence of a document by operation; return nothing if the evidence is of another document."""
    path = _EVIDENCE[0] if _INSTALLED.is_dir() else _EVIDENCE[1]
    try:
        kept = read_json(path.read_bytes(), None)
    except (OSError, JsonError):
        return {}
    if not isinstance(kept, dict) or kept.get("spec_sha256") != document.sha256:
        return {}
    operations: dict[str, Json] = kept["operations"]
    return operations


def _published(name: str) -> Path:
    """Return the path of a file of the spec, in the installed package or in the checkout."""
    return (_INSTALLED if _INSTALLED.is_dir() else _CHECKOUT) / name


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StartError(f"the file {path} cannot be read: {error.strerror or error}") from error


def _read(path: Path) -> Json:
    try:
        return read_json(_bytes(path), None)
    except JsonError as error:
        raise StartError(f"the file {path} does not parse: {error}") from error
