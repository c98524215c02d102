"""Serves direct links, the pages of sessions, actions and scripts, and records the requests."""

from __future__ import annotations

from functools import partial

from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.embedding.link_handler import NO_LINK, Link, LinkHandler
from workato_embedded_mock.embedding.page_handler import PageHandler
from workato_embedded_mock.embedding.parts import EmbeddingParts
from workato_embedded_mock.embedding.requests import EmbeddingRequest, Kind, read_request
from workato_embedded_mock.embedding.scripts import send_script
from workato_embedded_mock.embedding.sessions import find_namespace
from workato_embedded_mock.embedding.views import ACTIONS
from workato_embedded_mock.errors import MethodNotAllowedError, Reason, not_found
from workato_embedded_mock.http.connection_control import connection_control_of
from workato_embedded_mock.http.error_responses import ErrorMiddleware
from workato_embedded_mock.http.faults import FAULT_RULE, FaultyApp, matching_fault
from workato_embedded_mock.http.journal import JournalMiddleware
from workato_embedded_mock.http.request_context import RequestContext, request_context_of
from workato_embedded_mock.http.request_ids import RequestIdMiddleware
from workato_embedded_mock.instruments.faults import BEFORE, Fault
from workato_embedded_mock.openapi._connexion import ROUTING_CONTEXT

# The action of an application outside of Workato: a fault with a status makes the application deny access.
_AUTHORIZE = "authorize_in_application"


def create_web(parts: EmbeddingParts) -> ASGIApp:
    """Return the app that serves these requests."""
    app = RequestIdMiddleware(ErrorMiddleware(_Dispatcher(parts)))
    recorded = JournalMiddleware(app, names=parts.document.names, auth=parts.auth, journal=parts.journal, log=parts.log)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        is_own = read_request(scope).kind is Kind.OWN_SCRIPT
        await (app if is_own else recorded)(scope, receive, send)

    return serve


class _Dispatcher:
    """Finds the namespace of a request, and serves it with the faults of the namespace."""

    def __init__(self, parts: EmbeddingParts) -> None:
        self._parts = parts
        self._links = LinkHandler(parts)
        self._pages = PageHandler(parts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request.

        Raises:
            NotFoundError: There is no such page, action or script.
            MethodNotAllowedError: It has another method.
        """
        request = read_request(scope)
        context = request_context_of(scope)
        context.secrets += request.secrets
        _check(request)
        if request.operation_id is not None:
            routing = {"api_base_path": "", "operation_id": request.operation_id}
            scope.setdefault("extensions", {})[ROUTING_CONTEXT] = routing
        link = self._links.read(request, scope) if request.kind is Kind.LINK else NO_LINK
        context.namespace = link.namespace or self._namespace(request)
        fault = await self._fault(receive, request, context)
        denial = None
        if fault is not None and request.operation_id == _AUTHORIZE and _is_of_application(fault):
            denial = await _denial(scope, context, fault)
            fault = None
        app: ASGIApp = partial(self._serve, request=request, link=link, denial=denial)
        if fault is not None:
            app = FaultyApp(app, fault, request.operation_id or "", self._parts.document.examples)
        await app(scope, receive, send)

    async def _serve(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        request: EmbeddingRequest,
        link: Link,
        denial: str | None,
    ) -> None:
        """Serve a request without a fault."""
        if request.kind is Kind.LINK:
            await self._links.serve(scope, send, request, link)
        elif request.kind is Kind.PAGE:
            await self._pages.serve_page(scope, send, request)
        elif request.kind is Kind.ACTION:
            await self._pages.serve_action(scope, receive, send, request, denial)
        else:
            await send_script(scope, send, request)

    def _namespace(self, request: EmbeddingRequest) -> str | None:
        """Return the namespace of a session; for other requests that of `X-Mock-Namespace`, if it exists.

        If only some tokens are accepted, the header does not name one, because these requests have no token.
        """
        if request.session_id:
            return find_namespace(self._parts.namespaces, request.session_id)
        named = None if self._parts.auth.restricted else request.headers.get("x-mock-namespace")
        return named if named is not None and self._parts.namespaces.exists(named) else None

    async def _fault(self, receive: Receive, request: EmbeddingRequest, context: RequestContext) -> Fault | None:
        """Return the fault that hits a request, and count the request."""
        name, operation_id = context.namespace, request.operation_id
        if name is None or operation_id is None:
            return None
        faults, active = self._parts.faults, self._parts.active.get(name)
        return await matching_fault(faults, active, operation_id, request.path, context, receive)


def _check(request: EmbeddingRequest) -> None:
    """Check that a request has an operation, and its method.

    Raises:
        NotFoundError: There is no such page, action or script.
        MethodNotAllowedError: It has another method.
    """
    if request.kind is Kind.ACTION and request.operation_id not in ACTIONS:
        raise not_found("/path", f"there is no action {request.rest}")
    allowed = ("POST",) if request.kind is Kind.ACTION else ("GET", "HEAD")
    if request.method not in allowed:
        raise MethodNotAllowedError(Reason("/method", "enum", f"this path has {', '.join(allowed)}"), allowed)


def _is_of_application(fault: Fault) -> bool:
    """Return whether a fault is a status with which the application responds, instead of the mock."""
    return fault.status is not None and fault.kind is None and fault.phase == BEFORE


async def _denial(scope: Scope, context: RequestContext, fault: Fault) -> str:
    """Apply a fault to the application that a person asks for access; return why it denies access."""
    context.fault = dict(fault.rule)
    context.notes.append(Reason("", FAULT_RULE, fault.description))
    if fault.latency_ms:
        await connection_control_of(scope).sleep(fault.latency_ms / 1000)
    return f"the application responded with status {fault.status}"
