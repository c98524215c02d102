"""Serves the operations of the document: caller, parameters, body, rule, answer; must not know what a rule does.

Everything that depends on the operation alone is prepared at load. connexion's own validation works out signatures and
body definitions for each request again.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.errors import BadRequestError, Reason, StartError
from workato_embedded_mock.http.answers import send_answer
from workato_embedded_mock.http.bodies import body_of
from workato_embedded_mock.http.exchange import Exchange, exchange_of, origin_of
from workato_embedded_mock.http.parameters import Parameters
from workato_embedded_mock.http.query_bodies import query_in_body
from workato_embedded_mock.http.reading import watched
from workato_embedded_mock.openapi._connexion import AbstractOperation, RoutedAPI, RoutedMiddleware, Specification
from workato_embedded_mock.openapi.schemas import SchemaCompiler
from workato_embedded_mock.plain_json import Json, write_json

Rule = Callable[..., Json]


class RunRule(Protocol):
    """Carries a rule out in one transaction of a namespace, and answers what it answers."""

    def __call__(
        self,
        rule: Rule,
        *,
        namespace: str,
        write: bool,
        arguments: Mapping[str, Json],
        notes: list[Reason],
        origin: Callable[[], str],
    ) -> Json:
        """Run the rule; what it raises is raised."""
        ...


@dataclass(frozen=True, slots=True)
class Service:
    """What all operations share.

    Attributes:
        run_rule: Runs the rules.
        arguments_of: Answers the names of the arguments that a rule takes.
        is_writing: Tells whether the rule of a GET changes the state.
        strict: Whether to refuse what is tolerated otherwise.
    """

    run_rule: RunRule
    arguments_of: Callable[[Rule], frozenset[str]]
    is_writing: Callable[[Rule], bool]
    strict: bool


class _RuledOperation:
    """An operation that has a rule."""

    def __init__(
        self,
        operation: AbstractOperation,
        rule: Rule,
        service: Service,
        compiler: SchemaCompiler,
        declared: Mapping[str, Any],
    ) -> None:
        self._rule = rule
        self._service = service
        self._write = operation.method.upper() != "GET" or service.is_writing(rule)
        self._status = _success(operation)
        order = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
        self._parameters = Parameters(operation.parameters, order, declared.get("x-pagination", {}), compiler)
        wrapper = declared.get("x-client", {}).get("body")
        self._body = body_of(operation.request_body, compiler, wrapper) if operation.is_request_body_defined else None
        offered = self._parameters.names | ({"body"} if self._body else set())
        if inspect.iscoroutinefunction(rule):
            raise StartError(f"The rule {operation.operation_id} is a coroutine function; rules are plain functions.")
        taken = service.arguments_of(rule)
        if taken != offered:
            raise StartError(
                f"The rule {operation.operation_id} takes the arguments {sorted(taken)}, but the document gives the "
                f"operation {sorted(offered)}."
            )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        service = self._service
        beside: list[tuple[str, str]] = []
        if self._body is None and self._parameters.in_query:
            names = self._parameters.in_query
            beside = await query_in_body(scope, receive, exchange, names, strict=service.strict)
        arguments = self._parameters.read(scope["query_string"], exchange, strict=service.strict, beside=beside)
        if scope["query_string"]:
            _judge(self._parameters.unknown(scope["query_string"]), exchange, strict=service.strict)
        if self._body is not None:
            body = await self._body.read(scope, receive, exchange, strict=service.strict)
            arguments["body"] = exchange.arguments_body = watched(body) if exchange.watched else body
        result = service.run_rule(
            self._rule,
            namespace=exchange.namespace or "",
            write=self._write,
            arguments=arguments,
            notes=exchange.notes,
            origin=lambda: origin_of(scope),
        )
        await send_answer(scope, send, exchange, self._status, write_json(result))


def _judge(reasons: list[Reason], exchange: Exchange, *, strict: bool) -> None:
    """Note what is tolerated, or refuse it where the server is strict."""
    if reasons and strict:
        raise BadRequestError(*reasons)
    exchange.notes.extend(reasons)


def _success(operation: AbstractOperation) -> int:
    """Answer the documented status of success."""
    responses: Mapping[str, Any] = getattr(operation, "responses", {})
    return min(int(status) for status in responses if status.startswith("2"))


class _ExampleOperation:
    """An operation that has no rule yet: says so, and shows the document's example."""

    def __init__(self, operation: AbstractOperation) -> None:
        self._body = write_json(operation.example_response()[0])
        self._reason = Reason(
            "", "operationId", f"the mock has no rule for {operation.operation_id}; this is the example"
        )

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        await send_answer(scope, send, exchange_of(scope), 501, self._body, reasons=(self._reason,))


class _OperationApi(RoutedAPI):
    """The prepared operations of one document."""

    def __init__(self, specification: Specification, *, next_app: ASGIApp, service: Service, **options: Any) -> None:
        super().__init__(specification, next_app=next_app, base_path=options["base_path"], resolver=options["resolver"])
        self._service = service
        self._compiler = SchemaCompiler(specification.raw)
        self.add_paths()

    def make_operation(self, operation: AbstractOperation) -> ASGIApp:
        _require_bearer(operation)
        rule: Rule | None = operation.function
        if rule is None:
            return _ExampleOperation(operation)
        declared = self.specification.get_operation(operation.path, operation.method)
        return _RuledOperation(operation, rule, self._service, self._compiler, declared)


class OperationMiddleware(RoutedMiddleware):
    """The innermost floor: every request that gets here has an operation and is answered."""

    api_cls = _OperationApi


def _require_bearer(operation: AbstractOperation) -> None:
    """Refuse a document whose operations do not let callers in by a bearer token, as the gate does."""
    for wanted in operation.security or []:
        schemes = [operation.security_schemes.get(name, {}) for name in wanted]
        if [(scheme.get("type"), scheme.get("scheme")) for scheme in schemes] == [("http", "bearer")]:
            return
    raise StartError(f"The operation {operation.operation_id} does not let callers in by a bearer token.")
