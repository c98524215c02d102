"""Names and addresses of hosts."""

from __future__ import annotations

import re
from ipaddress import ip_address

# To parse an address takes longer.
_USUAL = ("127.0.0.1", "localhost", "::1")
_NAME = re.compile(r"[a-z0-9._-]+", re.ASCII)
# `host:port` as it is in the header `Host`; an IPv6 address has brackets.
_AUTHORITY = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::[0-9]*)?", re.ASCII)


def is_host(text: str) -> bool:
    """Return whether a text is a name or an address, without a port."""
    try:
        ip_address(text)
    except ValueError:
        return _NAME.fullmatch(text) is not None
    return True


def is_loopback(host: str) -> bool:
    """Return whether a host, without a port, is this machine. The address 0.0.0.0 leads to it too."""
    if host in _USUAL:
        return True
    name = host.lower().rstrip(".")
    try:
        address = ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback or address.is_unspecified


def host_of(authority: str) -> str:
    """Return the host of `host:port`: in lower case, without port, brackets, and dot at the end.

    A text that has another form is returned in lower case.
    """
    text = authority.lower()
    found = _AUTHORITY.fullmatch(text)
    return text if found is None else (found[1] or found[2]).rstrip(".")
