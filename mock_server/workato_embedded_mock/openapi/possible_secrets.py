"""Finds out quickly that a JSON value has no secrets: in its JSON text as a whole, without looking at each string.

It must not find secrets, only rule them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from workato_embedded_mock.openapi.secret_names import Marks, SecretNames
from workato_embedded_mock.plain_json import MOST_VALUES, Json, write_json

# From this number of texts on, searching for each of them takes longer than looking at each string.
_MANY: Final = 50
# From this number of lists on, they may be nested in a string so deeply that it cannot be searched, and is secret.
_DEEP: Final = 200
_USER: Final = re.compile(rb'://[^"@]*+@')
# Bodies repeat their names. Longer ones are not remembered, because hostile ones could fill the memory.
_MOST_HARMLESS: Final = 4096
_LONGEST_HARMLESS: Final = 100


class PossibleSecrets:
    """Rules out that JSON values have secrets.

    Args:
        names: The names that suggest a secret.
        patterns: Regular expressions of tokens, each after texts; a token contains one of these texts.
    """

    def __init__(self, names: SecretNames, patterns: Iterable[tuple[Sequence[str], str]]) -> None:
        self._names = names
        self._hints = re.compile(_any_of({_inside_string(text) for contains, _ in patterns for text in contains}))
        self._harmless: set[str] = set()

    def in_fields(self, value: Json, marks: Marks) -> bool:
        """Return whether a field of a value can be secret, or have a secret in its text."""
        if any(marks.values()) or any(map(self._can_name_secret, _names_in(value) - self._harmless)):
            return True
        try:
            text = write_json(value)
        except TypeError:
            # A string or a number that cannot be stored.
            return True
        return _can_assign(text) or self._hints.search(text) is not None

    def in_strings(self, value: Json, known: set[str]) -> bool:
        """Return whether a string or a name in a value can contain a token, or one of the known secrets."""
        if len(known) > _MANY:
            return True
        try:
            text = write_json(value)
            return any(_inside_string(each) in text for each in known) or self._hints.search(text) is not None
        except TypeError:
            return True

    def _can_name_secret(self, name: str) -> bool:
        if self._names.match(name) or self._names.is_value_of_pair(name):
            return True
        if len(name) <= _LONGEST_HARMLESS and len(self._harmless) < _MOST_HARMLESS:
            self._harmless.add(name)
        return False


def _can_assign(text: bytes) -> bool:
    """Return whether a string in a JSON text can have a user in a URL, an assignment, or JSON with secrets."""
    # What is assigned has an equals sign before it, or quotes around it, as all names in JSON.
    if b"=" in text or b"'" in text or (b"\\" in text and b'\\"' in text):
        return True
    if b"://" in text and _USER.search(text) is not None:
        return True
    # A string of JSON that is too large to be searched is secret.
    return text.count(b"[") > _DEEP or len(text) > MOST_VALUES


def _inside_string(text: str) -> bytes:
    """Return a text as it is inside a string of a JSON text."""
    return write_json(text)[1:-1]


def _any_of(texts: Iterable[bytes]) -> bytes:
    """Return a regular expression of texts, by their first characters: that is much faster than one after the other."""
    parts = []
    for first, group in groupby(sorted(texts), key=lambda text: text[:1]):
        if not first:
            return b""
        parts.append(re.escape(first) + _any_of([text[1:] for text in group]))
    return b"(?:" + b"|".join(parts) + b")"


def _names_in(value: Json) -> set[str]:
    """Return the names of all fields of a value."""
    found: set[str] = set()
    values = [value]
    for each in values:
        if isinstance(each, dict):
            found.update(each)
            values.extend(each.values())
        elif isinstance(each, list):
            values.extend(each)
    return found
