"""Removes secrets from the texts of errors, which end in logs: those that the request had, and those that look so."""

from __future__ import annotations

from typing import Final

import httpx2

from .json_bodies import load
from .requests import sent_path

# Shorter secrets are not searched for, because other texts have the same characters.
_SHORTEST: Final = 8


def without_secrets_of(request: httpx2.Request, text: str) -> str:
    """Return a text, such as the message of the API, without the secrets of the JSON body that was sent."""
    # Imported here, since most programs never show an error.
    from .masks import MASK, masked_text, secrets_in

    sent: set[str]
    try:
        sent = secrets_in(load(request.content))
    except (ValueError, RecursionError, httpx2.RequestNotRead):
        sent = set()
    for secret in sorted(sent, key=len, reverse=True):
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, MASK)
    return masked_text(text)


def shown_path(request: httpx2.Request) -> str:
    """Return the path of a request without tokens in it."""
    # Imported here, since most programs never show an error.
    from .masks import masked_text

    return masked_text(sent_path(request))
