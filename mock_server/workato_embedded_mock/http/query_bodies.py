"""Reads query parameters that a caller sent in a JSON body; must not know which operation they are for.

The edition of 2023 puts the filters of some GETs and the `force` of disconnecting into the body. OpenAPI gives the body
of a GET no meaning, so that the document has them in the query; old callers are served all the same.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.types import Receive, Scope

from workato_embedded_mock.errors import BadRequestError, Reason, bad_request
from workato_embedded_mock.http.bodies import LARGEST_BODY, receive_all
from workato_embedded_mock.http.exchange import Exchange
from workato_embedded_mock.plain_json import Json, JsonError, read_json

_ANNOUNCING = frozenset({b"content-length", b"transfer-encoding"})


async def query_in_body(
    scope: Scope, receive: Receive, exchange: Exchange, names: Collection[str], *, strict: bool
) -> list[tuple[str, str]]:
    """Answer the parameters of these names that a body has, as the texts that a query would have.

    What is no JSON object is passed over, like every body that no operation asks for.

    Raises:
        BadRequestError: A value is no text, number or flag, or the server is strict about where parameters stand.
        ClientGoneError: The client left before all of the body came.
    """
    if not any(name in _ANNOUNCING and value != b"0" for name, value in scope["headers"]):
        return []
    exchange.body = await receive_all(receive, LARGEST_BODY)
    try:
        body = read_json(exchange.body)
    except JsonError:
        return []
    found = [name for name in names if body.get(name) is not None] if isinstance(body, dict) else []
    notes = [Reason(f"/body/{name}", "in", f"read from the body; {name} belongs into the query") for name in found]
    if notes and strict:
        raise BadRequestError(*notes)
    fields = [(name, _text(name, body[name])) for name in found]
    exchange.notes.extend(notes)
    return fields


def _text(name: str, value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    raise bad_request(f"/body/{name}", "type", "this must be a text, a whole number, true or false")
