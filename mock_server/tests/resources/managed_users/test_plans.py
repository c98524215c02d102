"""The deprecated rules of plans keep their promises."""

from __future__ import annotations

import httpx
import pytest

CONTOSO = "/managed_users/512101"


def settings(client: httpx.Client, customer: str) -> tuple[object, ...]:
    """Answer what a plan decides."""
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
def test_an_upgrade_ends_the_trial(client: httpx.Client, options: dict[str, object], plan: str) -> None:
    """With or without a body; the tasks of a plan come with it."""
    assert settings(client, CONTOSO) == ("partner_trial", True, True, 100)
    before = client.get(CONTOSO).json()["updated_at"]
    response = client.put(f"{CONTOSO}/upgrade", **options)  # type: ignore[arg-type]  # a body or none
    assert response.json() == {"id": 512101, "plan_id": plan, "trial": False}
    assert settings(client, CONTOSO) == (plan, False, False, 10_000)
    assert client.get(CONTOSO).json()["updated_at"] > before


def test_a_downgrade_leads_to_the_free_plan_and_an_upgrade_back(client: httpx.Client, northwind: str) -> None:
    """The free plan has a hundred tasks, whatever limit the customer had of its own."""
    client.put(northwind, json={"custom_task_limit": 5000})
    assert client.put(f"{northwind}/downgrade").json() == {"id": 512044, "plan_id": "free", "trial": False}
    assert settings(client, northwind) == ("free", False, False, 100)
    client.put(f"{northwind}/upgrade")
    assert settings(client, northwind) == ("partner_standard", False, False, 10_000)


def test_an_upgrade_of_a_paid_plan_keeps_the_tasks(client: httpx.Client, northwind: str) -> None:
    """A limit of the customer's own is no matter of the plan."""
    client.put(northwind, json={"custom_task_limit": 5000})
    client.put(f"{northwind}/upgrade", json={"plan_id": "gold"})
    assert settings(client, northwind) == ("gold", False, False, 5000)


@pytest.mark.parametrize("plan_id", ["free", "", None, 7])
def test_a_plan_that_is_not_paid_is_no_upgrade(client: httpx.Client, northwind: str, plan_id: object) -> None:
    """Nothing changes."""
    response = client.put(f"{northwind}/upgrade", json={"plan_id": plan_id})
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert settings(client, northwind) == ("partner_standard", False, False, 10_000)


@pytest.mark.parametrize("change", ["upgrade", "downgrade"])
def test_the_plan_of_an_unknown_customer_is_not_found(client: httpx.Client, change: str) -> None:
    """Whatever it would be."""
    assert client.put(f"/managed_users/1/{change}").status_code == 404
