"""Signs the tokens of direct links, and checks their claims before."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from datetime import datetime
from secrets import randbits
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote
from uuid import UUID

import httpx2

from . import keys
from .links import origin_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

VENDOR_ID_VARIABLE: Final = "WORKATO_EMBEDDED_VENDOR_ID"

_NUMBER: Final = re.compile("[1-9][0-9]*")
# Beyond it are milliseconds in place of seconds, and times whose milliseconds have more than 48 bits.
_LATEST: Final = 1 << 38
_API_TOKEN: Final = re.compile("wrk[a-z]*-")
_VENDOR_ID: Final = re.compile("[!-9;-~]+")


def make_claims(
    customer: int | str,
    *,
    user: int | str | None,
    origin: str | None,
    vendor_id: str | None,
    issued_at: datetime | float | None,
    jti: str | None,
    environment: Mapping[str, str],
) -> dict[str, Any]:
    """Return the claims of a token. Raises ValueError or TypeError if one is invalid."""
    parts = [check_vendor_id(vendor_id, environment), person("customer", customer)]
    if user is not None:
        parts.append(person("user", user))
    seconds = _seconds(issued_at)
    claims = {
        "sub": ":".join(quote(part, safe="") for part in parts),
        "iat": int(seconds),
        "jti": _unique_id(seconds) if jti is None else _check_jti(jti),
    }
    return claims if origin is None else {**claims, "origin": check_origin(origin)}


def sign_claims(claims: Mapping[str, Any], key: RSAPrivateKey) -> str:
    """Return a token for claims that are valid."""
    with keys.extra_needed():
        import jwt
    return jwt.encode(dict(claims), key, algorithm="RS256")


def check_vendor_id(vendor_id: str | None, environment: Mapping[str, str]) -> str:
    """Return the vendor id of an argument, or that of the environment.

    Raises:
        ValueError: There is none, or it is certainly not a vendor id. The message does not show an API token.
        TypeError: It is not a string.
    """
    found = (environment.get(VENDOR_ID_VARIABLE) or None) if vendor_id is None else vendor_id
    if found is None:
        raise ValueError(f"missing vendor_id: pass it, or set {VENDOR_ID_VARIABLE}")
    if not isinstance(found, str):
        raise TypeError(f"vendor_id must be a string, not {type(found).__name__}")
    if _API_TOKEN.match(found):
        raise ValueError(
            "invalid vendor_id: this is an API token; expected the vendor id that"
            " client.account.update_signature_verification_key returns"
        )
    if not _VENDOR_ID.fullmatch(found):
        raise ValueError(f"invalid vendor_id: expected characters of ASCII without spaces and colons, not {found!r}")
    return found


def person(name: str, value: int | str) -> str:
    """Return a customer or user as `sub` has it, before it is percent-encoded: a number, or E and an external id.

    Raises:
        ValueError: The value is neither a number above 0 nor E and an external id.
        TypeError: The value is neither a string nor an integer.
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError(f"{name} must be a string or an integer, not {type(value).__name__}")
    text = str(value)
    if _NUMBER.fullmatch(text) or (text.startswith("E") and text[1:].strip()):
        return text
    raise ValueError(f"invalid {name}: expected its id, or E and the external id, not {value!r}")


def check_origin(origin: str) -> str:
    """Return an origin as browsers write it.

    Raises:
        ValueError: It is not an HTTP origin, or browsers write it in another way. The message has their way.
        TypeError: It is not a string.
    """
    if not isinstance(origin, str):
        raise TypeError(f"origin must be a string, not {type(origin).__name__}")
    try:
        url = httpx2.URL(origin)
    except httpx2.InvalidURL:
        url = httpx2.URL("")
    is_http = url.scheme in ("http", "https") and bool(url.host)
    written = origin_of(origin) if is_http else "https://app.example.com"
    if origin != written:
        raise ValueError(f"invalid origin: expected scheme and host without a path, such as {written}, not {origin!r}")
    return origin


def _seconds(issued_at: datetime | float | None) -> float:
    """Return a time as seconds since 1970.

    Raises:
        ValueError: It has no time zone, or is not such a time.
        TypeError: It is neither a datetime nor a number.
    """
    if issued_at is None:
        return time.time()
    seconds = issued_at
    if isinstance(seconds, datetime):
        if seconds.tzinfo is None:
            raise ValueError("invalid issued_at: expected a time with a time zone, such as datetime.now(UTC)")
        seconds = seconds.timestamp()
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise TypeError(f"issued_at must be a datetime or seconds since 1970, not {type(issued_at).__name__}")
    if not 0 <= seconds < _LATEST:
        raise ValueError(f"invalid issued_at: expected seconds since 1970, not {issued_at!r}")
    return seconds


def _unique_id(seconds: float) -> str:
    """Return a UUID of version 7, which begins with the time in milliseconds.

    The claim `iat` has whole seconds. A mock server whose clock tests change needs to know what was first.
    """
    milliseconds = int(seconds * 1000)
    return str(UUID(int=milliseconds << 80 | 7 << 76 | randbits(12) << 64 | 2 << 62 | randbits(62)))


def _check_jti(jti: str) -> str:
    if not isinstance(jti, str):
        raise TypeError(f"jti must be a string, not {type(jti).__name__}")
    if not jti.strip():
        raise ValueError(f"invalid jti: expected a text that no other token has, not {jti!r}")
    return jti
