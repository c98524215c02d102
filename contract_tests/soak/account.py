"""An account under load: its customer, its lookup table, and what it has."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from contract_tests.soak.callers import COLUMN, CUSTOMER, EMAIL, RawCaller
from contract_tests.soak.ledger import Ledger

_TIMEOUT = 60
_PAGE = 100

# Each fault is rare, so that most requests are served.
FAULTS: list[dict[str, Any]] = [
    {"kind": "reset", "phase": "before", "probability": 0.02},
    {"kind": "reset", "phase": "after", "probability": 0.02},
    {"kind": "truncate", "phase": "after", "probability": 0.02},
    {"kind": "malformed", "phase": "after", "probability": 0.02},
    {"status": 500, "phase": "before", "probability": 0.02},
    {"status": 500, "phase": "after", "probability": 0.02},
    {"status": 429, "phase": "before", "probability": 0.01, "headers": {"Retry-After": "1"}},
    # The client repeats a POST after a 429, so that it is carried out twice.
    {"status": 429, "phase": "after", "probability": 0.01, "headers": {"Retry-After": "1"}},
    {"latency_ms": 20, "probability": 0.02},
]


class SoakError(Exception):
    """The load cannot be prepared, or its result cannot be read; the text says why."""


class Account:
    """An account of the mock, with the ledger of its writes.

    Args:
        token: The token of the account.
        has_faults: Whether it has fault rules.
        seed: The seed of the faults.

    Attributes:
        token: The token of the account.
        ledger: What was written to it.
        table: The id of its lookup table.
    """

    def __init__(self, token: str, *, has_faults: bool, seed: int) -> None:
        self.token = token
        self.ledger = Ledger(has_faults=has_faults)
        self.table = 0
        self._rules = [{**rule, "seed": seed + number} for number, rule in enumerate(FAULTS)] if has_faults else []

    def prepare(self, port: int) -> None:
        """Create the customer and the lookup table of the account."""
        body = {"name": CUSTOMER, "notification_email": EMAIL, "external_id": CUSTOMER[1:]}
        table = {"lookup_table": {"name": "soak", "schema": [{"label": COLUMN}]}}
        with_connection = RawCaller(port, self.token, _TIMEOUT)
        try:
            _expect(with_connection.send("POST", "/api/managed_users", body))
            made = _expect(with_connection.send("POST", f"/api/managed_users/{CUSTOMER}/lookup_tables", table))
        finally:
            with_connection.close()
        self.table = made["result"]["id"] if "result" in made else made["id"]
        self.set_faults(port)

    def set_faults(self, port: int, *, on: bool = True) -> None:
        """Add the faults of the account, or remove them."""
        caller = RawCaller(port, self.token, _TIMEOUT)
        _expect(caller.send("PUT", "/_mock/faults", {"rules": self._rules if on else []}))
        caller.close()

    def compare(self, port: int) -> tuple[dict[str, list[int]], list[str]]:
        """Return the ids of what the account has by name, and what is lost or doubled; the load must have ended."""
        self.set_faults(port, on=False)
        caller = RawCaller(port, self.token, _TIMEOUT)
        found: dict[str, list[int]] = defaultdict(list)
        counters: dict[str, int] = {}
        try:
            for customer in _all(caller, "/api/managed_users"):
                found[customer["name"]].append(customer["id"])
            for row in _all(caller, f"/api/managed_users/{CUSTOMER}/lookup_tables/{self.table}/rows"):
                marker = row["data"][COLUMN]
                name, is_counter, value = marker.partition("=")
                if is_counter:
                    counters[name] = max(int(value), counters.get(name, 0))
                else:
                    found[marker].append(row["id"])
        finally:
            caller.close()
        problems = self.ledger.compare(found, counters)
        self.set_faults(port)
        return found, problems


def _all(caller: RawCaller, path: str) -> list[Any]:
    """Return all entries of a list."""
    entries: list[Any] = []
    while True:
        number = len(entries) // _PAGE + 1
        body = _expect(caller.send("GET", f"{path}?page={number}&per_page={_PAGE}"))
        page = body["result"] if isinstance(body, dict) else body
        entries += page
        if len(page) < _PAGE:
            return entries


def _expect(reply: Any) -> Any:
    if reply.status != 200:
        raise SoakError(f"a request that prepares or checks the load got {reply.status}: {reply.body} {reply.reason}")
    return reply.body
