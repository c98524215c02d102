"""Texts that are hard to store or to write as JSON, and the fields of requests that can have them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import httpx2
from hypothesis import strategies as st

from contract_tests.contracts.invalid_requests import copy_request
from contract_tests.support.validator import operations, resolve

# A place in a body: names, 0 for the first entry of a list, and None for any name in an object.
Place = tuple[str | int | None, ...]


def text_fields(declared: Any, place: Place = ()) -> Iterator[Place]:
    """Yield the places of a schema that take any text."""
    schema = resolve(declared)
    if schema.get("type") == "string" and "enum" not in schema:
        yield place
    for part in schema.get("anyOf", ()):
        yield from text_fields(part, place)
    for name, inner in schema.get("properties", {}).items():
        yield from text_fields(inner, (*place, name))
    if "items" in schema:
        yield from text_fields(schema["items"], (*place, 0))
    if schema.get("additionalProperties"):
        yield (*place, None)


def with_text(value: Any, place: Sequence[str | int | None], text: str) -> Any:
    """Return a JSON value with a text at a place; it gets the objects and lists around it that it lacks."""
    if not place:
        return text
    name, *rest = place
    if isinstance(name, int):
        entries = value if isinstance(value, list) and value else [None]
        return [with_text(entries[0], rest, text), *entries[1:]]
    held = value if isinstance(value, dict) else {}
    return {**held, text: text} if name is None else {**held, name: with_text(held.get(name), rest, text)}


def request_with_text(request: httpx2.Request, place: Place, text: str) -> httpx2.Request:
    """Return a copy of a request whose JSON body has a text at a place."""
    body = with_text(json.loads(request.content or b"{}"), place, text)
    return copy_request(request, content=json.dumps(body).encode())


def _fields_of(operation: dict[str, Any]) -> list[Place]:
    media = resolve(operation.get("requestBody", {})).get("content", {}).get("application/json")
    return [] if media is None else list(dict.fromkeys(text_fields(media["schema"])))


# The text fields of each operation that has some, by its id.
FIELDS = {name: fields for name, operation in operations().items() if (fields := _fields_of(operation))}

_LETTERS = st.text(st.characters(exclude_categories=()), max_size=6)
_SPECIAL = st.sampled_from(["\ud800", "\udfff-and-more", "\x00", "\ufeff", "\u2028", "\U0001f600", "E1", ""])
_NAMES = st.sampled_from(["password", "name", "value", "provider", "label", "api_key"]) | _LETTERS | _SPECIAL
_NUMBERS = st.sampled_from(["NaN", "-Infinity", "1e999", "1" * 30, "1" * 5000, "-0", "1.0", "null", "[" * 500])
_SCALARS = _NUMBERS | (_SPECIAL | _LETTERS).map(json.dumps)


def _containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(_NAMES.map(json.dumps), inner).map(": ".join)
    return (
        st.lists(inner, max_size=3).map(lambda entries: f"[{','.join(entries)}]")
        # Keys can repeat.
        | st.lists(pairs, max_size=4).map(lambda entries: f"{{{', '.join(entries)}}}")
        | inner.map(json.dumps)
    )


JSON_TEXTS = st.recursive(_SCALARS, _containers, max_leaves=8)
# The first ones are the simplest, so Hypothesis tries them first.
KNOWN_TEXTS = st.sampled_from(
    [
        r'{"password": "\ud800-and-more", "a": "\ud800", "b": "\u0000"}',
        r'[{"label": "\ud800", "name": "col1"}]',
        r'{"number": 1, "provider": "\u0000", "name": "\ud800", "block": [], "input": {"\udfff": NaN}}',
        '{"a": 1e999, "token": "a-secret-token"}',
    ]
)
TEXTS = KNOWN_TEXTS | JSON_TEXTS | JSON_TEXTS.map(lambda text: f"\ufeff{text}") | _LETTERS | _SPECIAL
