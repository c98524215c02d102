"""The names of arguments."""

from __future__ import annotations


def plain_name(name: str) -> str:
    """Return a name of the API without brackets: `page[number]` is `page_number`, and `users_ids[]` is `users_ids`."""
    return name.removesuffix("[]").replace("[", "_").replace("]", "")
