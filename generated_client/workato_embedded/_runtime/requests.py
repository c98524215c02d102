"""Builds requests from an operation and its arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from operator import index
from typing import Any
from urllib.parse import quote

import httpx2

from .call import Call
from .operations import Operation
from .plain_json import is_many, is_object, to_json
from .retries import SAFE_TO_REPEAT
from .unset import UNSET

_PLACEHOLDER = re.compile(r"\{([^}]*)\}")


def build_path(operation: Operation[Any], call: Call) -> str:
    """Return the path of an operation with its values filled in, each percent-encoded.

    Raises:
        ValueError: A value is missing or blank, or is `.` or `..`, which would address another path.
        TypeError: A value is neither a string nor an integer, for example an object instead of its id.
    """

    def fill(match: re.Match[str]) -> str:
        name = match.group(1)
        value = to_json(call.path[name])
        if value is None or value is UNSET or (isinstance(value, str) and value.strip() in ("", ".", "..")):
            raise ValueError(f"invalid {name}: {value!r}")
        return quote(value if isinstance(value, str) else str(_whole(name, value)), safe="")

    return _PLACEHOLDER.sub(fill, operation.path)


def sent_path(request: httpx2.Request) -> str:
    """Return the path of a request as it is sent: percent-encoded, so that it is one line, and without the query."""
    return request.url.raw_path.decode("ascii").partition("?")[0]


def _whole(name: str, value: Any) -> int:
    """Return the integer of a value, also of another library's type. Raises TypeError for other types."""
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"{name} must be a string or an integer, not {type(value).__name__}")
    return index(value)


def build_query(call: Call) -> list[tuple[str, str]]:
    """Return the query parameters. A mapping becomes `name[key]=value` (OpenAPI's deepObject), a list repeats its name.

    Entries that are `UNSET` or None are left out.
    """
    return [pair for name, value in call.query.items() for pair in _pairs(name, value)]


def build_headers(operation: Operation[Any], call: Call) -> dict[str, str]:
    """Return the headers of a body that an HTTP client cannot derive: its content type and length."""
    headers = {"Content-Type": operation.content_type} if operation.content_type else {}
    # The HTTP client computes the length of bytes.
    length = getattr(call.content, "length", None)
    return headers if length is None else {**headers, "Content-Length": str(length)}


def build_body(operation: Operation[Any], call: Call) -> dict[str, Any]:
    """Return the body as an HTTP client takes it: JSON in its wrapper, or content, or nothing."""
    if call.content is not UNSET:
        return {"content": call.content}
    if call.body is None:
        return {}
    body = to_json(call.body)
    return {"json": body if operation.wrapper is None else {operation.wrapper: body}}


def without_wrapper(operation: Operation[Any], body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fields of a body, which may be inside the wrapper of the API."""
    inside = body.get(operation.wrapper or "")
    return inside if len(body) == 1 and is_object(inside) else body


def is_safe(operation: Operation[Any], call: Call) -> bool:
    """Return whether sending a request twice has the same effect as once, by its method and its fields."""
    sent = call.body or {}
    return operation.method in SAFE_TO_REPEAT and all(
        sent.get(name, UNSET) is UNSET for name in operation.non_idempotent_fields
    )


def _pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if is_object(value):
        for key, entry in value.items():
            yield from _pairs(f"{name}[{key}]", entry)
    elif is_many(value):
        for entry in value:
            yield from _pairs(name, entry)
    elif value is not UNSET and value is not None:
        yield name, _scalar(value)


def _scalar(value: Any) -> str:
    plain = to_json(value)
    return ("true" if plain else "false") if isinstance(plain, bool) else str(plain)
