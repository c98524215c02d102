"""Applies authentication, rate limits and faults to requests."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from workato_embedded_mock.errors import Reason, RequestError, TooManyRequestsError, UnauthorizedError
from workato_embedded_mock.http.auth import OLDER_KEY, BearerAuth
from workato_embedded_mock.http.caller_views import CallerViews
from workato_embedded_mock.http.faults import FaultyApp, matching_fault
from workato_embedded_mock.http.request_context import operation_id_of, request_context_of
from workato_embedded_mock.instruments.active_instruments import ActiveInstruments
from workato_embedded_mock.instruments.faults import Faults
from workato_embedded_mock.instruments.limits import DOCUMENTED, Exceeded, Limits
from workato_embedded_mock.openapi.edition_dates import REPLACED_BY, UNTIL, retirement
from workato_embedded_mock.openapi.edition_views import EditionView
from workato_embedded_mock.openapi.prepared_document import PreparedDocument


class InstrumentMiddleware:
    """Authenticates callers, counts requests against their limits, and applies faults.

    Args:
        app: The next app.
        document: The document.
        base_path: The path before all paths of the document.
        auth: Authenticates the callers.
        active: Says which instruments the namespaces use.
        limits: The rate limits.
        faults: The faults.
        callers: The views of the document that callers have.
        strict: Reject the older API keys, which have ended.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        document: PreparedDocument,
        base_path: str,
        auth: BearerAuth,
        active: ActiveInstruments,
        limits: Limits,
        faults: Faults,
        callers: CallerViews,
        strict: bool,
    ) -> None:
        self._app = app
        self._document = document
        self._base_path = base_path
        self._auth = auth
        self._active = active
        self._limits = limits
        self._faults = faults
        self._callers = callers
        # Notes about operations that have ended or have a successor.
        self._retired = {
            operation_id: Reason("/path", "deprecated", retirement(declared))
            for operation_id, declared in document.declared.items()
            if declared.keys() & {UNTIL, REPLACED_BY}
        }
        self._strict = strict

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request that has an operation.

        Raises:
            UnauthorizedError: The caller is not known, or may not call the operation.
            NotFoundError: The edition of the caller does not have the operation.
            MethodNotAllowedError: The edition has other methods for the path.
            TooManyRequestsError: The rate limit is exceeded.
        """
        context = request_context_of(scope)
        operation_id = operation_id_of(scope) or ""
        try:
            caller = self._auth.authenticate(scope, operation_id)
        except RequestError:
            self._apply_edition(self._callers.of_unknown(), scope, operation_id)
            raise
        name = context.namespace = caller.namespace
        active = self._active.get(name)
        view = self._callers.of_namespace(active)
        self._apply_edition(view, scope, operation_id)
        if caller.has_older_key:
            self._check_older_keys(view, context.notes)
        exceeded = self._limits.consume(name, active, operation_id, None if view is None else view.edition.date)
        if exceeded is not None:
            raise _too_many(exceeded, operation_id)
        app = self._app
        if active.faults:
            path = scope["path"].removeprefix(self._base_path)
            fault = await matching_fault(self._faults, active, operation_id, path, context, receive)
            if fault is not None:
                app = FaultyApp(app, fault, operation_id, self._document.examples)
        await app(scope, receive, send)

    def _apply_edition(self, view: EditionView | None, scope: Scope, operation_id: str) -> None:
        """Serve a request as of the edition of its sender; without an edition, note that an operation has ended.

        Raises:
            NotFoundError: The edition does not have the operation.
            MethodNotAllowedError: The edition has other methods for the path.
        """
        context = request_context_of(scope)
        context.view = view
        if view is not None:
            view.check(operation_id, (scope["method"], scope["path"], scope.get("raw_path")))
        elif operation_id in self._retired:
            context.notes.append(self._retired[operation_id])

    def _check_older_keys(self, view: EditionView | None, notes: list[Reason]) -> None:
        """Check that callers may use the older API keys; `notes` gets that they have ended.

        Raises:
            UnauthorizedError: The edition of the caller, or a strict server, does not accept them.
        """
        if view is not None and view.accepts(OLDER_KEY.decode("ascii")):
            return
        reason = Reason(f"/header/{OLDER_KEY.decode('ascii')}", "until", "API keys have ended; send a bearer token")
        if view is not None or self._strict:
            raise UnauthorizedError(reason)
        notes.append(reason)


def _too_many(exceeded: Exceeded, operation_id: str) -> TooManyRequestsError:
    """Return the error for a request that exceeds a limit; its reason names the limit."""
    rule = f"{exceeded.rate}, documented" if exceeded.setting == DOCUMENTED else str(exceeded.rate)
    text = f"the limit of {operation_id} ({rule}) is reached; it can be requested again in {exceeded.seconds} s"
    return TooManyRequestsError(Reason("", "rateLimit", text), exceeded.seconds)
