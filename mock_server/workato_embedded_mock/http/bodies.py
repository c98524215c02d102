"""Reads the body of a request, JSON or bytes; must not know what is in it."""

from __future__ import annotations

from typing import Any, Protocol

from starlette.types import Receive, Scope

from workato_embedded_mock.errors import BadRequestError, Reason, bad_request
from workato_embedded_mock.http.errors import ClientGoneError
from workato_embedded_mock.http.exchange import Exchange
from workato_embedded_mock.openapi.schemas import Check, SchemaCompiler
from workato_embedded_mock.plain_json import Json, JsonError, read_json

LARGEST_BODY = 10 * 2**20
"""Bytes of JSON; more is refused before it is read, unless the document says `x-largest-bytes` of a body."""
LARGEST_FILE = 100 * 2**20
"""Bytes of a file, the limit of a package in the documentation."""

_JSON = "application/json"


class Body(Protocol):
    """The body of one operation."""

    async def read(self, scope: Scope, receive: Receive, exchange: Exchange, *, strict: bool) -> Json | bytes:
        """Read the body of a request.

        Raises:
            BadRequestError: It is missing or does not fit the operation.
            ClientGoneError: The client left before all of it came.
        """
        ...


def body_of(declared: dict[str, Any], compiler: SchemaCompiler, wrapper: str | None = None) -> Body:
    """Make the body of an operation from its declaration: JSON, or else bytes.

    `wrapper` is the name of the only property of a JSON body that has everything inside of it.
    """
    return JsonBody(declared, compiler, wrapper) if _JSON in declared["content"] else BytesBody(declared)


class BytesBody:
    """A body that is no JSON: its bytes, whatever its content type says."""

    def __init__(self, declared: dict[str, Any]) -> None:
        self._required = declared.get("required", False)

    async def read(self, _scope: Scope, receive: Receive, exchange: Exchange, *, strict: bool) -> bytes:  # noqa: ARG002
        """Read the bytes; see `Body`."""
        data = exchange.body = await receive_all(receive, LARGEST_FILE)
        if not data and self._required:
            raise bad_request("/body", "required", "the body is missing")
        return data


class JsonBody:
    """A JSON body; None where it may be left out and was."""

    def __init__(self, declared: dict[str, Any], compiler: SchemaCompiler, wrapper: str | None = None) -> None:
        self._wrapper = wrapper
        self._required = declared.get("required", False)
        self._largest: int = declared.get("x-largest-bytes", LARGEST_BODY)
        self._check: Check = compiler.compile(declared["content"][_JSON]["schema"], "/body")

    async def read(self, scope: Scope, receive: Receive, exchange: Exchange, *, strict: bool) -> Json:
        """Read, parse and check the body of a request.

        Raises:
            BadRequestError: It is missing, too large, no JSON, or does not fit the operation.
            ClientGoneError: The client left before all of it came.
        """
        data = exchange.body = await receive_all(receive, self._largest)
        if not data:
            if self._required:
                raise bad_request("/body", "required", "the body is missing")
            return None
        reason = _content_type_reason(scope)
        if reason is not None:
            if strict:
                raise BadRequestError(reason)
            exchange.notes.append(reason)
        try:
            value = read_json(data)
        except JsonError as error:
            raise bad_request(f"/body{error.pointer}", "json", str(error)) from error
        faults = self._check(value)
        if faults and not strict and self._is_bare(value):
            text = f"read as the content of {self._wrapper}, which is missing around it"
            exchange.notes.append(Reason(f"/body/{self._wrapper}", "required", text))
            return {self._wrapper: value}
        if faults:
            raise BadRequestError(*faults)
        return value

    def _is_bare(self, value: Json) -> bool:
        """Tell whether a body only lacks what should stand around it: tables of the documentation list fields flat."""
        if self._wrapper is None or not isinstance(value, dict) or not value or self._wrapper in value:
            return False
        return not self._check({self._wrapper: value})


async def receive_all(receive: Receive, largest: int) -> bytes:
    """Receive a whole body.

    Raises:
        BadRequestError: It is larger than so many bytes.
        ClientGoneError: The client left before all of it came.
    """
    chunks: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        chunk = message.get("body", b"")
        length += len(chunk)
        if length > largest:
            raise bad_request("/body", "maxLength", f"the body is larger than {largest} bytes")
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


def _content_type_reason(scope: Scope) -> Reason | None:
    """Say what is unusual about the declared type of a body that is read as JSON."""
    pointer = "/header/content-type"
    for name, value in scope["headers"]:
        if name == b"content-type":
            media_type = value.decode("latin-1").partition(";")[0].strip().lower()
            if media_type == _JSON:
                return None
            return Reason(pointer, "enum", f"read as JSON although the content type is {media_type or 'empty'}")
    return Reason(pointer, "required", "read as JSON although there is no content type")
