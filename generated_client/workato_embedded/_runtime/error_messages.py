"""Finds the message in the body of an error response, whatever its form. Never fails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from .plain_json import is_list, is_object

# The maximum length of a message. The body may be longer, such as an HTML page of a proxy.
_LONGEST: Final = 300


def message_of(body: Any) -> str | None:
    """Return the message of an error body in one line, or None if there is none.

    `message` comes first, then the content of `errors` or `error`: by property, as a list of texts or of objects with a
    `title`, or as text. A recipe that cannot start has `code_errors` and `config_errors`.
    """
    try:
        text = "; ".join(dict.fromkeys(_message_parts(body)))
    except RecursionError:
        return None
    line = " ".join(text.split())
    return (line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…") or None


def _message_parts(body: Any) -> Iterator[str]:
    if not is_object(body):
        yield from _flattened(body)
        return
    for key in ("message", "errors", "error"):
        yield from _flattened(body.get(key))
    for key in ("code_errors", "config_errors"):
        if body.get(key):
            yield f"{key}: {body[key]}"


def _flattened(value: Any) -> Iterator[str]:
    if is_list(value):
        for entry in value:
            yield from _flattened(entry)
    elif is_object(value):
        if isinstance(value.get("title"), str) and value["title"]:
            yield value["title"]
            value = {key: entry for key, entry in value.items() if key != "title"}
        for key, entry in value.items():
            yield f"{key}: {', '.join(_flattened(entry))}"
    elif value is not None and value != "":
        yield str(value)
