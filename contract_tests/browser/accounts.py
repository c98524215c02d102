"""Prepare accounts of a mock: objects, rejected requests, faults, limits, jobs, a snapshot."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from workato_embedded import WorkatoEmbedded

# The accounts by their tokens, in the order of their numbers. The last has something on every page; the console lists
# it first.
NIGHTLY, MANY, ORDERS = TOKENS = "ci-nightly-imports", "load-test", "ci-orders-checkout"
CUSTOMER = "Ecust-0042"
MANY_CUSTOMERS = 120
# Certificates are not verified: the mock has none, and loading those of the system takes longer than a call. A busy
# machine may take long for an export.
OPTIONS: dict[str, Any] = {"verify": False, "timeout": 120}
# The reason why a request of the first account is rejected, and its operation.
REJECTED_OPERATION, MISSING = "create_managed_user", "notification_email"
NOW = "2026-11-20T10:00:00Z"


@dataclass(frozen=True)
class Mock:
    """A running mock.

    Attributes:
        origin: Its address, without a path.
    """

    origin: str

    @contextmanager
    def client(self, token: str) -> Iterator[WorkatoEmbedded]:
        """Yield a client of an account."""
        with httpx2.Client(**OPTIONS) as http:
            yield WorkatoEmbedded(token, base_url=self.origin, http_client=http, max_retries=0)

    @contextmanager
    def api(self, token: str) -> Iterator[httpx2.Client]:
        """Yield a plain HTTP client of an account."""
        headers = {"Authorization": f"Bearer {token}"}
        with httpx2.Client(base_url=f"{self.origin}/api", headers=headers, **OPTIONS) as http:
            yield http

    @contextmanager
    def control(self, token: str) -> Iterator[httpx2.Client]:
        """Yield an HTTP client of the control plane for an account; it raises an exception for an error response."""
        with httpx2.Client(
            base_url=f"{self.origin}/_mock",
            headers={"X-Mock-Namespace": token},
            event_hooks={"response": [httpx2.Response.raise_for_status]},
            **OPTIONS,
        ) as http:
            yield http


@dataclass(frozen=True)
class Account:
    """A new account of a mock.

    Attributes:
        mock: The mock.
        token: Its token.
    """

    mock: Mock
    token: str

    @property
    def address(self) -> str:
        """The URL of its overview; the newest account has the highest number, and is on the first page of the list."""
        page = httpx2.get(f"{self.mock.origin}/_mock/console/", **OPTIONS).raise_for_status().text
        number = max(map(int, re.findall(r'href="/_mock/console/accounts/(\d+)/"', page)))
        return f"{self.mock.origin}/_mock/console/accounts/{number}/"

    def api(self) -> AbstractContextManager[httpx2.Client]:
        """Return a plain HTTP client of the account."""
        return self.mock.api(self.token)

    def client(self) -> AbstractContextManager[WorkatoEmbedded]:
        """Return a client of the account."""
        return self.mock.client(self.token)

    def control(self) -> AbstractContextManager[httpx2.Client]:
        """Return an HTTP client of the control plane for the account."""
        return self.mock.control(self.token)


def prepare(mock: Mock) -> None:
    """Create the accounts and send their requests."""
    for token in TOKENS:
        with mock.control(token) as control:
            control.put("/clock", json={"now": NOW, "frozen": True})
    with mock.client(MANY) as client:
        for number in range(1, MANY_CUSTOMERS + 1):
            name = f"Customer {number:03}"
            client.managed_users.create(name=name, notification_email=f"it-{number}@example.com")
    with mock.client(NIGHTLY) as client:
        client.managed_users.list()
        client.recipes.list(CUSTOMER)
    with mock.client(ORDERS) as client, mock.api(ORDERS) as api, mock.control(ORDERS) as control:
        _set_up(client)
        control.put("/snapshots/before-the-import")
        job = {"managed_user_id": CUSTOMER, "recipe_id": 9001}
        control.post("/jobs", json={**job, "status": "succeeded", "count": 3})
        control.post("/jobs", json={**job, "status": "failed"})
        _fail(api, control)


def package(mock: Mock) -> bytes:
    """Return a package as the API exports it."""
    with mock.client(NIGHTLY) as client, tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "package.zip")
        client.packages.export_and_download(CUSTOMER, 6101, to=path)
        return path.read_bytes()


def _set_up(client: WorkatoEmbedded) -> None:
    customer = client.managed_users.create(
        name="Acme Freight", notification_email="ops@example.com", external_id="acme/7"
    )
    client.properties.upsert(customer.id, properties={"erp.url": "https://erp.example.com"})
    client.managed_users.members.add(customer.id, name="Kim Lee", role_name="Operator")
    client.folders.create(customer.id, name="Orders")
    list(client.managed_users.list())
    client.recipes.list(CUSTOMER)
    client.lookup_tables.list(CUSTOMER)


def _fail(api: httpx2.Client, control: httpx2.Client) -> None:
    """Send requests that get errors: invalid ones, one to an unknown path, and those of a fault and a limit."""
    api.post("/managed_users", json={"name": "Northwind Tools"})
    api.post(f"/managed_users/{CUSTOMER}/recipes", json={"recipe": {"name": 7, "code": "{"}})
    api.post("/managed_users", json={"name": "Blue Harbour", "notification_email": "it@example.com", "colour": "blue"})
    api.get("/managed_users/Eunknown")
    api.get("/workspaces")
    fault = {"operation_id": "list_connections", "phase": "before", "status": 500, "times": 2}
    latency = {"operation_id": "list_recipes", "latency_ms": 5}
    control.put("/faults", json={"rules": [fault, latency]})
    api.get(f"/managed_users/{CUSTOMER}/connections")
    control.put("/limits", json={"rate_limits": "2/min"})
    for _ in range(3):
        api.get(f"/managed_users/{CUSTOMER}/folders")
