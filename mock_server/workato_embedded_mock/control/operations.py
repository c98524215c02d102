"""Serves the operations of the control plane's own document; must not know what a handler does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from workato_embedded_mock.control.catalogue import Handler
from workato_embedded_mock.control.document import plane_document
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import Reason, UnauthorizedError, bad_request
from workato_embedded_mock.http.answers import send_answer
from workato_embedded_mock.http.auth import bearer_token, namespace_name
from workato_embedded_mock.http.bodies import body_of
from workato_embedded_mock.http.exchange import exchange_of
from workato_embedded_mock.http.parameters import Parameters
from workato_embedded_mock.openapi.document import operations_of
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.plain_json import Json, write_json
from workato_embedded_mock.rules.context import arguments_of

_PLACEHOLDER = re.compile(r"{(\w+)}")
_NAMED = "namespace"


def routes(tools: Tools, handlers: Mapping[str, Handler]) -> Iterator[Route]:
    """Make the route of each operation of the document."""
    document = plane_document()
    compiler = SchemaCompiler(document)
    for path, method, declared in operations_of(document):
        operation = _Operation(path, declared, handlers[declared["operationId"]], tools, compiler)
        yield Route(path, operation, methods=[method])


class _Operation:
    """One operation, prepared: it reads what the document declares and gives it to the handler."""

    def __init__(
        self, path: str, declared: dict[str, Any], handler: Handler, tools: Tools, compiler: SchemaCompiler
    ) -> None:
        self._handler = handler
        self._tools = tools
        self._namespace: str | None = declared.get("x-namespace")
        self._order = _PLACEHOLDER.findall(path)
        # What is declared by reference is the header that names the namespace.
        parameters = [item for item in declared.get("parameters", ()) if item.get("in") in {"path", "query"}]
        self._parameters = Parameters(parameters, self._order, {}, compiler)
        self._body = body_of(declared["requestBody"], compiler) if "requestBody" in declared else None
        offered = (
            self._parameters.names | ({_NAMED} if self._namespace else set()) | ({"body"} if self._body else set())
        )
        taken = arguments_of(handler)
        if taken != offered:
            name = declared["operationId"]
            raise ValueError(f"the handler {name} takes {sorted(taken)}, the document offers {sorted(offered)}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        exchange.path_values = tuple(scope["path_params"][name] for name in self._order)
        arguments = self._parameters.read(scope["query_string"], exchange, strict=False)
        if self._namespace is not None:
            arguments[_NAMED] = _namespace(scope, required=self._namespace == "required")
        if self._body is not None:
            arguments["body"] = await self._body.read(scope, receive, exchange, strict=False)
        result: Json | Response = self._handler(self._tools, **arguments)
        if isinstance(result, Response):
            await result(scope, receive, send)
        else:
            await send_answer(scope, send, exchange, 200, write_json(result))


def _namespace(scope: Scope, *, required: bool) -> str | None:
    """Answer the namespace that a request means: `X-Mock-Namespace`, else the bearer token, else None.

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


def reasons_of(reasons: tuple[Reason, ...]) -> Json:
    """Write reasons for a JSON body."""
    return [{"pointer": reason.pointer, "keyword": reason.keyword, "text": reason.text} for reason in reasons]
