"""Prepares a document for serving. All apps of a process with the published document share one preparation."""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.openapi._connexion import CheckedSpecification, InvalidSpecification, Specification
from workato_embedded_mock.openapi.document import Document, ExampleBodies, is_built, load_document, operations_of
from workato_embedded_mock.openapi.edition_views import EditionViews
from workato_embedded_mock.openapi.editions import Editions
from workato_embedded_mock.openapi.known_names import KnownNames
from workato_embedded_mock.openapi.operation import Operation
from workato_embedded_mock.openapi.router import Router
from workato_embedded_mock.openapi.schemas import SchemaCompiler

# The published document by its hash.
_PUBLISHED: dict[str, PreparedDocument] = {}


class PreparedDocument:
    """A document, and what serving it needs that does not depend on settings. It is prepared when it is first used.

    Args:
        document: The document.
        checked: Whether the build has checked it, so that it need not be checked here.

    Attributes:
        document: The document.
        checked: Whether the build has checked it.
        compiler: Compiles its schemas.
        specification: The document for connexion.
        editions: Its editions.
        declared: The declarations of its operations, by operationId.
        places: The path and the method, in lower case, of each operation, by operationId.

    Raises:
        StartError: The document is not an OpenAPI document.
    """

    def __init__(self, document: Document, *, checked: bool) -> None:
        content = document.content
        self.document = document
        self.checked = checked
        self.compiler = SchemaCompiler(content)
        self.specification = CheckedSpecification(content) if checked else _check(document)
        self.editions = Editions(document)
        self.declared: dict[str, dict[str, Any]] = {}
        self.places: dict[str, tuple[str, str]] = {}
        for path, method, declared in operations_of(content):
            self.declared[declared["operationId"]] = declared
            self.places[declared["operationId"]] = path, method.lower()
        self._operations: dict[str, Operation] = {}
        self._routers: dict[tuple[str, bool], Router] = {}
        self._views: dict[tuple[str, bool], EditionViews] = {}

    @cached_property
    def examples(self) -> ExampleBodies:
        """The examples of its responses."""
        return ExampleBodies(self.document.content)

    @cached_property
    def names(self) -> KnownNames:
        """The names that it has."""
        return KnownNames(self.document.content)

    def operation(self, operation_id: str) -> Operation:
        """Return an operation of the document."""
        if operation_id not in self._operations:
            path, method = self.places[operation_id]
            self._operations[operation_id] = Operation(self.document.content, path, method.upper(), self.compiler)
        return self._operations[operation_id]

    def router(self, base_path: str, *, strict: bool) -> Router:
        """Return the router to its operations below a base path."""
        if (base_path, strict) not in self._routers:
            self._routers[base_path, strict] = Router(self.document.content, base_path, strict=strict)
        return self._routers[base_path, strict]

    def views(self, base_path: str, *, strict: bool) -> EditionViews:
        """Return the document in its editions, with routers to operations below a base path."""
        if (base_path, strict) not in self._views:
            make_router = partial(Router, base_path=base_path, strict=strict)
            self._views[base_path, strict] = EditionViews(self.document, self.editions, make_router)
        return self._views[base_path, strict]


def published_document() -> PreparedDocument:
    """Return the published document. It is prepared once in a process.

    Raises:
        StartError: The document is missing, or is not an OpenAPI document.
    """
    document = load_document()
    if document.sha256 not in _PUBLISHED:
        _PUBLISHED[document.sha256] = PreparedDocument(document, checked=is_built(document))
    return _PUBLISHED[document.sha256]


def _check(document: Document) -> Specification:
    try:
        return Specification.load(document.content)
    except InvalidSpecification as error:
        raise StartError(f"the file {document.path} is not an OpenAPI document: {error.message}") from error
