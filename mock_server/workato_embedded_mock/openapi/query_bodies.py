"""Reads query parameters that a caller sent in a JSON body.

The edition of 2023 puts the filters of some GETs into the body. OpenAPI gives the body of a GET no meaning, so the
document has them in the query. Callers that follow the old edition are served too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from workato_embedded_mock.errors import BadRequestError, Reason, bad_request
from workato_embedded_mock.plain_json import Json, JsonError, read_json


def query_in_body(
    data: bytes, names: Mapping[str, bool], notes: list[Reason], *, strict: bool, rejects: bool = True
) -> list[tuple[str, str]]:
    """Return the parameters of these names that a body has, as the strings that a query would have.

    `names` says of each parameter whether it is a list. Each entry of a list is returned with the name.

    A body that is not a JSON object is ignored, like every body of an operation without one. Without `rejects`, the
    operation has no 400, and a value that a query cannot have is read as its JSON text.

    Raises:
        BadRequestError: A value is not a string, number or boolean, or `strict` is set and the body has a parameter.
    """
    try:
        body = read_json(data)
    except JsonError:
        return []
    found = [name for name in names if body.get(name) is not None] if isinstance(body, dict) else []
    reasons = [Reason(f"/body/{name}", "in", f"read from the body; {name} belongs in the query") for name in found]
    if reasons and strict:
        raise BadRequestError(*reasons)
    fields = [
        (name, _text(name, value, rejects=rejects))
        for name in found
        for value in (body[name] if names[name] and isinstance(body[name], list) else [body[name]])
    ]
    notes.extend(reasons)
    return fields


def _text(name: str, value: Json, *, rejects: bool) -> str:
    if isinstance(value, str):
        return value
    if rejects and not isinstance(value, int):
        raise bad_request(f"/body/{name}", "type", "this must be a string, an integer, true or false")
    return json.dumps(value)
