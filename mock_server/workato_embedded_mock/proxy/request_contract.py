"""Holds the requests of one operation to the document; must not refuse or send anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.types import Message, Scope

from workato_embedded_mock.errors import Reason, RequestError, bad_request
from workato_embedded_mock.http.auth import Gate
from workato_embedded_mock.http.bodies import JsonBody
from workato_embedded_mock.http.exchange import Exchange, exchange_of
from workato_embedded_mock.http.parameters import UNKNOWN, Parameters
from workato_embedded_mock.plain_json import JsonError, read_json
from workato_embedded_mock.proxy.components import Components
from workato_embedded_mock.proxy.headers import header, media_type

_JSON = "application/json"


class RequestContract:
    """What the requests of one operation must be."""

    def __init__(self, path: str, declared: Mapping[str, Any], components: Components, *, strict: bool) -> None:
        self._gate = Gate(())
        parameters = components.parameters(path, declared)
        query = [item for item in parameters if item["in"] == "query"]
        order = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        self._in_path = Parameters(
            [item for item in parameters if item["in"] == "path"], order, {}, components.compiler
        )
        self._in_query = Parameters(query, [], {}, components.compiler)
        self._body = _body(declared.get("requestBody"), components, strict=strict)

    @property
    def takes_json(self) -> bool:
        """Whether requests have a JSON body."""
        return isinstance(self._body, _JsonContract)

    async def check(self, scope: Scope, body: bytes | None, *, has_body: bool) -> list[RequestError]:
        """Answer all for which the API should refuse a request; what it tolerates becomes a note of the exchange.

        `body` is None where it was not kept.
        """
        exchange = exchange_of(scope)
        refusals = [*self._check_caller(scope), *self._check_parameters(scope, exchange)]
        exchange.notes += self._in_query.unknown(scope["query_string"])
        return refusals + await self._body.check(scope, exchange, body, has_body=has_body)

    def _check_caller(self, scope: Scope) -> list[RequestError]:
        try:
            self._gate.namespace(scope)
        except RequestError as refusal:
            return [refusal]
        return []

    def _check_parameters(self, scope: Scope, exchange: Exchange) -> list[RequestError]:
        refusals: list[RequestError] = []
        for parameters, values, query in (
            (self._in_path, exchange.path_values, b""),
            (self._in_query, (), scope["query_string"]),
        ):
            try:
                # Strict: elsewhere a value is lowered and served, but here it is passed on as it was sent.
                parameters.read(query, Exchange(path_values=values), strict=True)
            except RequestError as refusal:
                refusals.append(refusal)
        return refusals


class _JsonContract:
    """The contract of a JSON body."""

    def __init__(self, declared: dict[str, Any], components: Components, *, strict: bool) -> None:
        self._strict = strict
        self._schema: dict[str, Any] = declared["content"][_JSON]["schema"]
        self._json = JsonBody(declared, components.compiler)
        self._unknown = components.unknown_fields

    async def check(
        self,
        scope: Scope,
        exchange: Exchange,
        body: bytes | None,
        *,
        has_body: bool,  # noqa: ARG002
    ) -> list[RequestError]:
        if body is None:
            exchange.notes.append(Reason("/body", "maxLength", "the body is too large to be checked"))
            return []
        refusals: list[RequestError] = []
        try:
            await self._json.read(scope, _sender(body), exchange, strict=self._strict)
        except RequestError as refusal:
            refusals.append(refusal)
        exchange.notes += self._unknown_fields(body)
        return refusals

    def _unknown_fields(self, body: bytes) -> list[Reason]:
        try:
            value = read_json(body)
        except JsonError:
            return []
        found = self._unknown.find(self._schema, value, "/body")
        return [Reason(pointer, UNKNOWN, "the document does not know this field") for pointer in found]


class _BytesContract:
    """The contract of a body that is no JSON: its bytes are not looked at."""

    def __init__(self, declared: dict[str, Any]) -> None:
        self._required: bool = declared.get("required", False)
        self._types: list[str] = list(declared["content"])

    async def check(
        self,
        scope: Scope,
        exchange: Exchange,
        body: bytes | None,  # noqa: ARG002
        *,
        has_body: bool,
    ) -> list[RequestError]:
        kind = media_type(header(scope["headers"], b"content-type"))
        if has_body and kind not in self._types:
            text = f"the operation takes {' or '.join(self._types)}, not {kind or 'a body without a type'}"
            exchange.notes.append(Reason("/header/content-type", "enum", text))
        return [bad_request("/body", "required", "the body is missing")] if self._required and not has_body else []


class _NoBody:
    """The contract of requests that have no body."""

    async def check(
        self,
        scope: Scope,  # noqa: ARG002
        exchange: Exchange,
        body: bytes | None,  # noqa: ARG002
        *,
        has_body: bool,
    ) -> list[RequestError]:
        if has_body:
            exchange.notes.append(Reason("/body", UNKNOWN, "the operation has no body"))
        return []


def _body(
    declared: dict[str, Any] | None, components: Components, *, strict: bool
) -> _JsonContract | _BytesContract | _NoBody:
    if declared is None:
        return _NoBody()
    return (
        _JsonContract(declared, components, strict=strict) if _JSON in declared["content"] else _BytesContract(declared)
    )


def _sender(body: bytes) -> Any:
    """Answer what hands out a body that came already, as ASGI would."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
