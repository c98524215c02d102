"""Decides which requests may use the control plane and the console.

The decisions depend on the connection's peer, and never on what a proxy says about the caller.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from starlette.types import Scope

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.http.hosts import host_of, is_host, is_loopback

HEADER = "X-Mock-Control-Token"
_HEADER = HEADER.lower().encode()

# Paths that everyone may read: orchestrators ask for health, callers of the API for the file of an export.
_OPEN = ("/_mock/health", "/_mock/ready", "/_mock/version", "/_mock/packages/")
_READING = ("GET", "HEAD")
_CHANGES_NOTHING = (*_READING, "OPTIONS")
# What a browser says of a request from a page of this server, and of one that its user made.
_OWN_SITE = ("same-origin", "none")
# Names of callers that have no address: test clients, and local sockets.
_LOCAL_PEERS = ("testclient", "")

_NO_TOKEN = f"the control plane requires its token in the header {HEADER}"
_LOCAL_ONLY = "without --control-token, control plane and console accept requests from this machine only"

# A status, and a sentence that says why.
Rejection = tuple[int, str]


class ControlAccess:
    """Rejects requests to control plane and console from callers that may not use them.

    Args:
        token: The control token; empty for none. Without one, callers must be on this machine.
        hosts: The hosts that the header `Host` may name, besides those of this machine and the bound address.
        origin: The origin of this server's pages, if it is another one than that of the header `Host`.

    Attributes:
        token: The control token.

    Raises:
        StartError: A host is invalid.
    """

    def __init__(self, token: str = "", hosts: Iterable[str] = (), origin: str = "") -> None:
        self.token = token
        self._hosts = frozenset(map(_parse_host, hosts))
        self._origin = origin

    def rejection(self, scope: Scope) -> Rejection | None:
        """Return why a request is rejected; None if it is accepted."""
        if scope["method"] in _READING and scope["path"].startswith(_OPEN):
            return None
        return self.caller_rejection(scope) or self.page_rejection(scope)

    def caller_rejection(self, scope: Scope) -> Rejection | None:
        """Return why the caller is rejected: the token is wrong, or the caller or the host is foreign."""
        if self.token:
            return None if self.is_token(_header(scope, _HEADER)) else (401, _NO_TOKEN)
        text = self.host_rejection(scope) if _is_local(scope) else _LOCAL_ONLY
        return None if text is None else (403, text)

    def host_rejection(self, scope: Scope) -> str | None:
        """Return why the header `Host` is rejected: a foreign page can make its own host name lead to this server."""
        host = host_of(_header(scope, b"host"))
        if not host or host in self._hosts or is_loopback(host) or host == (scope.get("server") or ("",))[0]:
            return None
        return f"the host {host!r} is foreign: expected localhost, the bound address, or one given by --allow-host"

    def page_rejection(self, scope: Scope) -> Rejection | None:
        """Return why a request is rejected that may change something: a page of another site sent it."""
        if scope["method"] in _CHANGES_NOTHING:
            return None
        site, origin = _header(scope, b"sec-fetch-site"), _header(scope, b"origin")
        if (not site or site in _OWN_SITE) and (not origin or self._is_own(origin, _header(scope, b"host"))):
            return None
        text = f"a page of {origin or 'another site'} is foreign and may change nothing: expected a page of this server"
        return 403, f"{text}, whose address behind a proxy --public-url gives"

    def is_token(self, given: str) -> bool:
        """Return whether a text is the control token. The time that it takes does not depend on the text."""
        return hmac.compare_digest(given.encode("latin-1", "replace"), self.token.encode())

    def _is_own(self, origin: str, host: str) -> bool:
        from workato_embedded_mock.rules.embedding import parse_origin

        given = parse_origin(origin)
        # A proxy may have ended TLS, so the scheme is that of the page.
        own = [self._origin, f"{origin.partition(':')[0]}://{host}"]
        return given is not None and given in map(parse_origin, own)


def _header(scope: Scope, name: bytes) -> str:
    """Return the value of a header; several values are joined by commas, and empty if there is none."""
    return b",".join([value for given, value in scope["headers"] if given == name]).decode("latin-1")


def _is_local(scope: Scope) -> bool:
    """Return whether a caller is on this machine. A caller without an address uses a local socket."""
    client = scope.get("client")
    return client is None or client[0] in _LOCAL_PEERS or is_loopback(client[0])


def _parse_host(text: str) -> str:
    """Return a host of the settings as `host_of` returns it.

    Raises:
        StartError: It is not a host.
    """
    host = text.lower().strip("[]").rstrip(".")
    if not is_host(host):
        raise StartError(f"invalid allow_hosts {text!r}: expected a name or an address such as mock.example.com")
    return host
