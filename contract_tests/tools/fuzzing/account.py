"""The account that Schemathesis works in: gives it back what it began with; must not know what is tried there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import httpx

ROOT_URL = "FUZZ_ROOT_URL"
TOKEN = "FUZZ_TOKEN"
"""Variables of the environment that tell Schemathesis' process where the account is."""

NORTHWIND = 512044
"""The customer of the default seed that has something of everything."""

_NOW = "2023-11-20T12:00:00Z"
_PROFILE = f"managed_users/{NORTHWIND}/custom_oauth_profiles/8201/assign"
_EXPORTS = f"managed_users/{NORTHWIND}/exports"


@dataclass
class Account:
    """One namespace of the mock server at `root_url`: the default seed, an assigned profile, a clock that stands still.

    Attributes:
        package: The zip file of an export, for imports.
    """

    root_url: str
    token: str
    package: bytes = field(init=False)
    _state: Any = field(init=False)
    _turn: object = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._http = httpx.Client(base_url=self.root_url, headers={"Authorization": f"Bearer {self.token}"})
        self.package = self._package()
        self._do("POST", "_mock/reset")
        self._do("PUT", "_mock/clock", {"now": _NOW, "frozen": True})
        self._do("POST", f"api/{_PROFILE}")
        self._state = self._do("GET", "_mock/state").json()

    def begin(self, turn: object) -> bool:
        """Undo all changes if a turn has come that is not the one before; tell whether it has."""
        is_new = self._turn != turn
        if is_new:
            self._do("PUT", "_mock/state", self._state)
            self._turn = turn
        return is_new

    def end(self) -> None:
        """End the turn, so that the next call begins another one."""
        self._turn = None

    def _package(self) -> bytes:
        made = self._do("POST", f"api/{_EXPORTS}/6101").json()["result"]["id"]
        self._do("GET", f"api/{_EXPORTS}/{made}")  # once it is seen in progress
        done = self._do("GET", f"api/{_EXPORTS}/{made}").json()["result"]
        return self._do("GET", done["download_url"]).content

    def _do(self, method: str, url: str, body: Any = None) -> httpx.Response:
        return self._http.request(method, url, json=body).raise_for_status()
