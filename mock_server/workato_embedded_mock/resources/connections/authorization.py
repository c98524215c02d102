"""Decides whether credentials authorize a connection; must not call other applications."""

from __future__ import annotations

from dataclasses import dataclass

from workato_embedded_mock.plain_json import Json


@dataclass(frozen=True, slots=True)
class AuthorizationResult:
    """The result of an authorization.

    Attributes:
        status: The `authorization_status` of the connection.
        error: Why it failed; None if it succeeded.
    """

    status: str
    error: str | None


def authorize(credentials: Json) -> AuthorizationResult | None:
    """Return the result of an authorization with credentials, or None without credentials.

    The applications behind connections do not exist here. Complete credentials succeed and incomplete ones fail, so
    that a test can have both results.
    """
    if credentials is None:
        return None
    if not credentials:
        return AuthorizationResult("failed", "The credentials are empty.")
    for name, value in credentials.items():
        if value is None or value == "":
            return AuthorizationResult("failed", f"{name} is empty.")
    return AuthorizationResult("success", None)
