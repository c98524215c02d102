"""Masks secrets in values that are shown to people. The values themselves do not change.

For a field of the spec, `x-secret` decides whether it is secret. For other fields, the name decides.
"""

# The mock has the same rules in `openapi/redaction.py`, since neither imports the other: contract_tests compare them.
from __future__ import annotations

import json
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from .plain_json import is_list, is_object
from .secret_names import Marks, SecretNames, is_plural

if TYPE_CHECKING:
    from .secret_texts import SecretTexts

MASK: Final = "[secret]"


class _Secrecy(Enum):
    """Why a value is a secret: a field of the spec is marked, or a name matches."""

    MARKED = auto()
    NAMED = auto()


def masked(value: Any, mask: str = MASK, marks: Marks | None = None) -> Any:
    """Return a JSON value with its secrets masked.

    Booleans, null and empty values are never masked. An object or a list is not masked itself, its entries are.

    Args:
        value: The value; models in it are left to their own `repr`.
        mask: Replaces each secret.
        marks: Whether a field of the spec is secret, by its path: names separated by dots, without list indexes.
    """
    marks = marks or {}
    return _Masker(mask, marks).value(value, "", _Secrecy.MARKED if marks.get("") else None)


def secrets_in(value: Any) -> set[str]:
    """Return the texts and numbers of a JSON value that `masked` would mask."""
    found: set[str] = set()
    _Masker(MASK, {}, found).value(value, "", None)
    return found


def is_secret_header(name: str) -> bool:
    """Return whether a header carries credentials or another secret."""
    # Imported here, since the generator imports this module before it writes that one.
    from .._metadata import SECRET_HEADERS

    return name.lower() in SECRET_HEADERS or _names().match_header(name)


def masked_text(text: str, mask: str = MASK) -> str:
    """Return a text without passwords in URLs, values of suggestive names, and tokens of well-known forms."""
    return _texts().masked(text, mask)


@cache
def _names() -> SecretNames:
    # Imported here, since the generator imports this module before it writes that one.
    from .._metadata import SECRET_NAMES

    return SecretNames(SECRET_NAMES)


@cache
def _texts() -> SecretTexts:
    # Imported here, since the generator imports this module before it writes that one, and few programs show texts.
    from .._metadata import SECRET_PATTERNS
    from .secret_texts import SecretTexts

    return SecretTexts(_names(), SECRET_PATTERNS)


class _Masker:
    def __init__(self, mask: str, marks: Marks, found: set[str] | None = None) -> None:
        self._mask, self._marks, self._names = mask, marks, _names()
        self._found: set[str] = set() if found is None else found

    def value(self, value: Any, path: str, secrecy: _Secrecy | None) -> Any:
        """Return a value masked; `path` is that of the field, or of the list, that holds it."""
        if is_object(value):
            named_secret = self._names.is_named_secret(value)
            return {
                key: self._field(
                    str(key), entry, path, secrecy, named_secret and self._names.is_value_of_pair(str(key))
                )
                for key, entry in value.items()
            }
        if is_list(value):
            return [self.value(entry, path, secrecy) for entry in value]
        if isinstance(value, bool) or not value or not isinstance(value, str | int | float):
            return value
        if secrecy is None:
            return self._text(value) if isinstance(value, str) else value
        # A number with a plural name is a count, such as `api_keys: 3`.
        is_count = secrecy is _Secrecy.NAMED and not isinstance(value, str) and is_plural(path.rpartition(".")[2])
        if is_count:
            return value
        self._found.add(str(value))
        return self._mask

    def _field(self, name: str, value: Any, path: str, outer: _Secrecy | None, named_secret: bool) -> Any:
        inner = f"{path}.{name}" if path else name
        mark = self._marks.get(inner)
        if mark or outer is _Secrecy.MARKED:
            return self.value(value, inner, _Secrecy.MARKED)
        below = outer is _Secrecy.NAMED and self._names.match_below(name)
        suggests = mark is None and (named_secret or below or self._names.match(name))
        return self.value(value, inner, _Secrecy.NAMED if suggests else None)

    def _text(self, text: str) -> str:
        """Mask the secrets of a text that may be JSON, such as the code of a recipe."""
        if not text.lstrip().startswith(("{", "[")):
            return _texts().masked(text, self._mask, self._found.add)
        try:
            value = json.loads(text)
            shown = _Masker(self._mask, {}, self._found).value(value, "", None)
        except (ValueError, RecursionError):
            return _texts().masked(text, self._mask, self._found.add)
        return text if shown == value else json.dumps(shown, ensure_ascii=False)
