"""Hides what is secret in values of the API that are shown to people. What programs read stays as it was answered."""

from __future__ import annotations

import re
from typing import Any, Final

from .plain_json import is_list, is_object

_SECRET: Final = re.compile(
    "token|secret|passw|passphrase|pwd|credential|authorization|bearer|jwt|(api|private|access|signing|encryption)key"
)
"""Parts of names, in small letters without signs, whose values are secrets."""
_ABOUT: Final = re.compile("(id|type|method|expires|expiresin|expiresat|at)$")
"""Ends of names that tell something about a secret, such as `jwt_method`."""
_ALL_THE_SAME: Final = frozenset({"secretid"})
"""Names that end so and are secrets, such as half of a login of Vault."""
_SIGNS: Final = re.compile("[^a-z0-9]")
_QUERY: Final = re.compile(r"([?&#])([^=&#\s]+)=([^&#\s]+)")


def masked(value: Any, mask: str = "[secret]") -> Any:
    """Return a JSON value whose secrets are masked: those under a name that says so, and those in addresses."""
    if is_object(value):
        return {key: _entry(str(key), entry, mask) for key, entry in value.items()}
    if is_list(value):
        return [masked(entry, mask) for entry in value]
    return _QUERY.sub(lambda match: _parameter(match, mask), value) if isinstance(value, str) else value


def is_secret(name: str) -> bool:
    """Say whether a property holds a secret, by its name."""
    plain = _SIGNS.sub("", name.lower())
    return plain in _ALL_THE_SAME or (_SECRET.search(plain) is not None and _ABOUT.search(plain) is None)


def _entry(name: str, value: Any, mask: str) -> Any:
    # That there is a secret, as in `has_password`, is none.
    hidden = value and not isinstance(value, bool) and is_secret(name)
    return mask if hidden else masked(value, mask)


def _parameter(match: re.Match[str], mask: str) -> str:
    sign, name, value = match.groups()
    plain = _SIGNS.sub("", name.lower())
    hidden = is_secret(name) or plain in ("key", "code", "sig") or plain.endswith("signature")
    return f"{sign}{name}={mask if hidden else value}"
