"""Says which credentials each way to prove oneself needs, and makes those that the API gives; must not keep them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from workato_embedded_mock.errors import Reason, bad_request
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context

_KEY = ("jwt_method", "jwt_secret")
_ISSUERS = ("oidc_issuer", "oidc_jwks_uri", "access_profile_claim", "required_claims", "allowed_issuers")
_GIVEN_FOR: dict[str, tuple[str, ...]] = {"jwt": (*_KEY, *_ISSUERS), "oidc": _ISSUERS}
_MADE_FOR: dict[str, tuple[str, ...]] = {"token": ("secret",), "oauth2": ("oauth_client_id", "oauth_client_secret")}

ALL = tuple(dict.fromkeys(name for names in (*_GIVEN_FOR.values(), *_MADE_FOR.values()) for name in names))
"""Every credential, by the name of its property and column."""


def given_names(auth_type: str) -> tuple[str, ...]:
    """Answer the properties that the caller gives for a type, and that answers always show."""
    return _GIVEN_FOR.get(auth_type, ())


def can_be_made(auth_type: str) -> bool:
    """Tell whether the API makes the credentials of a type."""
    return auth_type in _MADE_FOR


def make(auth_type: str, profile_id: int, number: int) -> dict[str, str]:
    """Make the credentials of a type, none where the caller gives them; equal only for equal arguments.

    `number` counts the credentials of one profile, so that they differ from all earlier ones and yet are the same
    whenever the same calls are repeated.
    """
    return {
        name: hashlib.sha256(f"{name} {number} of {profile_id}".encode()).hexdigest()
        for name in _MADE_FOR.get(auth_type, ())
    }


def given(context: Context, auth_type: str, body: Mapping[str, Json]) -> dict[str, Json]:
    """Take from a body what is given for a type; note what is passed over.

    Raises:
        BadRequestError: It names both ways to find the keys of an issuer.
    """
    if body.get("oidc_issuer") and body.get("oidc_jwks_uri"):
        raise bad_request("/body/oidc_jwks_uri", "not", "give either oidc_issuer or oidc_jwks_uri")
    taken: dict[str, Json] = {}
    for name in (*_KEY, *_ISSUERS):
        if name not in body:
            continue
        if name in given_names(auth_type):
            taken[name] = body[name]
        else:
            context.notes.append(Reason(f"/body/{name}", "not", f"passed over: {auth_type} does not use it"))
    # One takes the place of the other.
    if taken.get("oidc_issuer"):
        taken["oidc_jwks_uri"] = None
    elif taken.get("oidc_jwks_uri"):
        taken["oidc_issuer"] = None
    return taken


def require_key(auth_type: str, credentials: Mapping[str, Json]) -> None:
    """Refuse a profile that is to take tokens and has no key for them.

    Raises:
        BadRequestError: `jwt` lacks the method or the key.
    """
    if auth_type == "jwt":
        for name in _KEY:
            if not credentials.get(name):
                raise bad_request(f"/body/{name}", "required", f"jwt needs {name}")
