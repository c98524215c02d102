"""Reads the token and the namespace of a caller.

The older headers `X-User-Token` and `X-User-Email` count as a token too: until 2025 an old API key was also the token
of an API client.

The token of a Developer API client names the namespace in which the client was created. It is for the Developer API of
the client's customer; the document has only two operations of that API.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from starlette.types import Scope

from workato_embedded_mock.errors import Reason, UnauthorizedError, bad_request
from workato_embedded_mock.instruments.developer_tokens import DeveloperClient, DeveloperTokens, is_developer_token

# The header of the older API keys.
OLDER_KEY = b"x-user-token"

_LONGEST_TOKEN = 2000
_LONGEST_NAMESPACE = 2000

# The operations that the Developer API has too, with the same path and the same response.
_DEVELOPER_OPERATIONS = ("list_all_connectors", "list_connector_metadata")


class Caller(NamedTuple):
    """The sender of a request.

    Attributes:
        namespace: The name of the namespace.
        has_older_key: Whether the request has an older API key, and no bearer token.
    """

    namespace: str
    has_older_key: bool = False


class BearerAuth:
    """Authenticates callers by their bearer tokens, and finds their namespaces.

    Args:
        tokens: The tokens that are accepted, each for its own namespace; without any, all are, for each namespace.
        developer_tokens: The tokens of Developer API clients, which are accepted too.
    """

    def __init__(self, tokens: Iterable[str], developer_tokens: DeveloperTokens | None = None) -> None:
        self._tokens = frozenset(tokens)
        self._developer_tokens = developer_tokens

    @property
    def restricted(self) -> bool:
        """Whether only some tokens are accepted."""
        return bool(self._tokens)

    def authenticate(self, scope: Scope, operation_id: str) -> Caller:
        """Return the sender of a request, and check that the token is for the operation.

        Raises:
            UnauthorizedError: There is no token, or it is malformed, unknown or not for this operation.
            BadRequestError: The namespace is malformed.
        """
        caller, client = self._caller(scope)
        if client is not None and operation_id not in _DEVELOPER_OPERATIONS:
            served = " and ".join(_DEVELOPER_OPERATIONS)
            text = f"{_named(client)} cannot call {operation_id}; of the Developer API, the mock has only {served}"
            raise _unauthorized(text)
        return caller

    def namespace(self, scope: Scope) -> str:
        """Return the name of the namespace of a request: `X-Mock-Namespace`, else the token or the older key.

        Raises:
            UnauthorizedError: There is no token, or it is malformed or unknown.
            BadRequestError: The namespace is malformed.
        """
        return self._caller(scope)[0].namespace

    def _caller(self, scope: Scope) -> tuple[Caller, DeveloperClient | None]:
        """Return the sender of a request, and the Developer API client whose token it has, if any."""
        authorization = named = key = email = None
        for name, value in scope["headers"]:
            if name == b"authorization":
                authorization = value
            elif name == b"x-mock-namespace":
                named = value
            elif name == OLDER_KEY:
                key = value
            elif name == b"x-user-email":
                email = value
        older = bool(key and email and not authorization)
        token = _token(key.decode("latin-1")) if key and older else bearer_token(authorization)
        namespace = None if named is None else namespace_name(named)
        if self._developer_tokens is not None and is_developer_token(token):
            client = _developer_client(self._developer_tokens, token, namespace, scope)
            return Caller(client.namespace, older), client
        if self._tokens:
            self._check(token, namespace)
        return Caller(namespace or token, older), None

    def _check(self, token: str, namespace: str | None) -> None:
        """Check that a token is accepted, for the namespace in the header if there is one.

        Raises:
            UnauthorizedError: It is not.
        """
        if token not in self._tokens:
            raise _unauthorized("the token is not one of those that this server was started with")
        if namespace not in {None, token}:
            text = "the server was started with --token, so that a token gives access to its own namespace only"
            raise UnauthorizedError(Reason("/header/x-mock-namespace", "const", text))


def _developer_client(tokens: DeveloperTokens, token: str, namespace: str | None, scope: Scope) -> DeveloperClient:
    """Return the client that has a token.

    Raises:
        UnauthorizedError: No client has the token, or the client does not allow the caller's address.
    """
    client = tokens.find(token, namespace)
    if client is None:
        raise _unauthorized("no Developer API client has this token; it was deleted, or its token was replaced")
    address = scope.get("client")
    if address is not None and not client.accepts(address[0]):
        raise _unauthorized(f"the ip_allow_list of {_named(client)} does not have the address {address[0]}")
    return client


def _named(client: DeveloperClient) -> str:
    return f"the Developer API client {client.id} of the customer {client.managed_user_id}"


@lru_cache(maxsize=256)
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
