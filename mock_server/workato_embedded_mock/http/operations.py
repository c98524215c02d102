"""Serves the operations of the document with their rules.

Everything that depends on the operation alone is prepared once, when it is first called: connexion's own validation
would compute signatures and body definitions for each request again.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.errors import Reason, StartError
from workato_embedded_mock.http.field_tracking import tracked
from workato_embedded_mock.http.prepared_results import with_prepared_results
from workato_embedded_mock.http.public_address import root_url_of
from workato_embedded_mock.http.request_context import RequestContext, request_context_of, sender_of
from workato_embedded_mock.http.responses import NO_CONTENT, send_response
from workato_embedded_mock.openapi._connexion import AbstractOperation, RoutedAPI, RoutedMiddleware, Specification
from workato_embedded_mock.openapi.edition_operations import EditionOperation
from workato_embedded_mock.openapi.operation import BODY, Operation, RequestHead
from workato_embedded_mock.openapi.prepared_document import PreparedDocument
from workato_embedded_mock.plain_json import Json, write_json
from workato_embedded_mock.rules.context import Rule, Runner, arguments_of, is_writing


class OperationMiddleware(RoutedMiddleware):
    """Serves every request that has an operation.

    Args:
        app: The next app, which connexion needs and no request gets to.
        document: The document. All operations are prepared at once, and so checked, unless the build has checked it.
        runner: Runs the rules.
        strict: Whether to reject what is tolerated otherwise.
    """

    def __init__(self, app: ASGIApp, *, document: PreparedDocument, runner: Runner, strict: bool) -> None:
        super().__init__(app)
        self._document = document
        self._runner = runner
        self._strict = strict

    def add_api(self, specification: Specification, **options: Any) -> RoutedAPI:
        """Add the operations of the document; connexion calls it at load."""
        api = _OperationApi(
            specification,
            next_app=self.app,
            document=self._document,
            runner=self._runner,
            strict=self._strict,
            **options,
        )
        self.apis[api.base_path].append(api)
        return api


class _OperationApi(RoutedAPI):
    """The operations of one document."""

    def __init__(
        self,
        specification: Specification,
        *,
        next_app: ASGIApp,
        document: PreparedDocument,
        runner: Runner,
        strict: bool,
        **options: Any,
    ) -> None:
        super().__init__(specification, next_app=next_app, base_path=options["base_path"], resolver=options["resolver"])
        self._document = document
        self._runner = runner
        self._strict = strict
        # connexion looks operations up here.
        self.operations = _OnFirstUse(self._add)
        if not document.checked:
            self.add_paths()

    def _add(self, operation_id: str) -> None:
        self.add_operation(*self._document.places[operation_id])

    def make_operation(self, operation: AbstractOperation) -> ASGIApp:
        """Prepare an operation with its rule, or with its example where it has none."""
        _require_bearer(operation)
        rule: Rule | None = operation.function
        if rule is None:
            status = min(int(status) for status in operation.responses if status.isdigit())
            example = self._document.examples.body(operation.operation_id, status)
            return _ExampleOperation(operation.operation_id, example)
        prepared = self._document.operation(operation.operation_id)
        return _RuledOperation(prepared, rule, self._runner, strict=self._strict)


class _OnFirstUse(dict[str, ASGIApp]):
    """Operations by operationId, each added when it is first looked up."""

    def __init__(self, add: Callable[[str], None]) -> None:
        super().__init__()
        self._add = add

    def __missing__(self, operation_id: str) -> ASGIApp:
        self._add(operation_id)
        return self[operation_id]


class _RuledOperation:
    """An operation that has a rule."""

    def __init__(self, operation: Operation, rule: Rule, runner: Runner, *, strict: bool) -> None:
        _check_rule(operation, rule)
        self._operation = operation
        self._rule = rule
        self._runner = runner
        self._strict = strict
        self._write = operation.method != "GET" or is_writing(rule)
        self._status = operation.success_status

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        context = request_context_of(scope)
        operation = self._operation if context.view is None else context.view.operation(self._operation)
        context.error_bodies = operation.error_bodies
        head = RequestHead(context.path_values, scope["query_string"], scope["headers"])
        arguments = await operation.read(head, partial(context.body.read, receive), context.notes, strict=self._strict)
        if context.tracked and BODY in arguments:
            arguments[BODY] = context.tracked_body = tracked(arguments[BODY])
        result = await with_prepared_results(scope, partial(self._run, scope, context, arguments))
        if isinstance(operation, EditionOperation):
            result = operation.shown(result)
        body = b"" if self._status == NO_CONTENT else write_json(result)
        await send_response(scope, send, context, self._status, body)

    def _run(
        self, scope: Scope, context: RequestContext, arguments: dict[str, Json], results: dict[Hashable, Any]
    ) -> Json:
        return self._runner(
            self._rule,
            namespace=context.namespace or "",
            write=self._write,
            arguments=arguments,
            notes=context.notes,
            origin=lambda: root_url_of(scope),
            sender=lambda: sender_of(scope),
            edition=None if context.view is None else context.view.edition.date,
            written=context.written if context.tracked else None,
            results=results,
        )


class _ExampleOperation:
    """An operation without a rule: returns 501 and the example of the document."""

    def __init__(self, operation_id: str, example: Json) -> None:
        self._body = write_json(example)
        self._reason = Reason("", "operationId", f"the mock has no rule for {operation_id}; this is the example")

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        await send_response(scope, send, request_context_of(scope), 501, self._body, reasons=(self._reason,))


def _check_rule(operation: Operation, rule: Rule) -> None:
    """Check that a rule can serve an operation.

    Raises:
        StartError: The rule is a coroutine function, or its arguments are not those of the operation.
    """
    if inspect.iscoroutinefunction(rule):
        raise StartError(f"the rule {operation.operation_id} is a coroutine function; rules are plain functions")
    offered, taken = operation.argument_names, arguments_of(rule)
    if taken != offered:
        raise StartError(
            f"the rule {operation.operation_id} takes the arguments {sorted(taken)}, but the document gives the "
            f"operation {sorted(offered)}"
        )


def _require_bearer(operation: AbstractOperation) -> None:
    """Check that an operation accepts bearer tokens, as the mock authenticates callers by them.

    Raises:
        StartError: The operation does not accept bearer tokens.
    """
    for wanted in operation.security or []:
        schemes = [operation.security_schemes.get(name, {}) for name in wanted]
        if [(scheme.get("type"), scheme.get("scheme")) for scheme in schemes] == [("http", "bearer")]:
            return
    raise StartError(f"the operation {operation.operation_id} does not accept bearer tokens")
