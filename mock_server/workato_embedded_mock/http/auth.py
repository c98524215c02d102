"""Reads the token and the namespace of a caller.

The older headers `X-User-Token` and `X-User-Email` count as a token too: until 2025 an old API key was also the token
of an API client.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.types import Scope

from workato_embedded_mock.errors import Reason, UnauthorizedError, bad_request

_LONGEST_TOKEN = 2000
_LONGEST_NAMESPACE = 2000


class BearerAuth:
    """Authenticates callers by their bearer tokens, and finds their namespaces.

    Args:
        tokens: The tokens that are accepted; without any, all are.
    """

    def __init__(self, tokens: Iterable[str]) -> None:
        self._tokens = frozenset(tokens)

    def namespace(self, scope: Scope) -> str:
        """Return the name of the namespace of a request: `X-Mock-Namespace`, else the token or the older key.

        Raises:
            UnauthorizedError: There is no token, or it is malformed or unknown.
            BadRequestError: The namespace is malformed.
        """
        authorization = named = key = email = None
        for name, value in scope["headers"]:
            if name == b"authorization":
                authorization = value
            elif name == b"x-mock-namespace":
                named = value
            elif name == b"x-user-token":
                key = value
            elif name == b"x-user-email":
                email = value
        token = _token(key.decode("latin-1")) if key and email and not authorization else bearer_token(authorization)
        if self._tokens and token not in self._tokens:
            raise _unauthorized("the token is not one of those that this server was started with")
        return token if named is None else namespace_name(named)


def bearer_token(header: bytes | None) -> str:
    """Return the token in an `Authorization` header.

    Raises:
        UnauthorizedError: The header has no bearer token.
    """
    if not header:
        raise _unauthorized("the header Authorization is missing; it must be: Bearer <token>")
    scheme, _, rest = header.decode("latin-1").partition(" ")
    if scheme.lower() != "bearer":
        raise _unauthorized("the scheme of the header Authorization is not Bearer")
    return _token(rest.strip(" "))


def _token(text: str) -> str:
    if not text or len(text) > _LONGEST_TOKEN or not text.isascii() or not text.isprintable() or " " in text:
        raise _unauthorized("the token is not made of printable characters without blanks")
    return text


def namespace_name(header: bytes) -> str:
    """Return the name in an `X-Mock-Namespace` header.

    Raises:
        BadRequestError: The name is empty, too long, or has unprintable characters.
    """
    name = header.decode("latin-1").strip(" ")
    if not name or len(name) > _LONGEST_NAMESPACE or not name.isascii() or not name.isprintable():
        text = f"the name of a namespace has 1 to {_LONGEST_NAMESPACE} printable ASCII characters"
        raise bad_request("/header/x-mock-namespace", "pattern", text)
    return name


def _unauthorized(text: str) -> UnauthorizedError:
    return UnauthorizedError(Reason("/header/authorization", "bearer", text))
