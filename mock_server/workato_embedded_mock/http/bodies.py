"""Reads the JSON body of a request; must not know what is in it."""

from typing import Any

from starlette.types import Receive, Scope

from workato_embedded_mock.http.errors import ClientGoneError
from workato_embedded_mock.http.exchange import Exchange
from workato_embedded_mock.plain_json import Json, JsonError, read_json
from workato_embedded_mock.refusals import BadRequestError, Reason, bad_request
from workato_embedded_mock.schemas import Check, SchemaCompiler

LARGEST_BODY = 10 * 2**20
"""Bytes; more is refused before it is read."""

_JSON = "application/json"


class JsonBody:
    """The body of one operation."""

    def __init__(self, declared: dict[str, Any], compiler: SchemaCompiler) -> None:
        self._check: Check = compiler.compile(declared["content"][_JSON]["schema"], "/body")

    async def read(self, scope: Scope, receive: Receive, exchange: Exchange, *, strict: bool) -> Json:
        """Read, parse and check the body of a request.

        Raises:
            BadRequestError: It is missing, too large, no JSON, or does not fit the operation.
            ClientGoneError: The client left before all of it came.
        """
        data = await _receive_all(receive)
        if not data:
            raise bad_request("/body", "required", "the body is missing")
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
        if faults:
            raise BadRequestError(*faults)
        return value


async def _receive_all(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        chunk = message.get("body", b"")
        length += len(chunk)
        if length > LARGEST_BODY:
            raise bad_request("/body", "maxLength", f"the body is larger than {LARGEST_BODY} bytes")
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
