"""The credentials of each type of authentication; generates those that the API provides; must not store them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from workato_embedded_mock.errors import Reason, bad_request
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context

_KEY = ("jwt_method", "jwt_secret")
_ISSUERS = ("oidc_issuer", "oidc_jwks_uri", "access_profile_claim", "required_claims", "allowed_issuers")
_SUPPLIED_FOR: dict[str, tuple[str, ...]] = {"jwt": (*_KEY, *_ISSUERS), "oidc": _ISSUERS}
_GENERATED_FOR: dict[str, tuple[str, ...]] = {
    "token": ("secret",),
    "oauth2": ("oauth_client_id", "oauth_client_secret"),
}

# The names of what callers send.
SUPPLIED_NAMES = (*_KEY, *_ISSUERS)

# The names of all credentials, which are properties and columns.
ALL_NAMES = tuple(
    dict.fromkeys(name for names in (*_SUPPLIED_FOR.values(), *_GENERATED_FOR.values()) for name in names)
)


def supplied_names(auth_type: str) -> tuple[str, ...]:
    """Return the properties that the caller sends for a type. Responses always include them."""
    return _SUPPLIED_FOR.get(auth_type, ())


def is_generated(auth_type: str) -> bool:
    """Return whether the API generates the credentials of a type."""
    return auth_type in _GENERATED_FOR


def generate(auth_type: str, profile_id: int, number: int) -> dict[str, str]:
    """Return generated credentials of a type, or none if the caller sends them."""
    return make_secrets(_GENERATED_FOR.get(auth_type, ()), f"{profile_id}", number)


def make_secrets(names: Sequence[str], owner: str, number: int) -> dict[str, str]:
    """Return a secret for each name.

    `number` counts the secrets of an owner. So new secrets differ from all earlier ones, and repeating the same
    requests gives the same secrets.
    """
    return {name: hashlib.sha256(f"{name} {number} of {owner}".encode()).hexdigest() for name in names}


def supplied(context: Context, auth_type: str, body: Mapping[str, Json]) -> dict[str, Json]:
    """Return the credentials in a body that a type uses; note the others as ignored.

    Raises:
        BadRequestError: The body has both `oidc_issuer` and `oidc_jwks_uri`.
    """
    if body.get("oidc_issuer") and body.get("oidc_jwks_uri"):
        raise bad_request("/body/oidc_jwks_uri", "not", "send either oidc_issuer or oidc_jwks_uri")
    found: dict[str, Json] = {}
    for name in SUPPLIED_NAMES:
        if name not in body:
            continue
        if name in supplied_names(auth_type):
            found[name] = body[name]
        else:
            context.notes.append(Reason(f"/body/{name}", "not", f"ignored: {auth_type} does not use it"))
    # One replaces the other.
    if found.get("oidc_issuer"):
        found["oidc_jwks_uri"] = None
    elif found.get("oidc_jwks_uri"):
        found["oidc_issuer"] = None
    return found


def require_key(auth_type: str, credentials: Mapping[str, Json]) -> None:
    """Check that a method and a key are known for `jwt`.

    Raises:
        BadRequestError: One of them is missing.
    """
    if auth_type == "jwt":
        for name in _KEY:
            if not credentials.get(name):
                raise bad_request(f"/body/{name}", "required", f"jwt requires {name}")
