"""Hides what is secret in answers that are shown to people. JSON that programs read stays as it was answered."""

from __future__ import annotations

import re
from typing import Any, Final

from ..plain_json import is_list, is_object

MASK: Final = "••••"

_SECRET: Final = re.compile("token|secret|passw|passphrase|credential|apikey|privatekey|accesskey|signingkey|jwt")
"""Parts of names, in small letters without signs, whose values are secrets."""
_ABOUT: Final = re.compile("(id|type|method|expires|expiresin|expiresat|at)$")
"""Ends of names that tell something about a secret, such as `jwt_method`."""
_SIGNS: Final = re.compile("[^a-z0-9]")
_QUERY: Final = re.compile(r"([?&#])([^=&#\s]+)=([^&#\s]+)")


def masked(value: Any) -> Any:
    """Return a JSON value whose secrets are masked: those under a name that says so, and those in addresses."""
    if is_object(value):
        return {key: MASK if entry and is_secret(str(key)) else masked(entry) for key, entry in value.items()}
    if is_list(value):
        return [masked(entry) for entry in value]
    return _QUERY.sub(_parameter, value) if isinstance(value, str) else value


def is_secret(name: str) -> bool:
    """Say whether a property holds a secret, by its name."""
    plain = _SIGNS.sub("", name.lower())
    return _SECRET.search(plain) is not None and _ABOUT.search(plain) is None


def _parameter(match: re.Match[str]) -> str:
    sign, name, value = match.groups()
    plain = _SIGNS.sub("", name.lower())
    return f"{sign}{name}={MASK if is_secret(name) or plain in ('key', 'code', 'sig', 'signature') else value}"
