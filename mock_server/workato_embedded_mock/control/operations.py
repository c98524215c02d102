"""Serves the operations of the control plane's own document with their handlers."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache, partial
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from workato_embedded_mock.control.catalogue import Handler, all_handlers
from workato_embedded_mock.control.document import plane_document
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import UnauthorizedError, bad_request
from workato_embedded_mock.http.auth import bearer_token, namespace_name
from workato_embedded_mock.http.prepared_results import with_prepared_results
from workato_embedded_mock.http.request_context import request_context_of
from workato_embedded_mock.http.responses import send_response
from workato_embedded_mock.openapi.document import operations_of
from workato_embedded_mock.openapi.operation import Operation, RequestHead
from workato_embedded_mock.openapi.parameters import parse_query
from workato_embedded_mock.openapi.router import Router
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.plain_json import Json, write_json
from workato_embedded_mock.rules.context import arguments_of

_NAMESPACE = "namespace"


class ControlOperations:
    """Serves the requests of the control plane.

    Args:
        tools: What the handlers work with.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request.

        Raises:
            NotFoundError: No operation has this path, or the object does not exist.
            MethodNotAllowedError: The operations of this path have other methods.
            BadRequestError: The request is invalid.
        """
        context = request_context_of(scope)
        request = scope["method"], scope["path"], scope.get("raw_path")
        plane = _plane()
        operation_id, context.path_values = plane.router.match(*request, context.notes)
        await plane.operation(operation_id)(self._tools, scope, receive, send)


class _Plane:
    """The document of the control plane, and its operations, which are prepared when they are first called.

    Attributes:
        router: The router to the operations.
    """

    def __init__(self) -> None:
        self._document = plane_document()
        self._compiler = SchemaCompiler(self._document)
        self._handlers = all_handlers()
        self._places = {
            declared["operationId"]: (path, method) for path, method, declared in operations_of(self._document)
        }
        self._operations: dict[str, _HandledOperation] = {}
        self.router = Router(self._document, "", strict=False)

    def operation(self, operation_id: str) -> _HandledOperation:
        """Return an operation by its operationId."""
        if operation_id not in self._operations:
            operation = Operation(self._document, *self._places[operation_id], self._compiler)
            self._operations[operation_id] = _HandledOperation(operation, self._handlers[operation_id])
        return self._operations[operation_id]


@cache
def _plane() -> _Plane:
    """Return the control plane of all apps of the process."""
    return _Plane()


class _HandledOperation:
    """An operation with its handler."""

    def __init__(self, operation: Operation, handler: Handler) -> None:
        self._operation = operation
        self._handler = handler
        self._namespace: str | None = operation.declared.get("x-namespace")
        offered = operation.argument_names | ({_NAMESPACE} if self._namespace else set())
        taken = arguments_of(handler)
        if taken != offered:
            name = operation.operation_id
            raise ValueError(f"the handler {name} takes {sorted(taken)}, the document offers {sorted(offered)}")

    async def __call__(self, tools: Tools, scope: Scope, receive: Receive, send: Send) -> None:
        context = request_context_of(scope)
        given: dict[str, Any] = {}
        if self._namespace is not None:
            given[_NAMESPACE] = _namespace(scope, required=self._namespace == "required")
            # Such a request acts on a namespace: with a filter left out it would read or delete too much.
            self._check_names(scope["query_string"])
        head = RequestHead(context.path_values, scope["query_string"], scope["headers"])
        given |= await self._operation.read(head, partial(context.body.read, receive), context.notes, strict=False)

        def handle(results: dict[Hashable, Any]) -> Json | Response:
            return self._handler(tools.with_results(results), **given)

        result = await with_prepared_results(scope, handle)
        if isinstance(result, Response):
            context.responded = True
            await result(scope, receive, send)
        else:
            await send_response(scope, send, context, 200, write_json(result))

    def _check_names(self, query: bytes) -> None:
        """Check that the operation has all parameters in a query.

        Raises:
            BadRequestError: It does not have one of them; the text lists those that it has.
        """
        parameters = self._operation.parameters
        unknown = parameters.unknown(parse_query(query))
        if unknown:
            known = ", ".join(parameters.in_query) or "none"
            names = ", ".join(reason.pointer.removeprefix("/query/") for reason in unknown)
            text = f"unknown query parameter {names}: expected {known}"
            raise bad_request(unknown[0].pointer, unknown[0].keyword, text)


def _namespace(scope: Scope, *, required: bool) -> str | None:
    """Return the namespace of a request: `X-Mock-Namespace`, else the bearer token, else None.

    Raises:
        BadRequestError: One of the two headers is malformed, or both are missing where one is needed.
    """
    headers = dict(scope["headers"])
    named, authorization = headers.get(b"x-mock-namespace"), headers.get(b"authorization")
    if named is not None:
        return namespace_name(named)
    if authorization is not None:
        try:
            return bearer_token(authorization)
        except UnauthorizedError as error:
            raise bad_request("/header/authorization", "bearer", str(error)) from error
    if required:
        text = "name the namespace by the header X-Mock-Namespace or by the bearer token"
        raise bad_request("/header/x-mock-namespace", "required", text)
    return None
