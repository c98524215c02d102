"""The end of version 1 of API clients and access profiles."""

from __future__ import annotations

from workato_embedded_mock.errors import NotFoundError, Reason
from workato_embedded_mock.rules.context import Context

# From this day on, nothing of version 1 can be created or changed.
CLOSED_SINCE = "2025-12-01"


def check_open(context: Context) -> None:
    """Check that version 1 can be changed. Without an edition it can, as older programs expect.

    Raises:
        NotFoundError: The edition of the namespace has version 1 for reading only.
    """
    if context.edition is not None and context.edition >= CLOSED_SINCE:
        text = (
            f"version 1 of API clients is closed for changes since {CLOSED_SINCE}; use version 2; "
            f"this account has the edition of {context.edition}"
        )
        raise NotFoundError(Reason("/path", "until", text))
