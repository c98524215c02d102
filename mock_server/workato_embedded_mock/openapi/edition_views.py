"""Serves a document as it was in an edition: its paths and its operations.

A view prepares an operation when it is first asked for, and only if the operation differs in the edition.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from workato_embedded_mock.errors import MethodNotAllowedError, NotFoundError
from workato_embedded_mock.openapi.document import Document, ids_of, operations_of, references_in, resolved
from workato_embedded_mock.openapi.edition_dates import absence
from workato_embedded_mock.openapi.edition_operations import Declared, EditionOperation
from workato_embedded_mock.openapi.editions import Edition, Editions
from workato_embedded_mock.openapi.operation import Operation
from workato_embedded_mock.openapi.router import UNKNOWN_PATH, Router
from workato_embedded_mock.openapi.schemas import SchemaCompiler

# Returns the router of a document.
MakeRouter = Callable[[dict[str, Any]], Router]

# Method, decoded path, and undecoded path of a request.
RequestLine = tuple[str, str, bytes | None]


class EditionViews:
    """The views of one document, by the date of their edition.

    Args:
        document: The document with everything that is known.
        editions: Its editions.
        make_router: Makes the router of the document of an edition.
    """

    def __init__(self, document: Document, editions: Editions, make_router: MakeRouter) -> None:
        self._editions = editions
        self._document = document
        self._make_router = make_router
        self._views: dict[str, EditionView] = {}
        # The same views by the days that were asked for.
        self._days: dict[str, EditionView] = {}

    def on(self, day: str) -> EditionView:
        """Return the view of the edition that held on a day.

        Raises:
            EditionError: No edition is known for the day.
        """
        if day in self._days:
            return self._days[day]
        edition = self._editions.on(day)
        if edition.date not in self._views:
            content = self._editions.content(edition)
            self._views[edition.date] = EditionView(
                edition, self._document.content, content, self._make_router(content)
            )
        self._days[day] = self._views[edition.date]
        return self._days[day]


class EditionView:
    """A document as it was in one edition.

    Args:
        edition: The edition.
        whole: The document with everything that is known.
        content: The document as it was.
        router: The router of the document as it was.

    Attributes:
        edition: The edition.
        content: The document as it was.
        router: The router of the document as it was.
    """

    def __init__(self, edition: Edition, whole: dict[str, Any], content: dict[str, Any], router: Router) -> None:
        self.edition = edition
        self.content = content
        self.router = router
        self._whole = whole
        self._compiler: SchemaCompiler | None = None
        self._declared = {declared["operationId"]: declared for _path, _method, declared in operations_of(whole)}
        self._present = ids_of(content)
        self._prepared: dict[str, Operation | EditionOperation] = {}

    def accepts(self, scheme: str) -> bool:
        """Return whether callers could authenticate by a header, such as `x-user-token`."""
        schemes = self.content.get("components", {}).get("securitySchemes", {}).values()
        return any(each.get("name", "").lower() == scheme for each in schemes)

    def check(self, operation_id: str, request: RequestLine) -> None:
        """Check that the operation of a request is part of the edition.

        Raises:
            NotFoundError: It is younger, or it was gone by then, and no operation of the edition has its path.
            MethodNotAllowedError: The same, and operations of the edition have its path with other methods.
        """
        if operation_id not in self._present:
            self._reject(operation_id, request)

    def _reject(self, operation_id: str, request: RequestLine) -> NoReturn:
        """Raise what the edition has for a request whose operation does not exist, with the date as a reason."""
        reason = absence(operation_id, self._declared[operation_id], self.edition, "/path")
        try:
            self.router.match(*request, [])
        except (NotFoundError, MethodNotAllowedError) as error:
            error.reasons = (reason, *error.reasons)
            raise
        raise NotFoundError(reason, message=UNKNOWN_PATH)

    def operation(self, operation: Operation) -> Operation | EditionOperation:
        """Return an operation as it was in the edition; the same one if it did not differ."""
        prepared = self._prepared.get(operation.operation_id)
        if prepared is None:
            prepared = operation if self._is_same(operation) else self._prepare(operation)
            self._prepared[operation.operation_id] = prepared
        return prepared

    def _prepare(self, operation: Operation) -> EditionOperation:
        if self._compiler is None:
            self._compiler = SchemaCompiler(self.content)
        earlier = Operation(self.content, operation.path, operation.method, self._compiler)
        return EditionOperation(self.edition, Declared(operation, self._whole), Declared(earlier, self.content))

    def _is_same(self, operation: Operation) -> bool:
        """Return whether the path of an operation, and everything that it refers to, is as in the whole document."""
        here, there = self.content["paths"][operation.path], self._whole["paths"][operation.path]
        keys = ("parameters", operation.method.lower())
        if any(here.get(key) != there.get(key) for key in keys):
            return False
        waiting = [name for key in keys for name in references_in(there.get(key))]
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            definition = resolved(self._whole, {"$ref": name})
            if resolved(self.content, {"$ref": name}) != definition:
                return False
            waiting += references_in(definition)
        return True
