"""Builds the proxy: an ASGI app that forwards the requests of the API."""

from __future__ import annotations

from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from workato_embedded_mock.errors import MethodNotAllowedError, Reason, RequestError, not_found
from workato_embedded_mock.http.closing import ClosingApp
from workato_embedded_mock.http.control_access import ControlAccess
from workato_embedded_mock.http.error_responses import ErrorMiddleware
from workato_embedded_mock.http.request_context import RequestContext, request_context_of
from workato_embedded_mock.http.request_ids import RequestIdMiddleware
from workato_embedded_mock.openapi.bodies import LARGEST_BODY
from workato_embedded_mock.openapi.document import Document
from workato_embedded_mock.openapi.router import without_empty_segments
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.proxy.contracts import Contract, Contracts
from workato_embedded_mock.proxy.har import entry_of
from workato_embedded_mock.proxy.headers import is_json
from workato_embedded_mock.proxy.incoming import Incoming
from workato_embedded_mock.proxy.kinds import one_of_each
from workato_embedded_mock.proxy.recorder import Recorder
from workato_embedded_mock.proxy.relay import Relay
from workato_embedded_mock.proxy.settings import ProxySettings
from workato_embedded_mock.proxy.summary import OperationKey, Summary, unknown_operation
from workato_embedded_mock.proxy.traffic import Traffic
from workato_embedded_mock.proxy.upstream import Upstream

SUMMARY_PATH = "/_mock/proxy"


class ProxyApp(ClosingApp):
    """The ASGI app of one proxy. `close`, the end of a `with` block and the end of the lifespan close the file.

    Args:
        settings: The settings.
        document: The document that requests and responses are checked against.
        base_path: Only requests below it are forwarded.
        version: The version of this program, for the file.

    Attributes:
        summary: The requests and findings so far.

    Raises:
        StartError: The file cannot be written, or a setting is invalid.
    """

    def __init__(self, settings: ProxySettings, document: Document, base_path: str, version: str) -> None:
        self._base_path = base_path
        self._strict = settings.strict
        self._access = ControlAccess(hosts=settings.allow_hosts)
        self._record_values = settings.record_values
        self._contracts = Contracts(document, base_path, strict=settings.strict)
        self._secrets = Secrets(document.content)
        self._upstream = Upstream(settings)
        self._recorder = Recorder(settings.record, version) if settings.record else None
        self._serve = RequestIdMiddleware(ErrorMiddleware(self._dispatch))
        self.summary = Summary(f"{str(settings.to).rstrip('/')}{base_path}")

    @property
    def failure(self) -> str | None:
        """Why the file is not complete; None while it is."""
        return self._recorder.failure if self._recorder else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward a request, or return the summary."""
        if scope["type"] == "lifespan":
            await self._run_lifespan(receive, send)
        else:
            await self._serve(scope, receive, send)

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        if self._recorder:
            self._recorder.close()

    async def aclose(self) -> None:
        """Close the file and the connections to the API."""
        await self._upstream.close()
        self.close()

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if path == SUMMARY_PATH:
            if scope["method"] not in {"GET", "HEAD"}:
                raise MethodNotAllowedError(Reason("/method", "enum", "this path has GET, HEAD"), ("GET", "HEAD"))
            rejection = self._access.host_rejection(scope)
            status, content = (200, self.summary.as_json()) if rejection is None else (403, {"message": rejection})
            await JSONResponse(content, status)(scope, receive, send)
        elif not without_empty_segments(path).startswith(f"{self._base_path}/"):
            raise not_found("/path", f"only paths below {self._base_path} are forwarded")
        elif {".", ".."} & set(path.split("/")):
            # The upstream may resolve it to another path.
            raise not_found("/path", "a path with the segment . or .. is not forwarded")
        else:
            await self._forward(scope, receive, send)

    async def _forward(self, scope: Scope, receive: Receive, send: Send) -> None:
        context = request_context_of(scope)
        incoming = Incoming(scope, receive, context.body)
        contract, errors = self._contracts.find(scope)
        if is_json(scope["headers"]) or (contract is not None and contract.request.takes_json):
            await incoming.keep(LARGEST_BODY)
        if contract is not None:
            errors += contract.request.check(scope, incoming.whole, has_body=incoming.has_body)
        reasons = [reason for error in errors for reason in error.reasons]
        key = self._key(contract, scope)
        if errors and self._strict:
            self._reject(key, context, errors)
        traffic = Traffic(
            method=scope["method"],
            url=self._upstream.url(scope),
            http_version=scope["http_version"],
            operation_id=contract.operation_id if contract else None,
            request_headers=list(scope["headers"]),
            request_body=incoming.whole,
            findings=one_of_each([*reasons, *context.notes, *context.hints]),
        )
        relay = Relay(self._upstream, contract, traffic, lambda ended: self._note(key, ended))
        await relay.run(scope, receive, send, incoming)

    def _reject(self, key: OperationKey, context: RequestContext, errors: list[RequestError]) -> None:
        """Reject a request with the first of its errors, as the API would; the others become notes."""
        context.notes[:0] = [reason for error in errors[1:] for reason in error.reasons]
        self.summary.note(key, "refused", [*errors[0].reasons, *context.notes])
        raise errors[0]

    def _note(self, key: OperationKey, traffic: Traffic) -> None:
        # The file comes first, so that it has each exchange that the summary counts.
        if self._recorder:
            self._recorder.add(entry_of(traffic, self._secrets, self._record_values))
        self.summary.note(key, str(traffic.status) if traffic.status else "failed", traffic.findings)

    def _key(self, contract: Contract | None, scope: Scope) -> OperationKey:
        if contract is not None:
            return contract.method, contract.path, contract.operation_id
        return unknown_operation(scope["method"], scope["path"].removeprefix(self._base_path))
