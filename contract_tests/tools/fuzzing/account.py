"""The account in which Schemathesis works, which can be reset to its first state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import httpx2

# Environment variables that pass the account to the process of Schemathesis.
ROOT_URL = "FUZZ_ROOT_URL"
TOKEN = "FUZZ_TOKEN"

# The customer of the default seed that has objects of each kind.
NORTHWIND = 512044

_NOW = "2023-11-20T12:00:00Z"
_PROFILE = f"managed_users/{NORTHWIND}/custom_oauth_profiles/8201/assign"
_EXPORTS = f"managed_users/{NORTHWIND}/exports"


@dataclass
class Account:
    """A namespace with the default seed, an assigned OAuth profile and a frozen clock.

    Attributes:
        root_url: The address of the mock server.
        token: The token, which names the namespace.
        package: The zip file of an export, for imports.
    """

    root_url: str
    token: str
    package: bytes = field(init=False)
    _state: Any = field(init=False)
    _group: object = field(init=False, default=None)

    def __post_init__(self) -> None:
        # A slow response of a busy machine is not a failure.
        self._http = httpx2.Client(
            base_url=self.root_url, headers={"Authorization": f"Bearer {self.token}"}, timeout=None
        )
        self.package = self._package()
        self._do("POST", "_mock/reset")
        self._do("PUT", "_mock/clock", {"now": _NOW, "frozen": True})
        self._do("POST", f"api/{_PROFILE}")
        self._state = self._do("GET", "_mock/state").json()

    def begin(self, group: object) -> bool:
        """Reset the account if a new group of calls begins; return whether it does."""
        is_new = self._group != group
        if is_new:
            self._do("PUT", "_mock/state", self._state)
            self._group = group
        return is_new

    def end(self) -> None:
        """End the group, so that the next call begins a new one."""
        self._group = None

    def _package(self) -> bytes:
        made = self._do("POST", f"api/{_EXPORTS}/6101").json()["result"]["id"]
        self._do("GET", f"api/{_EXPORTS}/{made}")  # an export is in progress for one poll
        done = self._do("GET", f"api/{_EXPORTS}/{made}").json()["result"]
        return self._do("GET", done["download_url"]).content

    def _do(self, method: str, url: str, body: Any = None) -> httpx2.Response:
        return self._http.request(method, url, json=body).raise_for_status()
