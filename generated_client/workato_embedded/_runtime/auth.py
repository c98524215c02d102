# Copied by `python -m generator build` from generator/runtime/. Do not edit.
"""Puts the token on requests and keeps it out of everything else."""

from __future__ import annotations

from collections.abc import Callable, Generator

import httpx

Token = str | Callable[[], str]
"""A token, or a function that is asked for it before each request, so that it can change."""


class BearerAuth(httpx.Auth):
    """Sends `Authorization: Bearer <token>`. Its `repr` does not show the token."""

    def __init__(self, token: Token) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the header. Raises ValueError if there is no token, or it cannot stand in a header."""
        token = self._token() if callable(self._token) else self._token
        request.headers["Authorization"] = f"Bearer {check_token(token)}"
        yield request

    def __repr__(self) -> str:
        return "BearerAuth(...)"


def check_token(token: str) -> str:
    """Return the token. Raises ValueError, which does not show it, if it is empty or cannot stand in a header."""
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError("the API token is empty or has characters that cannot stand in a header")
    return token
