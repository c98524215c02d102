"""The contracts of a document's operations, and which of them a request belongs to."""

from __future__ import annotations

from starlette.types import Scope

from workato_embedded_mock.errors import RequestError
from workato_embedded_mock.http.request_context import request_context_of
from workato_embedded_mock.openapi.document import Document, operations_of
from workato_embedded_mock.openapi.operation import Operation
from workato_embedded_mock.openapi.router import Router
from workato_embedded_mock.proxy.components import Components
from workato_embedded_mock.proxy.request_contract import RequestContract
from workato_embedded_mock.proxy.response_contract import ResponseContract


class Contract:
    """One operation: what its requests and its responses must be.

    Attributes:
        operation_id: The operationId.
        method: The method.
        path: The path as the document writes it.
        request: Checks its requests.
        response: Checks its responses.
    """

    def __init__(self, operation: Operation, components: Components, *, strict: bool) -> None:
        self.operation_id = operation.operation_id
        self.method = operation.method
        self.path = operation.path
        self.request = RequestContract(operation, components, strict=strict)
        self.response = ResponseContract(self.operation_id, operation.declared["responses"], components)


class Contracts:
    """The operations of one document, below one base path."""

    def __init__(self, document: Document, base_path: str, *, strict: bool) -> None:
        content = document.content
        components = Components(content)
        self._operations: dict[str, Contract] = {}
        for path, method, _declared in operations_of(content):
            operation = Operation(content, path, method, components.compiler, lenient=False)
            self._operations[operation.operation_id] = Contract(operation, components, strict=strict)
        self._router = Router(content, base_path, strict=strict)

    def find(self, scope: Scope) -> tuple[Contract | None, list[RequestError]]:
        """Return the operation of a request, or why it has none; notes and hints go into the request's context."""
        context = request_context_of(scope)
        request = scope["method"], scope["path"], scope.get("raw_path")
        try:
            operation_id, context.path_values = self._router.match(*request, context.notes)
        except RequestError as error:
            hint = self._router.hint(*request)
            if hint is not None:
                context.hints = (hint,)
            return None, [error]
        return self._operations[operation_id], []
