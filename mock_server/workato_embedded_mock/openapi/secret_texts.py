"""Masks secrets in texts: passwords in URLs, assignments such as `password=x`, and tokens of well-known forms."""

# The client has the same module, since neither imports the other: contract_tests compare them.
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final
from urllib.parse import unquote_plus

from workato_embedded_mock.openapi.secret_names import Marks, SecretNames, is_plural

# User and password before a host. A password may contain a slash, unless what comes before it looks like a port.
_USER: Final = re.compile(r"://(?:[^\s/?#\"'<>]{1,256}@|[^\s/?#@:\"'<>]{0,256}:(?!\d{1,5}[/?#])[^\s@\"'<>]{1,256}@)")
_PARAMETER: Final = re.compile(r"([?&#])([^=&#?\s]{1,100})=([^&#\s\"'<>]+)")
# A colon assigns only what is quoted.
_ASSIGNMENT: Final = re.compile(r"=>?|:(?=\s{0,3}[\[{(]?\s{0,3}\\{0,3}[\"'])")
_LONGEST_NAME: Final = 64
_NAME_CHARACTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.%"
_AFTER_NAME: Final = " \t\\\"'])"
# What begins a quoted value, or a list or object of quoted values. Quotes are escaped in a text inside another text.
_OPENING: Final = re.compile(r"\s{0,3}([\[{(]?)\s{0,3}(\\{0,3}[\"'])")
_LIST_END: Final = re.compile(r"\\{0,3}[\"']\s{0,3}[\]})]")
_QUOTED: Final = {'"': re.compile(r'(?:\\.|[^"\\])*', re.DOTALL), "'": re.compile(r"(?:\\.|[^'\\])*", re.DOTALL)}
_UNQUOTED: Final = re.compile(r"\s{0,3}(?![=>])([^\s&;,\"'<>\\]+)")
_CONSTANTS: Final = frozenset({"false", "nil", "none", "null", "true", "undefined"})


def _ignore(_secret: str) -> None:
    """Forget what was found."""


class SecretTexts:
    """Masks secrets in texts that have no fields of their own. It takes a time in proportion to the length of a text.

    Args:
        names: The names that suggest a secret.
        patterns: Regular expressions of tokens, each after texts; a token contains one of these texts.
    """

    def __init__(self, names: SecretNames, patterns: Iterable[tuple[Sequence[str], str]]) -> None:
        self._names = names
        self._tokens = [(tuple(contains), pattern) for contains, pattern in patterns]
        self._hints = re.compile("|".join(re.escape(each) for contains, _ in self._tokens for each in contains))

    def masked(self, text: str, mask: str, found: Callable[[str], object] = _ignore, marks: Marks | None = None) -> str:
        """Return a text with its secrets masked.

        Args:
            text: The text.
            mask: Replaces each secret.
            found: Called with each secret, as it is and decoded.
            marks: Whether a parameter in the query of a URL is secret, by its name.
        """

        def parameter(match: re.Match[str]) -> str:
            start, name, value = match.groups()
            if not self._is_parameter(unquote_plus(name), marks or {}):
                return match.group()
            _report(value, mask, found)
            return f"{start}{name}={mask}"

        if "://" in text and "@" in text:
            text = _USER.sub(lambda match: _without_user(match.group(), mask, found), text)
        if "=" in text:
            text = _PARAMETER.sub(parameter, text)
        return self.without_tokens(self._without_assigned(text, mask, found), mask)

    def without_tokens(self, text: str, mask: str) -> str:
        """Return a text without tokens of well-known forms."""
        # Looking for plain texts is much faster than the regular expressions, and most texts have none.
        if self._hints.search(text) is None:
            return text
        for contains, pattern in self._tokens:
            if any(each in text for each in contains):
                text = re.sub(pattern, lambda _match: mask, text, flags=re.ASCII)
        return text

    def _is_parameter(self, name: str, marks: Marks) -> bool:
        return marks.get(name, self._names.match_in_url(name))

    def _without_assigned(self, text: str, mask: str, found: Callable[[str], object]) -> str:
        """Return a text without the values that follow a suggestive name and an equals sign, or a colon and quotes."""
        parts: list[str] = []
        copied = 0
        for match in _ASSIGNMENT.finditer(text):
            if match.start() < copied:
                continue
            name = _name_before(text, match.start())
            if not name or not self._names.match(unquote_plus(name)):
                continue
            start, end = _value_after(text, match.end(), quoted=match.group() == ":")
            value = text[start:end]
            if start == end or value.lower() in _CONSTANTS or (value.isdigit() and is_plural(name)):
                continue
            _report(value, mask, found)
            parts += [text[copied:start], mask]
            copied = end
        return "".join([*parts, text[copied:]]) if parts else text


def _name_before(text: str, end: int) -> str:
    """Return the name before a place in a text; empty without one."""
    before = text[max(0, end - _LONGEST_NAME) : end].rstrip(_AFTER_NAME)
    return before[len(before.rstrip(_NAME_CHARACTERS)) :]


def _value_after(text: str, at: int, *, quoted: bool) -> tuple[int, int]:
    """Return start and end of the value at a place in a text, without its quotes; they are equal without a value."""
    if opening := _OPENING.match(text, at):
        bracket, quote = opening.groups()
        start = opening.end()
        if bracket:
            closing = _LIST_END.search(text, start)
            return start, closing.start() if closing else len(text)
        if quote in _QUOTED:
            inside = _QUOTED[quote].match(text, start)
            return start, inside.end() if inside else start
        found = text.find(quote, start)
        return start, len(text) if found < 0 else found
    bare = None if quoted else _UNQUOTED.match(text, at)
    return bare.span(1) if bare else (at, at)


def _without_user(text: str, mask: str, found: Callable[[str], object]) -> str:
    user, _, password = text.removeprefix("://").removesuffix("@").partition(":")
    for each in (user, password):
        _report(each, mask, found)
    return f"://{mask}@"


def _report(secret: str, mask: str, found: Callable[[str], object]) -> None:
    if secret != mask:
        found(secret)
        found(unquote_plus(secret))
