"""Decides whether credentials connect; must not reach any other application to find out."""

from __future__ import annotations

from dataclasses import dataclass

from workato_embedded_mock.plain_json import Json


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt to connect ended: its status, and why it failed."""

    status: str
    error: str | None


def authorize(credentials: Json) -> Outcome | None:
    """Answer how an attempt to connect with credentials ends; None when there are none to try.

    The applications behind connections are not there. Credentials that are filled in connect, others fail, so that a
    caller can have both.
    """
    if credentials is None:
        return None
    if not credentials:
        return Outcome("failed", "There is nothing to connect with.")
    for name, value in credentials.items():
        if value is None or value == "":
            return Outcome("failed", f"{name} is empty.")
    return Outcome("success", None)
