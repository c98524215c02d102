"""Removes secrets from recorded requests and responses. Everything else is unchanged."""

# The client has the same rules in `_runtime/masks.py`, since neither imports the other: contract_tests compare them.
from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from enum import Enum, auto
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, quote

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.openapi.secret_names import Marks, is_plural
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.openapi.text_removal import TextRemover
from workato_embedded_mock.plain_json import Json, JsonError, NotJsonError, search_json

REDACTED = "REDACTED"

# A header of the mock that is not in the document. It names the namespace, which is often named after the token.
_OWN_HEADER = "x-mock-namespace"
# Shorter secrets are not searched for in other texts, which could contain the same characters too.
MIN_LENGTH = 8
# From this number of secrets on, a regular expression that tries each of them takes too long.
_MANY = 50
# What programs write before JSON: blanks, and a byte order mark.
_BEFORE_JSON = " \t\r\n\ufeff"
_NO_MARKS: Marks = {}


class _Secrecy(Enum):
    """Why a value is a secret: a field of the document is marked, or a name matches."""

    MARKED = auto()
    NAMED = auto()


class Redactor:
    """The secrets of one request and its response.

    `headers`, `query`, `text` and `fields` redact what is known to be secret and remember it. Then `scrub` removes the
    same values where they are repeated. Types stay the same: a string becomes `REDACTED`, a number 0.

    Args:
        secrets: What is secret in the document.
        known: Values that are secret, wherever they are.
    """

    def __init__(self, secrets: Secrets, known: Iterable[str] = ()) -> None:
        self._secrets, self._names = secrets, secrets.names
        self._known: set[str] = set()
        self._remember(*known)

    def headers(self, headers: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
        """Return headers in the form of a HAR, with secret values redacted."""
        return [
            {"name": name, "value": self._header(name, value) if self.is_secret_header(name) else self._text(value)}
            for name, value in headers
        ]

    def is_secret_header(self, name: str) -> bool:
        """Return whether the value of a header is secret."""
        return name.lower() == _OWN_HEADER or self._secrets.is_header(name)

    def _header(self, name: str, value: str) -> str:
        # The attributes after the first semicolon of a Set-Cookie are not secret.
        parts = value.partition(";")[:1] if name.lower() == "set-cookie" else re.split(r"[;,]\s*", value)
        for part in parts:
            # A token may follow a scheme; the value of a cookie follows its name.
            self._remember(part, part.rpartition(" ")[2], part.partition("=")[2])
        return REDACTED

    def query(self, query: str, marks: Marks = _NO_MARKS) -> list[dict[str, str]]:
        """Return the parameters of a query in the form of a HAR, with secret values redacted."""
        return [{"name": name, "value": self._parameter(name, value, marks)} for name, value in _split(query)]

    def text(self, text: str, marks: Marks = _NO_MARKS) -> str:
        """Return a text, such as a URL, without secrets; `marks` are those of the query of a URL."""
        return self._secrets.texts.masked(text, REDACTED, self._remember, marks)

    def reason(self, reason: Reason) -> dict[str, str]:
        """Return a reason as JSON without the secrets that its text quotes."""
        return {**reason.as_json(), "text": self.text(reason.text)}

    def message(self, text: str) -> str:
        """Return a message in words without secrets."""
        return self.text(text)

    def _parameter(self, name: str, value: str, marks: Marks) -> str:
        if marks.get(name, self._names.match_in_url(name)):
            self._remember(value)
            return REDACTED
        return value

    def fields(self, value: Json, marks: Marks = _NO_MARKS) -> Json:
        """Return a JSON value with its secret fields redacted, also those of JSON inside a string.

        Booleans, null and empty strings are never secret. An object or a list is not redacted itself, its entries are.
        """
        if not self._secrets.possible.in_fields(value, marks):
            return value
        return self._value(value, "", marks, _Secrecy.MARKED if marks.get("") else None)

    def has_secret(self, value: Json, path: Iterable[int | str], marks: Marks) -> bool:
        """Return whether the value at a path is secret, or has a secret in it.

        Args:
            value: The value.
            path: The names and indexes that lead to it.
            marks: Which fields are secret, from the beginning of the path.
        """
        for step in reversed([*path]):
            value = {step: value} if isinstance(step, str) else [value]
        redacted: Json = self.fields(value, marks)
        return bool(redacted != value)

    def _value(self, value: Json, path: str, marks: Marks, secrecy: _Secrecy | None) -> Json:
        """Redact a value; `path` is that of the field, or of the list, that holds it."""
        if isinstance(value, dict):
            named_secret = self._names.is_named_secret(value)
            return {
                key: self._field(key, item, path, marks, secrecy, named_secret and self._names.is_value_of_pair(key))
                for key, item in value.items()
            }
        if isinstance(value, list):
            return [self._value(item, path, marks, secrecy) for item in value]
        if isinstance(value, str):
            return self._text(value) if secrecy is None else self._secret_text(value)
        if secrecy is None or value is None or isinstance(value, bool):
            return value
        if secrecy is _Secrecy.NAMED and is_plural(path.rpartition(".")[2]):
            # A number with a plural name is a count, such as `api_keys: 3`.
            return value
        self._remember(str(value))
        return 0

    def _field(
        self, name: str, value: Json, path: str, marks: Marks, outer: _Secrecy | None, named_secret: bool
    ) -> Json:
        inner = f"{path}.{name}" if path else name
        mark = marks.get(inner)
        if mark or outer is _Secrecy.MARKED:
            return self._value(value, inner, marks, _Secrecy.MARKED)
        below = outer is _Secrecy.NAMED and self._names.match_below(name)
        suggests = mark is None and (named_secret or below or self._names.match(name))
        return self._value(value, inner, marks, _Secrecy.NAMED if suggests else None)

    def _secret_text(self, value: str) -> str:
        self._remember(value)
        return REDACTED if value else value

    def _text(self, text: str) -> str:
        """Redact secrets in a string that may be JSON, such as the code of a recipe."""
        plain = text.lstrip(_BEFORE_JSON)
        if not plain.startswith(("{", "[")):
            return self.text(text)
        try:
            value, lacked = search_json(plain)
            self.fields(lacked)
            redacted = self.fields(value)
        except NotJsonError:
            return self.text(text)
        except (JsonError, RecursionError):
            # Too many values, or too deep, to search.
            return self._secret_text(text)
        return text if redacted == value and not lacked else json.dumps(redacted, ensure_ascii=False)

    def scrub(self, value: Any) -> Any:
        """Return a value without the secrets that were redacted before, and without texts that look like secrets."""
        if not self._secrets.possible.in_strings(value, self._known_forms()):
            return value
        return _map_texts(value, self.scrubber())

    def scrubber(self) -> Callable[[str], str]:
        """Return a function that removes the secrets redacted so far, and what looks like a secret, from a text."""
        known = self._known_forms()
        without_tokens = self._secrets.texts.without_tokens
        if not known:
            return lambda text: without_tokens(text, REDACTED)
        remove: Callable[[str], str]
        if len(known) > _MANY:
            remove = TextRemover(known, MIN_LENGTH, REDACTED)
        else:
            longest_first = sorted(known, key=len, reverse=True)
            remove = partial(re.compile("|".join(map(re.escape, longest_first))).sub, REDACTED)
        return lambda text: without_tokens(remove(text), REDACTED)

    def _known_forms(self) -> set[str]:
        return {form for secret in self._known for form in (secret, quote(secret, safe=""))}

    def _remember(self, *texts: str) -> None:
        self._known.update(text for text in texts if len(text) >= MIN_LENGTH and text != REDACTED)


def _split(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)


def _map_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Apply a function to all strings of a value, names included."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {change(key): _map_texts(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [_map_texts(item, change) for item in value]
    return value
