"""Makes the bodies of error responses that have more than the message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.openapi.document import json_media
from workato_embedded_mock.plain_json import Json, pointer_keys

MESSAGE = "message"
ERRORS = "errors"

# What the API says of a value by the rule that it breaks, as Rails does.
_TEXTS = {
    "enum": "is not included in the list",
    "exists": "must exist",
    "minItems": "can't be blank",
    "minLength": "can't be blank",
    "required": "can't be blank",
    "unique": "has already been taken",
}
_TEXTS_OF_PATTERNS = {r"^[^/\\]*$": "can't contain slashes"}


class ErrorBodies:
    """The bodies of an operation's error responses that have more than the message.

    Args:
        examples: The examples of the document by status.
        wrapper: The property of the request body that contains everything else; None without one.
    """

    def __init__(self, examples: Mapping[int, Mapping[str, Json]], wrapper: str | None = None) -> None:
        self._examples = examples
        self._wrapper = wrapper

    @classmethod
    def of(cls, content: Mapping[str, Any], declared: Mapping[str, Any]) -> ErrorBodies:
        """Return the error bodies of an operation of a document."""
        examples: dict[int, Mapping[str, Json]] = {}
        for status, response in declared["responses"].items():
            example = json_media(content, response).get("example")
            if status.startswith("4") and isinstance(example, dict) and example.keys() > {MESSAGE}:
                examples[int(status)] = example
        return cls(examples, declared.get("x-client", {}).get("body"))

    def body(self, status: int, message: str | None, reasons: Iterable[Reason]) -> Json:
        """Return the body of a response; None where it has only the message.

        Args:
            status: The status.
            message: The message, where it is not the documented one.
            reasons: What is wrong with the request.
        """
        example = self._examples.get(status)
        if example is None:
            return None
        if ERRORS not in example:
            return dict(example) if message is None else _with_message(example, message)
        errors = self._by_field(reasons) if message is None else {}
        return {MESSAGE: example[MESSAGE], ERRORS: errors} if errors else None

    def _by_field(self, reasons: Iterable[Reason]) -> dict[str, Json]:
        """Return the texts about each field of the body."""
        found: dict[str, list[Json]] = {}
        for reason in reasons:
            part, *keys = pointer_keys(reason.pointer) or [""]
            if len(keys) > 1 and keys[0] == self._wrapper:
                del keys[0]
            if part == "body" and keys:
                texts = found.setdefault(keys[0], [])
                if (text := _text_of(reason)) not in texts:
                    texts.append(text)
        return dict(found)


NO_ERROR_BODIES = ErrorBodies({})


def _text_of(reason: Reason) -> str:
    if reason.keyword == "maxLength" and reason.limit is not None:
        return f"is too long (maximum is {reason.limit} characters)"
    if reason.keyword == "pattern":
        return _TEXTS_OF_PATTERNS.get(str(reason.limit), "is invalid")
    return _TEXTS.get(reason.keyword, "is invalid")


def _with_message(example: Mapping[str, Json], message: str) -> dict[str, Json]:
    """Return the example of an error response, with another message wherever it has its own."""
    return {name: message if value == example[MESSAGE] else value for name, value in example.items()}
