"""The error of all modules of this package."""

from __future__ import annotations


class ReleaseError(Exception):
    """The release cannot be made. The message says what is wrong in one sentence."""
