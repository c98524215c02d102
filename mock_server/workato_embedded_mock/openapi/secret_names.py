"""Decides by its name whether a field holds a secret. The lists of names come from the document."""

# The client has the same rules in a module of its own, since neither imports the other: contract_tests compare them.
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

_WORD_START: Final = re.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SEPARATORS: Final = re.compile("[^a-z0-9]+")

# Whether a field is secret, by its path: names separated by dots, without list indexes.
Marks = Mapping[str, bool]


# Longer names are not cached, because hostile ones could fill the memory.
_LONGEST_KNOWN: Final = 100


def snake_case(name: str) -> str:
    """Return a name in lower case with one underscore between words: `api_key` for `apiKey` and `API-Key`."""
    return _known_snake_case(name) if len(name) <= _LONGEST_KNOWN else _snake_case(name)


def _snake_case(name: str) -> str:
    return _SEPARATORS.sub("_", _WORD_START.sub("_", name).lower()).strip("_")


_known_snake_case = lru_cache(maxsize=4096)(_snake_case)


def is_plural(name: str) -> bool:
    """Return whether a number with this name is a count, such as `api_keys: 3`."""
    return snake_case(name).endswith("s")


class SecretNames:
    """The lists of `x-secret-names` in a document.

    They apply to fields that the document does not have. For its own fields, `x-secret` decides.
    """

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._parts = re.compile("|".join(lists["parts"]))
        self._endings = re.compile(f"(^|_)({'|'.join(lists['endings'])})$")
        self._exceptions = re.compile(f"(^|_)({'|'.join(lists['exceptions'])})$")
        self._url_names = frozenset(lists["url_names"])
        self._header_endings = re.compile(f"(^|_)({'|'.join(lists['header_endings'])})$")
        self._header_exceptions = re.compile(f"(^|_)({'|'.join(lists['header_exceptions'])})$")
        self._pair_names = frozenset(lists["pair_names"])
        self._pair_values = frozenset(lists["pair_values"])
        # Bodies repeat their names.
        self._known = lru_cache(maxsize=4096)(self._match)
        self._known_headers = lru_cache(maxsize=512)(self._match_header)

    def match(self, name: str) -> bool:
        """Return whether a field with this name holds a secret."""
        return self._known(name) if len(name) <= _LONGEST_KNOWN else self._match(name)

    def _match(self, name: str) -> bool:
        words = snake_case(name)
        if self._endings.search(words):
            return True
        return self._parts.search(words.replace("_", "")) is not None and self._exceptions.search(words) is None

    def match_in_url(self, name: str) -> bool:
        """Return whether a parameter in the query of a URL holds a secret."""
        return self.match(name) or snake_case(name) in self._url_names

    def match_header(self, name: str) -> bool:
        """Return whether a header holds a secret."""
        return self._known_headers(name) if len(name) <= _LONGEST_KNOWN else self._match_header(name)

    def _match_header(self, name: str) -> bool:
        words = snake_case(name)
        suggests = self.match(name) or self._header_endings.search(words) is not None
        return suggests and self._header_exceptions.search(words) is None

    def match_below(self, name: str) -> bool:
        """Return whether a field holds a secret, if it is in an object whose own name matches."""
        words = snake_case(name)
        return self._endings.search(words) is not None or self._exceptions.search(words) is None

    def is_named_secret(self, value: Mapping[str, Any]) -> bool:
        """Return whether an object names a secret and has its value, such as `{"name": "password", "value": "x"}`."""
        return any(
            isinstance(name, str) and self.match(name)
            for key, name in value.items()
            if snake_case(str(key)) in self._pair_names
        )

    def is_value_of_pair(self, name: str) -> bool:
        """Return whether a field of such an object is the value."""
        return snake_case(name) in self._pair_values
