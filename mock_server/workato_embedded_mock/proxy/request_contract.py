"""Checks the requests of one operation against the document."""

from __future__ import annotations

from starlette.types import Scope

from workato_embedded_mock.errors import Reason, RequestError
from workato_embedded_mock.http.auth import BearerAuth
from workato_embedded_mock.http.headers import header
from workato_embedded_mock.http.request_context import RequestContext, request_context_of
from workato_embedded_mock.openapi.bodies import BytesBody, JsonBody, missing_body
from workato_embedded_mock.openapi.operation import Operation, RequestHead
from workato_embedded_mock.openapi.parameters import UNKNOWN
from workato_embedded_mock.plain_json import JsonError, read_json
from workato_embedded_mock.proxy.components import Components
from workato_embedded_mock.proxy.headers import media_type


class RequestContract:
    """What the requests of one operation must be."""

    def __init__(self, operation: Operation, components: Components, *, strict: bool) -> None:
        self._auth = BearerAuth(())
        self._operation = operation
        self._strict = strict
        self._body = _body_contract(operation, components)

    @property
    def takes_json(self) -> bool:
        """Whether requests have a JSON body."""
        return isinstance(self._body, _JsonContract)

    def check(self, scope: Scope, body: bytes | None, *, has_body: bool) -> list[RequestError]:
        """Return every error for which the API should reject a request; its context gets notes of the rest.

        Without the body (None), because it was not kept, its content is not checked.
        """
        context = request_context_of(scope)
        head = RequestHead(context.path_values, scope["query_string"], scope["headers"])
        errors = self._check_caller(scope) + self._operation.errors(head, body, context.notes, strict=self._strict)
        return errors + self._body.check(scope, context, body, has_body=has_body)

    def _check_caller(self, scope: Scope) -> list[RequestError]:
        try:
            self._auth.namespace(scope)
        except RequestError as error:
            return [error]
        return []


class _JsonContract:
    """Notes the unknown fields of a JSON body, or that it was too large to be checked."""

    def __init__(self, body: JsonBody, components: Components) -> None:
        self._body = body
        self._unknown = components.unknown_fields

    def check(
        self,
        scope: Scope,  # noqa: ARG002
        context: RequestContext,
        body: bytes | None,
        *,
        has_body: bool,  # noqa: ARG002
    ) -> list[RequestError]:
        if body is None:
            context.notes.append(Reason("/body", "maxLength", "the body is too large to be checked"))
            return []
        context.notes += self._unknown_fields(body)
        return []

    def _unknown_fields(self, body: bytes) -> list[Reason]:
        try:
            value = read_json(body)
        except JsonError:
            return []
        found = self._unknown.find(self._body.schema, value, "/body")
        return [Reason(pointer, UNKNOWN, "the document does not define this field") for pointer in found]


class _BytesContract:
    """The contract of a body that is not JSON: only its presence and its content type are checked."""

    def __init__(self, body: BytesBody) -> None:
        self._body = body

    def check(
        self,
        scope: Scope,
        context: RequestContext,
        body: bytes | None,  # noqa: ARG002
        *,
        has_body: bool,
    ) -> list[RequestError]:
        kind = media_type(header(scope["headers"], b"content-type"))
        if has_body and kind not in self._body.media_types:
            text = f"the operation takes {' or '.join(self._body.media_types)}, not {kind or 'a body without a type'}"
            context.notes.append(Reason("/header/content-type", "enum", text))
        return [missing_body()] if self._body.required and not has_body else []


class _NoBody:
    """The contract of requests that have no body."""

    def check(
        self,
        scope: Scope,  # noqa: ARG002
        context: RequestContext,
        body: bytes | None,  # noqa: ARG002
        *,
        has_body: bool,
    ) -> list[RequestError]:
        if has_body:
            context.notes.append(Reason("/body", UNKNOWN, "the operation has no body"))
        return []


def _body_contract(operation: Operation, components: Components) -> _JsonContract | _BytesContract | _NoBody:
    body = operation.body
    if isinstance(body, JsonBody):
        return _JsonContract(body, components)
    return _NoBody() if body is None else _BytesContract(body)
