"""Escapes what a terminal would interpret."""

from __future__ import annotations

import re
from typing import Final

_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """Return a string in one line without control characters."""
    return _CONTROLS.sub(lambda match: " " if match.group() == "\n" else f"\\x{ord(match.group()):02x}", text)
