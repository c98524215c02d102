"""Reads and checks the tokens of direct links."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import jwt
from sqlalchemy import bindparam, delete, insert, select

from workato_embedded_mock.embedding.latest_rows import LatestRows, as_text
from workato_embedded_mock.embedding.rejections import LinkRejectedError
from workato_embedded_mock.instruments.namespace_clock import NamespaceClock
from workato_embedded_mock.plain_json import JsonError, odd_text, read_json
from workato_embedded_mock.store.session import NAMESPACE_ID, NamespaceSession
from workato_embedded_mock.store.tables import used_tokens

ALGORITHM = "RS256"

# A claim `jti` is remembered for ten minutes, which is documented. That a token is as old at most is inferred.
LIFETIME = timedelta(minutes=10)
# No source has a tolerance for clocks that differ: a minute is inferred.
TOLERANCE = timedelta(minutes=1)

_OWN = used_tokens.c.namespace == NAMESPACE_ID
_USED_TOKENS = LatestRows(used_tokens.c.used_at, 10_000)
_USED = select(used_tokens.c.used_at).where(_OWN, used_tokens.c.jti_sha256 == bindparam("wanted"))
_FORGET = delete(used_tokens).where(_OWN, used_tokens.c.used_at <= bindparam("oldest"))
_INSERT = insert(used_tokens).values(namespace=NAMESPACE_ID)

_JWS = jwt.PyJWS()
_SUBJECT = "expected <vendor id>:<customer> or <vendor id>:<customer>:<user>"


@dataclass(frozen=True, slots=True)
class Subject:
    """The claim `sub`.

    Attributes:
        vendor_id: The id of the account.
        customer: The id of a customer, or `E` with its external id.
        user: The id of a collaborator, or `E` with its external id; None for the customer itself.
    """

    vendor_id: str
    customer: str
    user: str | None


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was read and not yet checked.

    Attributes:
        text: The token.
        algorithm: The algorithm in its header.
        claims: Its claims.
        subject: The claim `sub`.
    """

    text: str
    algorithm: str
    claims: Mapping[str, Any]
    subject: Subject


def read_token(text: str) -> Token:
    """Return a token.

    Raises:
        LinkRejectedError: There is no token, it is not a JWT, or its claim `sub` has another form.
    """
    if not text:
        raise LinkRejectedError("token_missing", "workato_dl_token is missing: expected a signed JWT")
    try:
        parts = _JWS.decode_complete(text, options={"verify_signature": False})
        claims = read_json(parts["payload"])
    except (jwt.PyJWTError, JsonError) as error:
        raise LinkRejectedError("token_invalid", f"the token is not a JWT: {error}") from error
    if not isinstance(claims, dict):
        raise LinkRejectedError("token_invalid", "the token is not a JWT: its payload is not a JSON object")
    return Token(text, str(parts["header"].get("alg")), claims, _subject(claims.get("sub")))


def _subject(claim: Any) -> Subject:
    if not isinstance(claim, str):
        raise LinkRejectedError("subject_invalid", f"the claim sub is not a string: {_SUBJECT}")
    parts = [unquote(part) for part in claim.split(":")]
    problem = odd_text(unquote(claim))
    if problem is not None:
        raise LinkRejectedError("subject_invalid", f"the claim sub: {problem}")
    if len(parts) not in (2, 3) or not all(parts):
        hint = "; percent-encode a colon in an external id as %3A" if len(parts) > 3 else ""
        raise LinkRejectedError("subject_invalid", f"the claim sub has {len(parts)} parts: {_SUBJECT}{hint}")
    return Subject(parts[0], parts[1], parts[2] if len(parts) == 3 else None)


def check_signature(token: Token, key: str | None) -> None:
    """Check that a token is signed with the key of the account.

    Args:
        token: The token.
        key: The public key, as PEM; None if the account has none.

    Raises:
        LinkRejectedError: It is not, or uses another algorithm.
    """
    if token.algorithm != ALGORITHM:
        text = f"the token has the algorithm {token.algorithm!r}: expected {ALGORITHM}"
        raise LinkRejectedError("algorithm_invalid", text)
    if key is None:
        text = "the account has no key: set it by PUT /api/account/signature_verification_key"
        raise LinkRejectedError("key_missing", text)
    try:
        _JWS.decode(token.text, key.strip(), algorithms=[ALGORITHM])
    except jwt.PyJWTError as error:
        text = f"the signature does not fit the key of the account: {error}"
        raise LinkRejectedError("signature_invalid", text) from error


def check_age(claims: Mapping[str, Any], clock: NamespaceClock) -> None:
    """Check that a token is at most ten minutes old, by the clock of the account.

    Raises:
        LinkRejectedError: It is older, is from the future, or does not say when it was made.
    """
    made = _moment(claims, clock.system_time())
    if made - clock.system_time() > TOLERANCE:
        raise LinkRejectedError("token_early", f"the claim iat is in the future: {claims['iat']}")
    age = clock.now() - clock.at(made)
    if age < -TOLERANCE:
        raise LinkRejectedError("token_early", f"the clock of the account was set back by {-age} after the claim iat")
    if age > LIFETIME + TOLERANCE:
        raise LinkRejectedError(
            "token_expired", f"the token is {age} old by the clock of the account: expected at most 0:10:00"
        )


def _moment(claims: Mapping[str, Any], now: datetime) -> datetime:
    """Return when a token was made. The claim `iat` has whole seconds; a `jti` of UUID version 7 has milliseconds.

    The end of the second, or of the millisecond, is meant, so that a token is not older than a change of the clock
    within it.

    Raises:
        LinkRejectedError: The claim is missing or is not a time.
    """
    seconds = claims.get("iat")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not math.isfinite(seconds):
        raise LinkRejectedError("iat_invalid", "the claim iat is missing or is not a number of seconds")
    try:
        made = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise LinkRejectedError("iat_invalid", f"the claim iat is not a time: {seconds}") from error
    if made.microsecond:
        return made
    unit = timedelta(seconds=1)
    milliseconds = _milliseconds(claims.get("jti"))
    if milliseconds is not None and milliseconds // 1000 == seconds:
        made += timedelta(milliseconds=milliseconds % 1000)
        unit = timedelta(milliseconds=1)
    # A token from the future is not earlier than it says.
    return max(made, min(made + unit - timedelta.resolution, now.astimezone(UTC)))


def _milliseconds(jti: Any) -> int | None:
    """Return the Unix time in milliseconds that a UUID of version 7 begins with; None for other values."""
    try:
        found = UUID(jti)
    except (AttributeError, TypeError, ValueError):
        return None
    return found.int >> 80 if found.version == 7 else None


def use_up(session: NamespaceSession, claims: Mapping[str, Any], now: datetime) -> None:
    """Remember the claim `jti` of a token for ten minutes of the account's clock, unless there are too many.

    Raises:
        LinkRejectedError: There is none, or another token with it was used.
    """
    jti = claims.get("jti")
    if not isinstance(jti, str) or not jti:
        raise LinkRejectedError("jti_missing", "the claim jti is missing: expected a string that no other token has")
    session.execute(_FORGET, oldest=as_text(now - LIFETIME))
    # A claim has any length, and any characters.
    key = sha256(jti.encode("utf-8")).hexdigest()
    used = session.scalar(_USED, wanted=key)
    if used is not None:
        raise LinkRejectedError("jti_used", f"another request used the claim jti at {used}: make a token for each")
    session.execute(_INSERT, jti_sha256=key, used_at=_USED_TOKENS.next_moment(session, now))
