"""Finds the operation of each request, instead of connexion's RoutingMiddleware."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.errors import MethodNotAllowedError, NotFoundError
from workato_embedded_mock.http.caller_views import CallerViews
from workato_embedded_mock.http.request_context import RequestContext, request_context_of
from workato_embedded_mock.openapi._connexion import ROUTING_CONTEXT
from workato_embedded_mock.openapi.edition_views import EditionView, RequestLine
from workato_embedded_mock.openapi.router import Match, Router


class RoutingMiddleware:
    """Routes requests to the operations of the document.

    Args:
        app: The next app.
        router: Finds the operations.
        base_path: The path before all paths of the document.
        callers: The views of the document that callers have.
    """

    def __init__(self, app: ASGIApp, *, router: Router, base_path: str, callers: CallerViews) -> None:
        self._app = app
        self._base_path = base_path
        self._callers = callers
        self._router = router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request that has an operation.

        Raises:
            NotFoundError: No operation has this path.
            MethodNotAllowedError: The operations of this path have other methods.
        """
        context = request_context_of(scope)
        request = scope["method"], scope["path"], scope.get("raw_path")
        try:
            operation_id, context.path_values = self._match(scope, request, context)
            # connexion's RoutedMiddleware reads it.
            scope.setdefault("extensions", {})[ROUTING_CONTEXT] = {
                "api_base_path": self._base_path,
                "operation_id": operation_id,
            }
            await self._app(scope, receive, send)
        except (NotFoundError, MethodNotAllowedError):
            hint = self._router_of(context.view).hint(*request)
            if hint is not None:
                context.hints = (*context.hints, hint)
            raise

    def _match(self, scope: Scope, request: RequestLine, context: RequestContext) -> Match:
        """Return the operation of a request. An error names only operations of the edition that the caller has.

        Raises:
            NotFoundError: No operation has this path.
            MethodNotAllowedError: The operations of this path have other methods.
        """
        try:
            return self._router.match(*request, context.notes)
        except (NotFoundError, MethodNotAllowedError):
            context.view = self._callers.of_request(scope)
            if context.view is None:
                raise
        return context.view.router.match(*request, context.notes)

    def _router_of(self, view: EditionView | None) -> Router:
        return self._router if view is None else view.router
