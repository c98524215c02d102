"""Says who a caller is: reads the bearer token and the namespace; must not know what they are good for."""

from collections.abc import Iterable

from starlette.types import Scope

from workato_embedded_mock.refusals import Reason, UnauthorizedError, bad_request

_LONGEST_TOKEN = 2000
_LONGEST_NAMESPACE = 2000


class Gate:
    """Lets callers in by their tokens, and answers the namespace that they mean."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self._tokens = frozenset(tokens)

    def namespace(self, scope: Scope) -> str:
        """Answer the name of the namespace of a request: `X-Mock-Namespace`, else the token.

        Raises:
            UnauthorizedError: There is no token, or it is malformed or unknown.
            BadRequestError: The namespace is malformed.
        """
        authorization = named = None
        for name, value in scope["headers"]:
            if name == b"authorization":
                authorization = value
            elif name == b"x-mock-namespace":
                named = value
        token = bearer_token(authorization)
        if self._tokens and token not in self._tokens:
            raise _unauthorized("the token is not one of those that this server was started with")
        return token if named is None else namespace_name(named)


def bearer_token(header: bytes | None) -> str:
    """Read the token of an `Authorization` header.

    Raises:
        UnauthorizedError: There is no bearer token in it.
    """
    if not header:
        raise _unauthorized("the header Authorization is missing; it must be: Bearer <token>")
    scheme, _, rest = header.decode("latin-1").partition(" ")
    token = rest.strip(" ")
    if scheme.lower() != "bearer":
        raise _unauthorized("the scheme of the header Authorization is not Bearer")
    if not token or len(token) > _LONGEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        raise _unauthorized("the header Authorization has no token of printable characters without blanks")
    return token


def namespace_name(header: bytes) -> str:
    """Read the name in an `X-Mock-Namespace` header.

    Raises:
        BadRequestError: It is empty, too long, or has unprintable characters.
    """
    name = header.decode("latin-1").strip(" ")
    if not name or len(name) > _LONGEST_NAMESPACE or not name.isascii() or not name.isprintable():
        text = f"the name of a namespace has 1 to {_LONGEST_NAMESPACE} printable ASCII characters"
        raise bad_request("/header/x-mock-namespace", "pattern", text)
    return name


def _unauthorized(text: str) -> UnauthorizedError:
    return UnauthorizedError(Reason("/header/authorization", "bearer", text))
