"""Finds the address of this server as its callers see it, also behind a proxy. Only links depend on it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.types import Scope

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.http.headers import header

_KEY = "workato_embedded_mock.public_address"
_CONTROL_PATH = "/_mock"

# What a proxy may say; anything else is ignored. A path never begins with two slashes, which would name another host.
_SCHEME = re.compile(r"https?", re.ASCII)
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?", re.ASCII)
_PATH = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+", re.ASCII)
_URL = re.compile(rf"({_SCHEME.pattern}://{_HOST.pattern})(/.*)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """The address of a server in links, as far as its settings give it.

    Attributes:
        origin: Scheme, host and port; empty for those of the request.
        path: The path below which a proxy serves the server, such as `/mock`; empty for that of the request.
    """

    origin: str = ""
    path: str = ""


_UNKNOWN = PublicAddress()


def parse_public_address(url: str, root_path: str, api_path: str) -> PublicAddress | None:
    """Return the address that two settings give; None if they are empty.

    Args:
        url: The URL, with or without the path of the API; empty for that of the request.
        root_path: The path; empty for that of the URL.
        api_path: The path of the API.

    Raises:
        StartError: A setting is invalid, or the two contradict each other.
    """
    origin, in_url = _parse_url(url.rstrip("/").removesuffix(api_path)) if url else ("", "")
    path = root_path.rstrip("/")
    if path and (not _PATH.fullmatch(path) or path in (api_path, _CONTROL_PATH)):
        raise StartError(f"invalid root_path {root_path!r}: expected a path such as /mock")
    if path and in_url and path != in_url:
        raise StartError(f"the path of public_url {url!r} is not the root_path {root_path!r}: leave out one of them")
    return PublicAddress(origin, path or in_url) if origin or path else None


def _parse_url(url: str) -> tuple[str, str]:
    found = _URL.fullmatch(url)
    path = "" if found is None else (found[2] or "").rstrip("/")
    if found is None or (path and not _PATH.fullmatch(path)):
        raise StartError(f"invalid public_url {url!r}: expected a URL such as https://mock.example.com/mock")
    return found[1].lower(), path


def locate(scope: Scope, address: PublicAddress | None) -> None:
    """Note the public address of a request, and remove the path of the server from that of the request.

    A proxy may have removed it already. A second call does nothing.
    """
    if _KEY in scope:
        return
    address = scope[_KEY] = address or _UNKNOWN
    for root in (scope.get("root_path", ""), address.path):
        if root and f"{scope['path']}/".startswith(f"{root}/"):
            scope["path"] = scope["path"].removeprefix(root) or "/"
            raw, encoded = scope.get("raw_path") or b"", root.encode()
            scope["raw_path"] = (raw.removeprefix(encoded) or b"/") if raw.startswith(encoded) else None


def origin_of(scope: Scope) -> str:
    """Return the address of this server as the caller sees it, without a path, such as `http://127.0.0.1:8765`."""
    given = scope.get(_KEY, _UNKNOWN).origin
    if given:
        return str(given)
    host = _forwarded(scope, b"x-forwarded-host", _HOST) or header(scope["headers"], b"host")
    if not host:
        name, port = scope.get("server") or ("localhost", None)
        host = name if port is None else f"{name}:{port}"
    return f"{_forwarded(scope, b'x-forwarded-proto', _SCHEME) or scope['scheme']}://{host}"


def root_path_of(scope: Scope) -> str:
    """Return the path of this server as the caller sees it, such as `/mock`; usually empty."""
    given = scope.get(_KEY, _UNKNOWN).path
    return given or _forwarded(scope, b"x-forwarded-prefix", _PATH) or scope.get("root_path", "")


def root_url_of(scope: Scope) -> str:
    """Return the URL of this server as the caller sees it, without a slash at its end."""
    return origin_of(scope) + root_path_of(scope)


def _forwarded(scope: Scope, name: bytes, form: re.Pattern[str]) -> str:
    """Return what the first proxy says about the request of the caller; empty if it is missing or not in this form."""
    value = (header(scope["headers"], name) or "").partition(",")[0].strip().rstrip("/")
    return value if form.fullmatch(value) else ""
