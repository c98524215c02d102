"""Redacts the secrets in the record of a request and its response."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from workato_embedded_mock.plain_json import Json

REDACTED = "REDACTED"

# Parts of names, in lower case without punctuation, whose values are secrets.
_WORDS = re.compile(
    "token|secret|passw|pwd|passphrase|passcode|pincode|apikey|accesskey|privatekey|signingkey|sharedkey|credential"
    "|cookie|jwt|bearer|sessionid|csrf|sshkey|clientkey|encryptionkey"
)
# Whole names of the same kind. `input` has the credentials of a connection, under names that each connector chooses.
_NAMES = {"authorization", "proxyauthorization", "auth", "xuseremail", "xmocknamespace", "input", "pin", "otp", "sid"}
# Ends of names that describe a secret and are not secret, such as `jwt_method`.
_ABOUT = re.compile("(method|type|expires|expiresin|expiresat)$")
# Names that are secret in a query only: signatures of file URLs, OAuth codes.
_QUERY = re.compile("signature|^sig$|^key$|^code$")
_SIGNS = re.compile("[^a-z0-9]")
# Texts that look like a secret, wherever they are.
_SHAPES = re.compile(
    r"eyJ[\w-]{8,}\.[\w-]+\.[\w-]*"
    r"|(?i:\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
)
# Shorter secrets are not searched for elsewhere: a word of a text may be the same.
_SHORTEST = 8


def is_secret(name: str) -> bool:
    """Return whether the name of a field, header or parameter says that its value is secret."""
    plain = _SIGNS.sub("", name.lower())
    return plain in _NAMES or (_WORDS.search(plain) is not None and _ABOUT.search(plain) is None)


class Redactor:
    """The secrets of one request and its response.

    First everything is read by names (`headers`, `url`, `fields`), which also teaches the secrets; then `scrub` takes
    them out where they are repeated. Types of values stay: a text becomes `REDACTED`, a number 0.
    """

    def __init__(self) -> None:
        self._known: set[str] = set()

    def headers(self, headers: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
        """Return headers for a HAR, with secret values redacted."""
        return [
            {"name": name, "value": self._header(name, value) if is_secret(name) else self.url(value)}
            for name, value in headers
        ]

    def _header(self, name: str, value: str) -> str:
        # In Set-Cookie, only the part before the first semicolon is secret.
        parts = value.partition(";")[:1] if name.lower() == "set-cookie" else re.split(r"[;,]\s*", value)
        for part in parts:
            # A scheme before a token, or the name of a cookie before its value.
            self._learn(part, part.rpartition(" ")[2], part.partition("=")[2])
        return REDACTED

    def query(self, query: str) -> list[dict[str, str]]:
        """Return the fields of a query for a HAR, with secret values redacted."""
        return [{"name": name, "value": self._field(name, value)} for name, value in _cut(query)]

    def url(self, text: str) -> str:
        """Return a URL without user, password and secrets in its query; return any other text unchanged."""
        if "?" not in text and "@" not in text:
            return text
        try:
            parts = urlsplit(text)
        except ValueError:
            return text
        if not parts.netloc and not (parts.path.startswith("/") and not parts.scheme):
            return text
        user, at, host = parts.netloc.rpartition("@")
        self._learn(*user.split(":"))
        fields = _cut(parts.query)
        kept = [(name, self._field(name, value)) for name, value in fields]
        query = parts.query if kept == fields else urlencode(kept)
        return urlunsplit(parts._replace(netloc=f"{REDACTED}@{host}" if at else parts.netloc, query=query))

    def _field(self, name: str, value: str) -> str:
        if is_secret(name) or _QUERY.search(_SIGNS.sub("", name.lower())):
            self._learn(value)
            return REDACTED
        return value

    def fields(self, value: Json, *, secret: bool = False) -> Json:
        """Return a JSON value without the values of secret names, including JSON inside texts."""
        if isinstance(value, dict):
            named = _named_secret(value)
            return {
                key: self.fields(item, secret=secret or is_secret(key) or (named and key.lower() == "value"))
                for key, item in value.items()
            }
        if isinstance(value, list):
            return [self.fields(item, secret=secret) for item in value]
        if secret:
            return self._leaf(value)
        return self._text(value) if isinstance(value, str) else value

    def _leaf(self, value: Json) -> Json:
        if isinstance(value, str):
            self._learn(value)
            return REDACTED if value else value
        if isinstance(value, bool) or value is None:
            return value
        self._learn(str(value))
        return 0

    def _text(self, text: str) -> str:
        """Redact a text that is JSON itself, such as the code of a recipe."""
        if not text.lstrip().startswith(("{", "[")):
            return self.url(text)
        try:
            return json.dumps(self.fields(json.loads(text)), ensure_ascii=False)
        except (ValueError, RecursionError):
            return text

    def scrub(self, value: Any) -> Any:
        """Return a value without the known secrets, and without texts that look like a secret."""
        known = sorted({form for secret in self._known for form in (secret, quote(secret, safe=""))}, key=len)
        pattern = re.compile("|".join([*map(re.escape, reversed(known)), _SHAPES.pattern]))
        return _map_texts(value, lambda text: pattern.sub(REDACTED, text))

    def _learn(self, *texts: str) -> None:
        self._known.update(text for text in texts if len(text) >= _SHORTEST and text != REDACTED)


def _cut(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)


def _named_secret(value: dict[str, Json]) -> bool:
    """Return whether an object is a pair of a name and a secret value, such as `{"name": "password", "value": …}`."""
    names = [item for key, item in value.items() if key.lower() in {"name", "key"}]
    return any(isinstance(name, str) and is_secret(name) for name in names)


def _map_texts(value: Any, change: Any) -> Any:
    """Return a value with every text changed, names included."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {change(key): _map_texts(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [_map_texts(item, change) for item in value]
    return value
