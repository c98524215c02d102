"""An account of the real API as a target of checks. Sends only GET requests unless writes are allowed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx2
from workato_embedded import Page, RateLimiter, WorkatoEmbedded

from contract_tests.contracts.target import Target
from contract_tests.support.recorder import Alter, Recorder

TOKEN, BASE_URL = "WORKATO_EMBEDDED_API_TOKEN", "WORKATO_EMBEDDED_BASE_URL"

_LIMITER = RateLimiter()


class WriteNotAllowedError(Exception):
    """A call would write, and writes are not allowed."""


class ReadOnlyRecorder(Recorder):
    """A recorder for the real API: it verifies certificates, keeps the documented rate limits, and allows only reads.

    Args:
        base_url: The base URL of the real API.
        token: The token of the account.
        writes: Whether writes are allowed, too.
    """

    def __init__(self, base_url: str, token: str, *, writes: bool) -> None:
        super().__init__(base_url, token)
        self._writes = writes

    def result(self, call: Callable[[WorkatoEmbedded], Any], alter: Alter | None = None, retries: int = 2) -> Any:
        """Make a call and return its result; for a page, the list of its items.

        Raises:
            WriteNotAllowedError: The call would write, and writes are not allowed.
        """
        if alter is not None:
            raise ValueError("requests to the real API must not be altered")
        hooks: dict[str, list[Callable[..., Any]]] = {"request": [self._check_method], "response": [self._record]}
        with httpx2.Client(event_hooks=hooks, timeout=60) as http:
            client = WorkatoEmbedded(
                self.token, base_url=self.base_url, http_client=http, max_retries=retries, rate_limits=_LIMITER
            )
            result = call(client)
            return result.items if isinstance(result, Page) else result

    def _check_method(self, request: httpx2.Request) -> None:
        if request.method != "GET" and not self._writes:
            raise WriteNotAllowedError(
                f"{request.method} {request.url.path} would write; --verified-writes allows writes"
            )


@dataclass(frozen=True)
class Account(Target):
    """A target that is an account of the real API.

    Attributes:
        writes: Whether calls may write.
    """

    writes: bool = False

    def recorder(self, name: str) -> Recorder:  # noqa: ARG002 - as in the base class
        """Return a recorder of the account, which has only one namespace."""
        return ReadOnlyRecorder(self.base_url, self.token, writes=self.writes)

    def with_unknown_token(self) -> Recorder:
        """Return a recorder whose token the API does not accept."""
        return ReadOnlyRecorder(self.base_url, "an-unknown-token", writes=False)

    @cached_property
    def found(self) -> dict[str, Any]:
        """The objects that were found so far, by kind."""
        return {}


def settings() -> tuple[str, str] | None:
    """Return base URL and token, or None if one of them is missing."""
    base_url, token = os.environ.get(BASE_URL), os.environ.get(TOKEN)
    return (base_url.rstrip("/"), token) if base_url and token else None
