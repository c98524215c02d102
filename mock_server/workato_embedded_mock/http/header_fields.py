"""Makes headers of responses of text that requests, rules or states bring."""

from __future__ import annotations

import re

# RFC 9110: a name is a token. A value has visible characters, with blanks only between them; here, ASCII only.
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"(?:[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?")


class HeaderFieldError(ValueError):
    """A text is not valid in a header; no server can send it."""


def header_field(name: str, value: str) -> tuple[bytes, bytes]:
    """Return a header as it is sent, with its name in lower case.

    Raises:
        HeaderFieldError: Name or value has characters that would end the header, or that HTTP does not allow.
    """
    if not _NAME.fullmatch(name):
        raise HeaderFieldError(f"invalid header name {name!r}: expected letters, digits and hyphens")
    if not _VALUE.fullmatch(value):
        text = "expected printable ASCII characters on one line, without a blank at the beginning or the end"
        raise HeaderFieldError(f"invalid value {value!r} of the header {name}: {text}")
    return name.lower().encode("ascii"), value.encode("ascii")
