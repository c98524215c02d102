"""The deprecated operations on plans behave as documented."""

from __future__ import annotations

import httpx2
import pytest

CONTOSO = "/managed_users/512101"


def settings(client: httpx2.Client, customer: str) -> tuple[object, ...]:
    """Return the properties of a customer that depend on its plan."""
    user = client.get(customer).json()
    return user["plan_id"], user["trial"], user["in_trial"], user["task_limit"]


@pytest.mark.parametrize(
    ("options", "plan"),
    [
        ({}, "partner_standard"),
        ({"json": {}}, "partner_standard"),
        ({"json": {"plan_id": "gold"}}, "gold"),
    ],
)
def test_an_upgrade_ends_the_trial(client: httpx2.Client, options: dict[str, object], plan: str) -> None:
    """An upgrade with or without a body ends the trial and sets the task limit of the plan."""
    assert settings(client, CONTOSO) == ("partner_trial", True, True, 100)
    before = client.get(CONTOSO).json()["updated_at"]
    response = client.put(f"{CONTOSO}/upgrade", **options)  # type: ignore[arg-type]  # with or without a body
    assert response.json() == {"id": 512101, "plan_id": plan, "trial": False}
    assert settings(client, CONTOSO) == (plan, False, False, 10_000)
    assert client.get(CONTOSO).json()["updated_at"] > before


def test_a_downgrade_sets_the_free_plan_and_an_upgrade_reverts_it(client: httpx2.Client, northwind: str) -> None:
    """The free plan has 100 tasks, even if the customer had a custom limit."""
    client.put(northwind, json={"custom_task_limit": 5000})
    assert client.put(f"{northwind}/downgrade").json() == {"id": 512044, "plan_id": "free", "trial": False}
    assert settings(client, northwind) == ("free", False, False, 100)
    client.put(f"{northwind}/upgrade")
    assert settings(client, northwind) == ("partner_standard", False, False, 10_000)


def test_an_upgrade_from_a_paid_plan_keeps_a_custom_limit(client: httpx2.Client, northwind: str) -> None:
    """An upgrade from one paid plan to another keeps a custom task limit."""
    client.put(northwind, json={"custom_task_limit": 5000})
    client.put(f"{northwind}/upgrade", json={"plan_id": "gold"})
    assert settings(client, northwind) == ("gold", False, False, 5000)


@pytest.mark.parametrize("plan_id", ["free", "", None, True])
def test_an_upgrade_to_an_unpaid_plan_is_rejected(client: httpx2.Client, northwind: str, plan_id: object) -> None:
    """An upgrade to the free plan or to an invalid one returns 400, and nothing changes."""
    response = client.put(f"{northwind}/upgrade", json={"plan_id": plan_id})
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert settings(client, northwind) == ("partner_standard", False, False, 10_000)


@pytest.mark.parametrize("change", ["upgrade", "downgrade"])
def test_the_plan_of_an_unknown_customer_is_not_found(client: httpx2.Client, change: str) -> None:
    """An upgrade or downgrade of an unknown customer returns 404."""
    assert client.put(f"/managed_users/1/{change}").status_code == 404
