"""An account of the real API, as gates see it; must not send anything but GET unless it was told to."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx
from workato_embedded import Page, RateLimiter, WorkatoEmbedded

from contract_tests.contracts.target import World
from contract_tests.support.recorder import Alter, Recorder

TOKEN, BASE_URL = "WORKATO_EMBEDDED_API_TOKEN", "WORKATO_EMBEDDED_BASE_URL"

_LIMITER = RateLimiter()


class WriteRefusedError(Exception):
    """A call would have written, and nobody asked for that."""


class CarefulRecorder(Recorder):
    """Calls the real API: certificates verified, at the documented pace, and reading only unless told otherwise."""

    def __init__(self, base_url: str, token: str, *, writes: bool) -> None:
        super().__init__(base_url, token)
        self._writes = writes

    def result(self, call: Callable[[WorkatoEmbedded], Any], alter: Alter | None = None, retries: int = 2) -> Any:
        """Carry out a call, and return its result, of a page the entries.

        Raises:
            WriteRefusedError: It would write.
        """
        if alter is not None:
            raise ValueError("what goes to the real API is not altered")
        hooks: dict[str, list[Callable[..., Any]]] = {"request": [self._guard], "response": [self._note]}
        with httpx.Client(event_hooks=hooks, timeout=60) as http:
            client = WorkatoEmbedded(
                self.token, base_url=self.base_url, http_client=http, max_retries=retries, rate_limits=_LIMITER
            )
            result = call(client)
            return result.items if isinstance(result, Page) else result

    def _guard(self, request: httpx.Request) -> None:
        if request.method != "GET" and not self._writes:
            raise WriteRefusedError(f"{request.method} {request.url.path} would write; --verified-writes allows it")


@dataclass(frozen=True)
class Account(World):
    """A world that is the real API.

    Attributes:
        writes: Whether calls may write.
    """

    writes: bool = False

    def recorder(self, name: str) -> Recorder:
        """Return a recorder of the account; it has one namespace, whatever the name."""
        return CarefulRecorder(self.base_url, self.token, writes=self.writes)

    def stranger(self) -> Recorder:
        """Return a recorder whose token is not known."""
        return CarefulRecorder(self.base_url, "not-a-token-of-anybody", writes=False)

    @cached_property
    def found(self) -> dict[str, Any]:
        """What was found so far, by the names in `reads`."""
        return {}


def settings() -> tuple[str, str] | None:
    """Return base URL and token, or None where one of them is not given."""
    base_url, token = os.environ.get(BASE_URL), os.environ.get(TOKEN)
    return (base_url.rstrip("/"), token) if base_url and token else None
