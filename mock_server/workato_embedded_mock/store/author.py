"""The person in whose name the API saves changes: the owner of the token. The mock has one for all tokens."""

from __future__ import annotations

from typing import NamedTuple


class Author(NamedTuple):
    """A person who saves changes.

    Attributes:
        name: The full name.
        email: The email address.
    """

    name: str
    email: str


CALLER = Author("API client", "api.client@example.com")
