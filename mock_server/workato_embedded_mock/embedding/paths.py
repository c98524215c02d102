"""The paths of direct links, of the pages that they lead to, and of the scripts of these pages."""

from __future__ import annotations

LINK = "/direct_link"
PAGES = "/embedded"
SCRIPTS = "/r"

# The scripts and styles of the pages themselves; requests for them are not recorded.
OWN_SCRIPTS = f"{SCRIPTS}/mock/"
CLIENT = f"{SCRIPTS}/embedding-client"


def is_embedding(path: str) -> bool:
    """Return whether a path is one of these."""
    return path == LINK or path.startswith((f"{LINK}/", f"{PAGES}/", f"{SCRIPTS}/"))
